"""Faults, the state, and starting over."""

import aiohttp
import pytest

from playground.dials import Fault, not_plain
from playground.studio.service.schema import PATH
from tests.playground.studio.service.caller import Caller, poll_task, video_task


async def test_lost_answer_to_a_submission_leaves_an_accepted_task(slow_studio: Caller) -> None:
    task = video_task()
    await slow_studio.control("faults", faults=[{"on": "submit", "kind": "cut_after"}])
    with pytest.raises(aiohttp.ClientError):
        await slow_studio.send(task)
    assert (await slow_studio.poll(task))["data"][0]["status"] == "processing"
    assert (await slow_studio.send(task))[1]["errors"][0]["code"] == "conflictTaskUUID"


async def test_submission_cut_before_its_effect_can_be_sent_again(slow_studio: Caller) -> None:
    task = video_task()
    await slow_studio.control("faults", faults=[{"on": "submit", "kind": "cut_before"}])
    with pytest.raises(aiohttp.ClientError):
        await slow_studio.send(task)
    assert (await slow_studio.poll(task))["data"] == []
    await slow_studio.submit(task)


async def test_busy_studio_says_when_to_come_back_and_polls_are_not_touched(slow_studio: Caller) -> None:
    fault = {"on": "submit", "kind": "status", "status": 429, "retry_after": 3}
    await slow_studio.control("faults", faults=[fault])
    assert (await slow_studio.send(poll_task(video_task())))[0] == 200
    assert (await slow_studio.send(video_task()))[0] == 429
    assert (await slow_studio.send(video_task()))[0] == 200


@pytest.mark.parametrize(("code", "status"), [("insufficientCredits", 402), ("contentPolicyViolation", 400)])
async def test_submission_can_be_refused_with_a_code(studio: Caller, code: str, status: int) -> None:
    await studio.control("faults", faults=[{"on": "submit", "kind": "error", "error": code}])
    task = video_task()
    answered, body = await studio.send(task)
    assert (answered, body["errors"][0]["code"], body["errors"][0]["taskUUID"]) == (status, code, task["taskUUID"])


async def test_poll_can_say_that_a_task_failed(slow_studio: Caller) -> None:
    task = await slow_studio.submit(video_task())
    await slow_studio.control("faults", faults=[{"on": "poll", "kind": "error", "error": "timeoutProvider"}])
    body = await slow_studio.poll(task)
    assert body["data"] == []
    assert {"code": "timeoutProvider", "status": "error", "taskUUID": task["taskUUID"]}.items() <= body["errors"][
        0
    ].items()


async def test_render_that_fails_is_told_by_every_poll_and_costs_nothing(studio: Caller) -> None:
    await studio.control("faults", faults=[{"on": "render", "kind": "error", "error": "providerUnavailable"}])
    task = await studio.submit(video_task(includeCost=True))
    body = await studio.finished(task)
    assert (body["data"], len(body["errors"])) == ([], 1)
    failed = {"code": "providerUnavailable", "status": "error", "taskType": "videoInference"}
    assert failed.items() <= body["errors"][0].items()
    assert await studio.poll(task) == body
    assert (await studio.state())["counts"]["billed_usd"] == 0


async def test_one_failed_result_stands_beside_the_good_ones(studio: Caller) -> None:
    await studio.control("faults", faults=[{"on": "render", "kind": "cut_before"}])
    body = await studio.finished(await studio.submit(video_task(numberResults=3)))
    assert [item["status"] for item in body["data"]] == ["success", "success"]
    assert [error["code"] for error in body["errors"]] == ["providerError"]


async def test_schema_and_video_can_fail_too(studio: Caller) -> None:
    url = await studio.video_of(await studio.submit(video_task()))
    await studio.control(
        "faults",
        faults=[
            {"on": "schema", "kind": "status", "status": 503},
            {"on": "video", "kind": "error", "error": "mediaExpired"},
        ],
    )
    assert await studio.status_of(PATH) == 503
    assert await studio.status_of(url) == 404


async def test_state_counts_what_was_asked(slow_studio: Caller) -> None:
    task = await slow_studio.submit(video_task())
    await slow_studio.send(task)
    await slow_studio.poll(task, video_task())
    state = await slow_studio.state()
    counted = {"tasks_submitted": 1, "conflicts": 1, "polls": 2, "requests": 3, "billed_usd": 0.0}
    assert state["counts"] == counted
    assert [(entry["task_uuid"], len(entry["results"])) for entry in state["tasks"]] == [(task["taskUUID"], 1)]


async def test_starting_over_forgets_tasks_faults_and_the_moved_clock(slow_studio: Caller) -> None:
    task = await slow_studio.submit(video_task())
    await slow_studio.control("clock", advance_seconds=9999)
    await slow_studio.control("faults", faults=[{"on": "*", "kind": "status"}])
    moved = (await slow_studio.state())["now"]
    await slow_studio.control("reset")
    state = await slow_studio.state()
    assert (state["tasks"], state["counts"]["requests"]) == ([], 0)
    assert state["now"] < moved
    await slow_studio.submit(task)


def test_service_that_knows_the_plain_kinds_only_refuses_the_others() -> None:
    assert not_plain(Fault(on="chat.postMessage", kind="empty")) is None
    complaint = not_plain(Fault(on="chat.postMessage", kind="lost"))
    assert complaint is not None
    assert "cut_after" in complaint
