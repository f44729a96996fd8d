"""What each answer to a poll says of the tasks."""

import json
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from bot.errors import RunwareBusy, RunwareError, TaskRefused, TaskUncertain
from bot.rendering.tasks import Finished, FinishedVideo, Partial, Processing, TaskReport
from tests.bot.runware.samples import (
    OTHER,
    TASK,
    VIDEO_URL,
    Handler,
    Watch,
    answer,
    client_for,
    error,
    item,
    raising,
    sent,
    success,
)


async def _reports(handler: Handler | httpx.Response, *asked: UUID) -> dict[UUID, TaskReport]:
    async with client_for(handler) as client:
        return dict(await client.poll(asked or (TASK,)))


async def _report(*items: dict[str, Any], errors: list[dict[str, Any]] | None = None) -> TaskReport | None:
    return (await _reports(answer(*items, errors=errors))).get(TASK)


async def test_many_tasks_are_asked_for_in_one_request() -> None:
    requests: list[list[dict[str, Any]]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(sent(request))
        return answer(*(item(UUID(task["taskUUID"]), status="processing") for task in requests[-1]))

    asked = [uuid4() for _ in range(100)]
    assert await _reports(handler, *asked) == dict.fromkeys(asked, Processing())
    assert requests == [[{"taskType": "getResponse", "taskUUID": str(uuid)} for uuid in asked]]


async def test_nothing_is_sent_when_nothing_is_asked() -> None:
    async with client_for(raising(AssertionError("sent"))) as client:
        assert await client.poll([]) == {}


async def test_success_carries_the_url_and_the_exact_cost() -> None:
    assert await _report(success(cost=0.1)) == Finished((FinishedVideo("v-1", VIDEO_URL, Decimal("0.1")),))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("WEBVTT\n", "WEBVTT\n"),
        ({"vtt": "WEBVTT\n", "srt": "1\n"}, "WEBVTT\n"),
        ({"srt": "1\n"}, None),
        ({"vtt": {}}, None),
        ("1\n00:00:01,000", None),
        (7, None),
        (None, None),
        ("WEBVTT" + "a" * 100_000, None),
    ],
)
async def test_captions_are_taken_where_they_are_webvtt(told: object, kept: str | None) -> None:
    report = await _report(success(captions=told))

    assert report == Finished((FinishedVideo("v-1", VIDEO_URL, Decimal("0.18"), kept),))


@pytest.mark.parametrize("cost", ["NaN", "Infinity", "-0.5", '"free"', "true", "null", "[1]", "1e999", "1e30"])
async def test_a_cost_that_is_no_amount_is_ignored(cost: str) -> None:
    body = json.dumps({"data": [success(videoUUID="v", cost="COST")]}).replace('"COST"', cost)
    report = (await _reports(httpx.Response(200, text=body)))[TASK]
    assert report == Finished((FinishedVideo("v", VIDEO_URL, None),))


@pytest.mark.parametrize("fields", [{"status": "processing"}, {"status": "queued"}, {}, {"progress": 40}])
async def test_a_task_that_is_known_but_has_no_video_yet_is_processing(fields: dict[str, Any]) -> None:
    assert await _report(item(**fields)) == Processing()


async def test_a_video_with_a_status_new_to_us_is_finished() -> None:
    report = await _report(success(status="completed", newField={"deep": [1]}))
    assert isinstance(report, Finished)


@pytest.mark.parametrize(
    "fields",
    [{"videoURL": None}, {"videoURL": 7}, {"videoURL": "javascript:alert(1)"}, {"videoURL": ""}],
)
async def test_a_success_without_a_usable_url_says_nothing(fields: dict[str, Any]) -> None:
    assert await _report(success(**fields)) is None


@pytest.mark.parametrize(
    "shape",
    [
        {"errors": [error("timeoutProvider", status="error", taskUUID=str(TASK))]},
        {"data": [], "errors": [error("timeoutProvider", status="error", taskUUID=str(TASK))]},
        {"data": [item(status="error", error=error("timeoutProvider"))]},
        {"data": [item(**error("timeoutProvider", status="error"))]},
    ],
)
async def test_a_failed_task_is_understood_in_each_shape(shape: dict[str, Any]) -> None:
    report = (await _reports(httpx.Response(200, json=shape)))[TASK]
    assert isinstance(report, TaskRefused)
    assert (report.code, report.message, report.retryable, report.task_uuid) == (
        "timeoutProvider",
        "What timeoutProvider means.",
        True,
        TASK,
    )


@pytest.mark.parametrize("code", ["internalServerError", "unknownError", "somethingNew"])
async def test_an_error_that_is_marked_as_the_tasks_state_is_its_failure(code: str) -> None:
    report = await _report(errors=[error(code, taskUUID=str(TASK), status="error")])
    assert isinstance(report, TaskRefused)


async def test_a_failure_of_one_task_leaves_the_others() -> None:
    failed = error("contentPolicyViolation", taskUUID=str(OTHER))
    reports = await _reports(answer(success(), errors=[failed]), TASK, OTHER)
    assert isinstance(reports[TASK], Finished)
    assert isinstance(reports[OTHER], TaskRefused)


async def test_several_results_are_finished_when_none_is_processing() -> None:
    items = [success(videoUUID="a"), success(videoUUID="b"), success(videoUUID="a")]
    report = await _report(*items)
    assert isinstance(report, Finished)
    assert [video.video_uuid for video in report.videos] == ["a", "b"]


@pytest.mark.parametrize(
    "pending",
    [item(status="processing"), item(status="queued"), item(status="success"), item(status="processing", progress=3)],
)
async def test_some_results_are_there_while_others_are_processing(pending: dict[str, Any]) -> None:
    failed = error("contentPolicyViolation", taskUUID=str(TASK), status="error")
    report = await _report(pending, success(videoUUID="a"), errors=[failed])
    assert isinstance(report, Partial)
    assert [video.video_uuid for video in report.videos] == ["a"]
    assert [failure.code for failure in report.failures] == ["contentPolicyViolation"]


async def test_a_failed_result_is_known_while_others_are_processing() -> None:
    report = await _report(item(status="processing"), item(status="error", error=error("providerError")))
    assert isinstance(report, Partial)
    assert (report.videos, report.failures[0].code) == ((), "providerError")


async def test_a_task_failed_when_all_its_results_did() -> None:
    report = await _report(*[item(status="error", error=error("providerError"))] * 3)
    assert isinstance(report, TaskRefused)
    assert report.code == "providerError"


async def test_a_video_in_which_the_content_check_found_something_is_held_back_and_may_be_charged() -> None:
    report = await _report(success(NSFWContent=True, cost=None))

    assert isinstance(report, TaskRefused)
    assert (report.code, report.retryable, report.charged) == ("nsfwContentDetected", False, None)


@pytest.mark.parametrize(
    ("costs", "charged", "cost"),
    [
        ((0.2,), True, "0.2"),
        ((0.2, 0.25), True, "0.45"),
        ((0,), False, "0"),
        ((0.2, None), None, None),
    ],
)
async def test_what_videos_that_are_held_back_cost_is_known_where_each_has_its_price(
    costs: tuple[float | None, ...], charged: bool | None, cost: str | None
) -> None:
    held = [success(videoUUID=f"v-{number}", NSFWContent=True, cost=each) for number, each in enumerate(costs)]

    report = await _report(*held)

    assert isinstance(report, TaskRefused)
    assert (report.charged, report.cost) == (charged, None if cost is None else Decimal(cost))


async def test_of_several_videos_only_that_in_which_something_was_found_is_held_back() -> None:
    report = await _report(success(), success(videoUUID="v-2", NSFWContent=True))

    assert isinstance(report, Finished)
    assert [video.video_uuid for video in report.videos] == ["v-1"]
    assert [failure.code for failure in report.failures] == ["nsfwContentDetected"]


@pytest.mark.parametrize("said", [False, None, "no", 0])
async def test_a_video_in_which_nothing_was_found_is_shown(said: object) -> None:
    assert isinstance(await _report(success(NSFWContent=said)), Finished)


async def test_a_video_without_an_id_is_the_same_one_at_each_poll() -> None:
    url = "https://vm.runware.ai/a.mp4"
    first = await _report(item(status="processing"), item(status="success", videoURL=f"{url}?signature=1"))
    then = await _report(item(status="success", videoURL=f"{url}?signature=2"))
    assert isinstance(first, Partial)
    assert isinstance(then, Finished)
    assert first.videos[0].video_uuid == then.videos[0].video_uuid


async def test_a_batch_without_an_answer_does_not_lose_the_others() -> None:
    asked = [uuid4() for _ in range(250)]

    def handler(request: httpx.Request) -> httpx.Response:
        tasks = sent(request)
        if tasks[0]["taskUUID"] == str(asked[100]):
            return httpx.Response(500)
        return answer(*(item(UUID(task["taskUUID"]), status="processing") for task in tasks))

    assert (await _reports(handler, *asked)).keys() == {*asked[:100], *asked[200:]}


async def test_one_success_among_failed_results_is_enough() -> None:
    report = await _report(success(), item(status="error", error=error("providerError")))
    assert isinstance(report, Finished)
    assert [failure.code for failure in report.failures] == ["providerError"]


@pytest.mark.parametrize(
    "response",
    [
        answer(),
        answer(success(OTHER)),
        answer({"taskUUID": "not a uuid", "status": "success"}),
        answer(errors=[error("taskNotFound", taskUUID=str(TASK))]),
        answer(errors=[error("conflictTaskUUID", taskUUID=str(TASK))]),
        answer(errors=[error("rateLimitExceeded", taskUUID=str(TASK))]),
        answer(errors=[error("internalServerError", taskUUID=str(TASK))]),
        answer(errors=[error("invalidTaskUUID", taskUUID=str(TASK), taskType="getResponse")]),
        answer(errors=[{"taskUUID": str(TASK), "message": "Something went wrong."}]),
        httpx.Response(200, json={"data": [None, 7, "x", [], {}]}),
        httpx.Response(200, json={"data": None}),
    ],
)
async def test_a_task_of_which_nothing_is_said_is_absent(response: httpx.Response) -> None:
    assert await _reports(response) == {}


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (answer(errors=[error("invalidApiKey")], status=401), TaskRefused),
        (answer(errors=[error("invalidApiKey", taskUUID=str(TASK))], status=401), TaskRefused),
        (answer(errors=[error("insufficientCredits", taskUUID=str(TASK))], status=402), TaskRefused),
        (answer(errors=[error("maxTasks")], status=400), TaskRefused),
        (answer(errors=[error("rateLimitExceeded")]), RunwareBusy),
        (answer(errors=[error("internalServerError")]), TaskUncertain),
        (answer(status=404), TaskUncertain),
        (httpx.Response(429), RunwareBusy),
        (httpx.Response(500, json={"data": []}), TaskUncertain),
        (httpx.Response(200, text="<html>"), TaskUncertain),
        (raising(httpx.ConnectError("refused")), RunwareBusy),
        (raising(httpx.ReadTimeout("slow")), TaskUncertain),
    ],
)
async def test_an_answer_to_no_task_at_all_is_an_error(
    response: Handler | httpx.Response, kind: type[RunwareError]
) -> None:
    with pytest.raises(kind):
        await _reports(response)


async def test_a_refusal_that_still_reports_other_tasks_is_heard() -> None:
    response = answer(success(), errors=[error("invalidTaskUUID", taskUUID=str(OTHER))], status=400)
    assert (await _reports(response, TASK, OTHER)).keys() == {TASK}


async def test_fewer_tasks_are_asked_for_at_once_after_the_service_refused_so_many() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        tasks = sent(request)
        if len(tasks) > 30:
            return answer(errors=[error("maxTasksExceeded")], status=400)
        return answer(*(item(UUID(task["taskUUID"])) for task in tasks))

    asked = [uuid4() for _ in range(100)]
    async with client_for(handler) as client:
        for _ in range(2):
            with pytest.raises(TaskRefused):
                await client.poll(asked)
        assert (await client.poll(asked)).keys() == set(asked)


@pytest.mark.parametrize("code", ["taskNotFound", "taskExpired", "invalidTaskUUID"])
async def test_a_task_for_which_the_whole_question_is_refused_does_not_hold_up_the_others(code: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        tasks = [UUID(task["taskUUID"]) for task in sent(request)]
        if OTHER in tasks:
            return answer(errors=[error(code, taskUUID=str(OTHER))], status=404)
        return answer(*(item(task, status="processing") for task in tasks))

    assert await _reports(handler, TASK, OTHER) == {TASK: Processing()}


async def test_a_wrong_key_is_not_tried_again_without_the_task_that_it_is_told_of() -> None:
    questions: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        questions.append(len(sent(request)))
        return answer(errors=[error("invalidApiKey", taskUUID=sent(request)[0]["taskUUID"])], status=401)

    with pytest.raises(TaskRefused):
        await _reports(handler, TASK, OTHER)
    assert questions == [2]


async def test_refusals_one_after_the_other_take_no_longer_than_a_step() -> None:
    watch = Watch()

    def handler(request: httpx.Request) -> httpx.Response:
        watch.slept.append(0.8)
        return answer(errors=[error("taskNotFound", taskUUID=sent(request)[0]["taskUUID"])], status=404)

    async with client_for(handler, watch=watch) as client:
        with pytest.raises(TaskRefused):
            await client.poll([uuid4() for _ in range(100)])
    assert watch.slept == [0.8] * 4
