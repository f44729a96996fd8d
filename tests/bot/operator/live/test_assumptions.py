"""A service that answers otherwise than Herald takes for granted is found out."""

from typing import Any

import pytest

from bot.operator.live.assumptions import hold_against
from bot.operator.live.samples import Sample

UUID = "00000000-0000-4000-8000-000000000001"
TASK = {
    "taskType": "videoInference",
    "taskUUID": UUID,
    "inputs": {"avatar": "Aditya_public_4"},
    "speech": {"text": "Hello.", "voice": "john_doe_male_english"},
}
POLL = {"taskType": "getResponse", "taskUUID": UUID}
ACK = {"data": [{"taskType": "videoInference", "taskUUID": UUID}]}


def error(code: str, **more: Any) -> dict[str, Any]:
    """A refusal."""
    return {"errors": [{"code": code, "message": "No.", "taskUUID": UUID, **more}]}


def done(**more: Any) -> dict[str, Any]:
    """A finished task."""
    url = "https://vm.runware.ai/v.mp4"
    return {"data": [{**POLL, "status": "success", "videoUUID": "v", "videoURL": url, **more}]}


async def problem_of(name: str, task: dict[str, Any], status: int, body: Any, *, dry_run: bool = False) -> bool:
    """Whether this one answer is a problem."""
    sample = Sample(name=name, about="", dry_run=dry_run, tasks=[task], status=status, body=body)
    found = [finding for finding in await hold_against([sample]) if finding.text.startswith(f"{name}: ")]
    return found[0].is_problem


@pytest.mark.parametrize(
    ("name", "task", "status", "body"),
    [
        ("ack", TASK, 200, ACK),
        ("repeat", TASK, 400, error("conflictTaskUUID")),
        ("repeat", TASK, 409, error("conflictTaskUUID")),
        ("unknown-task", POLL, 200, {"data": []}),
        ("poll-unknown", POLL, 200, {"data": []}),
        ("poll-processing", POLL, 200, {"data": [{**POLL, "status": "processing"}]}),
        ("poll-success", POLL, 200, done(cost=0.2)),
        ("poll-error", POLL, 200, error("timeoutProvider", status="error")),
        ("poll-error", POLL, 200, {"data": [{**POLL, "status": "error", "error": {"code": "taskFailed"}}]}),
    ],
)
async def test_an_answer_as_foreseen_is_good(name: str, task: dict[str, Any], status: int, body: Any) -> None:
    assert not await problem_of(name, task, status, body)


@pytest.mark.parametrize(
    ("name", "task", "status", "body"),
    [
        ("ack", TASK, 200, {"data": []}),
        ("repeat", TASK, 200, ACK),
        ("repeat", TASK, 400, error("duplicateTask")),
        ("unknown-task", POLL, 200, {"data": [{**POLL, "status": "error", "error": {"code": "taskFailed"}}]}),
        ("poll-success", POLL, 200, done()),
        ("poll-queued", POLL, 200, {"data": [{**POLL, "status": "queued"}]}),
        ("poll-processing", POLL, 200, "<html>"),
        ("after-dry-run", POLL, 200, done(cost=0.2)),
    ],
)
async def test_an_answer_that_is_otherwise_is_a_problem(
    name: str, task: dict[str, Any], status: int, body: Any
) -> None:
    assert await problem_of(name, task, status, body)


@pytest.mark.parametrize(("body", "problem"), [({"data": [{**POLL, "cost": 0.2}]}, False), (ACK, True)])
async def test_a_dry_run_must_tell_the_price(body: Any, problem: bool) -> None:
    assert await problem_of("dry-run", TASK, 200, body, dry_run=True) == problem


async def test_an_answer_that_is_missing_is_a_problem() -> None:
    assert [finding.text for finding in await hold_against([]) if finding.is_problem] == [
        f"{name}: there is no answer" for name in ("ack", "dry-run", "repeat", "unknown-task", "wrong-parameter")
    ]


async def test_a_new_field_of_errors_is_named() -> None:
    body = error("conflictTaskUUID", severity="high")
    sample = Sample(name="repeat", about="", tasks=[TASK], status=400, body=body)

    assert (await hold_against([sample]))[-1].text == "errors have fields that Herald does not know of: severity"


async def test_a_refused_task_is_one_problem_with_what_to_see_to() -> None:
    sample = Sample(name="ack", about="", tasks=[TASK], status=402, body=error("insufficientCredits"))

    told = {finding.text.partition(":")[0]: finding for finding in await hold_against([sample])}

    assert told["ack"].text == "ack: the task is refused: HTTP 402 insufficientCredits, read as refused"
    assert "balance" in (told["ack"].mend or "")
    assert "repeat" not in told
