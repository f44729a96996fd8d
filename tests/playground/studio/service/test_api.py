"""`POST /v1` end to end: accepted, polled, refused."""

from io import BytesIO

import pytest

from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import KEY, Caller, Json, calling, poll_task, video_task


async def test_finished_task_has_a_video_that_can_be_downloaded(studio: Caller, ready_settings: Settings) -> None:
    task = await studio.submit(video_task())
    (item,) = (await studio.finished(task))["data"]
    assert (item["status"], item["taskType"], item["taskUUID"]) == ("success", "videoInference", task["taskUUID"])
    assert item["videoURL"] == f"{studio.url}/video/{item['videoUUID']}.mp4"
    async with studio.session.get(item["videoURL"]) as answer:
        assert (answer.status, answer.content_type) == (200, "video/mp4")
        assert ready_settings.ready is not None
        assert await answer.read() == ready_settings.ready.file.read_bytes()


async def test_unfinished_task_is_processing(slow_studio: Caller) -> None:
    task = await slow_studio.submit(video_task())
    body = await slow_studio.poll(task)
    assert body == {"data": [{"taskType": "videoInference", "taskUUID": task["taskUUID"], "status": "processing"}]}


async def test_one_poll_answers_for_many_tasks_and_says_nothing_of_unknown_ones(slow_studio: Caller) -> None:
    tasks = [await slow_studio.submit(video_task()) for _ in range(3)]
    body = await slow_studio.poll(tasks[2], video_task(), tasks[0])
    assert [item["taskUUID"] for item in body["data"]] == [tasks[2]["taskUUID"], tasks[0]["taskUUID"]]
    assert "errors" not in body


async def test_several_results_come_in_stable_order_with_their_own_ids_and_seeds(studio: Caller) -> None:
    task = await studio.submit(video_task(numberResults=3))
    items = (await studio.finished(task))["data"]
    assert len({item["videoUUID"] for item in items}) == len({item["seed"] for item in items}) == 3
    assert (await studio.poll(task))["data"] == items


async def test_cost_is_told_only_when_it_was_asked_for(studio: Caller) -> None:
    silent = await studio.submit(video_task())
    priced = await studio.submit(video_task(includeCost=True))
    assert "cost" not in (await studio.finished(silent))["data"][0]
    assert (await studio.finished(priced))["data"][0]["cost"] == 0.24


async def test_repeated_uuid_is_refused_and_the_first_task_goes_on(slow_studio: Caller) -> None:
    task = await slow_studio.submit(video_task())
    status, body = await slow_studio.send(task)
    (error,) = body["errors"]
    assert (status, error["code"], error["parameter"]) == (400, "conflictTaskUUID", "taskUUID")
    assert error["taskUUID"] == task["taskUUID"]
    assert len((await slow_studio.poll(task))["data"]) == 1


async def test_one_bad_task_does_not_hold_up_a_good_one(slow_studio: Caller) -> None:
    good, bad = video_task(), video_task(numberResults=5)
    status, body = await slow_studio.send(bad, good)
    assert status == 200
    assert [item["taskUUID"] for item in body["data"]] == [good["taskUUID"]]
    assert [error["taskUUID"] for error in body["errors"]] == [bad["taskUUID"]]


@pytest.mark.parametrize(
    ("key", "code"), [(None, "missingApiKey"), ("wrong", "invalidApiKey"), ("ключ", "invalidApiKey")]
)
async def test_without_the_key_nothing_is_accepted(studio: Caller, key: str | None, code: str) -> None:
    status, body = await studio.send(video_task(), key=key)
    (error,) = body["errors"]
    assert (status, error["code"], error["taskType"]) == (401, code, "authentication")
    assert (await studio.state())["counts"]["tasks_submitted"] == 0


async def test_leading_authentication_task_opens_the_door(studio: Caller) -> None:
    task = video_task()
    status, body = await studio.send({"taskType": "authentication", "apiKey": KEY}, task, key=None)
    assert (status, body["data"][0]["taskUUID"]) == (200, task["taskUUID"])


async def test_wrong_authentication_task_is_not_saved_by_the_header(studio: Caller) -> None:
    status, body = await studio.send({"taskType": "authentication", "apiKey": "wrong"}, video_task())
    assert (status, body["errors"][0]["code"]) == (401, "invalidApiKey")


@pytest.mark.parametrize("content", ["", "{", "[NaN]", "{}", "[]", "[1]", "[" * 100_000, b"\xff\xfe"])
async def test_body_that_is_no_array_of_tasks_is_refused(studio: Caller, content: str | bytes) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    async with studio.session.post("/v1", data=content, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (400, "application/json")
        assert (await answer.json())["errors"][0]["code"] in ("invalidJSON", "invalidRequest")


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ({"taskType": "imageInference"}, "invalidTaskType"),
        ({"taskType": ["videoInference"]}, "invalidTaskType"),
        ({"taskType": None}, "invalidTaskType"),
        ({}, "missingTaskType"),
    ],
)
async def test_task_of_another_type_is_refused(studio: Caller, task: Json, code: str) -> None:
    status, body = await studio.send(task)
    assert (status, body["errors"][0]["code"]) == (400, code)
    assert "videoInference" in body["errors"][0]["allowedValues"]


async def test_poll_with_an_unknown_key_is_refused(studio: Caller) -> None:
    status, body = await studio.send(poll_task(video_task()) | {"wait": True})
    assert (status, body["errors"][0]["code"], body["errors"][0]["parameter"]) == (400, "unsupportedParameter", "wait")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_body_of_another_content_type_is_refused(studio: Caller, content_type: str) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": content_type}
    async with studio.session.post("/v1", data=b"[{}]", headers=headers) as answer:
        assert (answer.status, answer.content_type) == (400, "application/json")
        assert (await answer.json())["errors"][0]["code"] == "invalidContentType"


async def test_body_that_is_not_encoded_as_it_says_is_refused(studio: Caller) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with studio.session.post("/v1", data=b"[{}]", headers=headers) as answer:
        assert (answer.status, (await answer.json())["errors"][0]["code"]) == (400, "invalidRequest")


async def test_body_that_is_too_large_is_refused(studio: Caller) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    async with studio.session.post("/v1", data=BytesIO(b" " * (33 * 2**20)), headers=headers) as answer:
        assert (answer.status, (await answer.json())["errors"][0]["code"]) == (413, "requestTooLarge")


async def test_wrong_path_and_wrong_verb_are_answered_in_json(studio: Caller) -> None:
    async with studio.session.get("/v1") as answer:
        assert (answer.status, (await answer.json())["errors"][0]["code"]) == (405, "methodNotAllowed")
        assert answer.headers["Allow"] == "POST"
    async with studio.session.get("/v2") as answer:
        assert (answer.status, (await answer.json())["errors"][0]["code"]) == (404, "notFound")


async def test_tasks_survive_a_restart_and_unfinished_ones_are_rendered_then(
    slow_settings: Settings, ready_settings: Settings
) -> None:
    async with calling(slow_settings) as before:
        task = await before.submit(video_task(ttl=600))
    async with calling(ready_settings) as after:
        url = await after.video_of(task)
    async with calling(ready_settings) as again:
        assert await again.status_of(url.replace(after.url, again.url)) == 200
        assert (await again.send(task))[1]["errors"][0]["code"] == "conflictTaskUUID"
        assert (await again.state())["counts"]["billed_usd"] == 0.24
