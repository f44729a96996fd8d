"""Answers that are spoilt on purpose, and dials that are set to what cannot happen."""

import json
from typing import Any

import pytest

from playground.studio.service.faults import COMBINATIONS
from tests.playground.studio.service.caller import KEY, Caller, Json, poll_task, video_task
from tests.playground.studio.service.samples import PNG, as_base64

HEADERS = {"Authorization": f"Bearer {KEY}"}


async def answer_to(studio: Caller, task: Json) -> tuple[int, str, bytes]:
    """Status, content type and bytes of the answer to a task."""
    async with studio.session.post("/v1", json=[task], headers=HEADERS) as answer:
        return answer.status, answer.content_type, await answer.read()


async def dial(studio: Caller, **fault: object) -> tuple[int, str]:
    """Set one fault; returns the status and what was said."""
    async with studio.session.post("/_control/faults", json={"faults": [fault]}) as answer:
        body = await answer.json()
        return answer.status, body["errors"][0]["message"] if "errors" in body else ""


async def test_empty_ack_leaves_an_accepted_task(slow_studio: Caller) -> None:
    task = video_task()
    await dial(slow_studio, on="submit", kind="empty")
    assert await slow_studio.send(task) == (200, {"data": []})
    assert (await slow_studio.poll(task))["data"][0]["status"] == "processing"


async def test_answer_can_claim_to_be_html(slow_studio: Caller) -> None:
    task = await slow_studio.submit(video_task())
    await dial(slow_studio, on="poll", kind="wrong_type")
    status, content_type, body = await answer_to(slow_studio, poll_task(task))
    assert (status, content_type) == (200, "text/html")
    assert json.loads(body)["data"][0]["status"] == "processing"


async def test_answer_can_end_in_the_middle_after_the_effect(slow_studio: Caller) -> None:
    task = video_task()
    await dial(slow_studio, on="submit", kind="truncated")
    status, content_type, body = await answer_to(slow_studio, task)
    assert (status, content_type) == (200, "application/json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert (await slow_studio.state())["counts"]["tasks_submitted"] == 1


@pytest.mark.parametrize(
    ("status", "more", "code", "header"),
    [
        (429, {}, "rateLimitExceeded", None),
        (429, {"retry_after": 7}, "rateLimitExceeded", "7"),
        (500, {}, "internalServerError", None),
        (502, {}, "internalServerError", None),
        (503, {"error": "noAvailableServer", "retry_after": 0}, "noAvailableServer", "0"),
    ],
)
async def test_refusal_by_status_has_an_error_object(
    studio: Caller, status: int, more: dict[str, Any], code: str, header: str | None
) -> None:
    await dial(studio, on="poll", kind="status", status=status, **more)
    async with studio.session.post("/v1", json=[poll_task(video_task())], headers=HEADERS) as answer:
        body = await answer.json()
        assert (answer.status, answer.headers.get("Retry-After")) == (status, header)
    assert body["errors"][0]["code"] == code


async def test_failed_poll_comes_in_three_shapes(slow_studio: Caller) -> None:
    task = await slow_studio.submit(video_task())
    bodies = {}
    for shape in ("A", "B", "legacy"):
        await dial(slow_studio, on="poll", kind="error", error="timeoutProvider", shape=shape)
        bodies[shape] = await slow_studio.poll(task)
    assert bodies["A"]["errors"][0]["code"] == "timeoutProvider"
    (item,) = bodies["B"]["data"]
    assert (item["status"], item["error"]["code"], item["taskUUID"]) == ("error", "timeoutProvider", task["taskUUID"])
    assert bodies["legacy"]["error"]["code"] == "timeoutProvider"
    assert (await slow_studio.poll(task))["data"][0]["status"] == "processing"


async def test_failed_render_is_told_in_the_shape_that_was_set_by_every_poll(studio: Caller) -> None:
    await dial(studio, on="render", kind="error", error="providerError", shape="B")
    task = await studio.submit(video_task(numberResults=2))
    body = await studio.finished(task)
    assert "errors" not in body
    assert [item["status"] for item in body["data"]] == ["error", "success"]
    assert body["data"][0]["error"]["code"] == "providerError"
    assert await studio.poll(task) == body


async def test_legacy_refusal_is_a_single_error(studio: Caller) -> None:
    await dial(studio, on="submit", kind="error", error="invalidModel", shape="legacy")
    status, body = await studio.send(video_task())
    assert (status, body["error"]["code"]) == (400, "invalidModel")


async def test_result_that_is_held_up_comes_after_those_behind_it(studio: Caller) -> None:
    await dial(studio, on="render", kind="slow", seconds=600)
    task = await studio.submit(video_task(numberResults=3))

    def statuses(body: Json) -> list[str]:
        return [item["status"] for item in body["data"]]

    while statuses(body := await studio.poll(task)) != ["processing", "success", "success"]:
        assert statuses(body)[0] == "processing"


@pytest.mark.parametrize(
    ("call", "task"),
    [
        ("media", {"taskType": "mediaStorage", "operation": "upload", "media": as_base64(PNG)}),
        ("account", {"taskType": "accountManagement", "operation": "getDetails"}),
        ("details", {"taskType": "getTaskDetails"}),
    ],
)
async def test_other_tasks_can_be_met_by_faults_of_their_own(studio: Caller, call: str, task: Json) -> None:
    await dial(studio, on=call, kind="status", status=503)
    named = {**task, "taskUUID": video_task()["taskUUID"]}
    assert (await studio.send(poll_task(video_task())))[0] == 200
    assert (await studio.send(named))[0] == 503
    assert (await studio.send(named))[0] in (200, 404)


async def test_dry_run_is_met_by_faults_of_its_own(studio: Caller) -> None:
    await dial(studio, on="price", kind="status", status=503)
    assert (await studio.send(video_task()))[0] == 200
    assert (await studio.send(video_task(), **{"X-Runware-Dry-Run": "1"}))[0] == 503


async def test_fault_for_any_call_does_not_meet_what_the_studio_does_itself(studio: Caller) -> None:
    task = await studio.submit(video_task())
    await dial(studio, on="*", kind="status", status=503, times=1)
    await studio.send(poll_task(task))
    assert (await studio.finished(task))["data"][0]["status"] == "success"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"on": "submit", "kind": "sneeze"}, "kind"),
        ({"on": "sumbit", "kind": "slow"}, "'on' must be one of"),
        ({"on": "submit", "kind": "lost"}, "cannot happen on 'submit'"),
        ({"on": "webhook", "kind": "truncated"}, "cannot happen on 'webhook'"),
        ({"on": "*", "kind": "empty"}, "cannot happen on '*'"),
        ({"on": "submit", "kind": "slow", "status": 503}, "'status' means nothing"),
        ({"on": "submit", "kind": "error", "error": "x", "shape": "B"}, "A or legacy"),
        ({"on": "render", "kind": "error", "error": "x", "shape": "legacy"}, "A or B"),
        ({"on": "submit", "kind": "status", "status": 200}, "status"),
        ({"on": "submit", "kind": "status", "retry_after": -1}, "retry_after"),
        ({"on": "submit", "kind": "slow", "for": 3}, "for"),
    ],
)
async def test_fault_that_cannot_happen_is_refused_and_nothing_is_set(studio: Caller, fault: Json, said: str) -> None:
    good = {"on": "*", "kind": "status"}
    async with studio.session.post("/_control/faults", json={"faults": [good, fault]}) as answer:
        body = await answer.json()
        assert answer.status == 400
    assert said in body["errors"][0]["message"]
    assert (await studio.send(video_task()))[0] == 200


@pytest.mark.parametrize(("on", "kind"), [(on, kind) for on, kinds in COMBINATIONS.items() for kind in sorted(kinds)])
async def test_every_combination_that_is_named_can_be_set(studio: Caller, on: str, kind: str) -> None:
    assert await dial(studio, on=on, kind=kind) == (200, "")
