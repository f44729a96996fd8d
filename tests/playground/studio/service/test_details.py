"""`getTaskDetails`: the archive."""

import uuid

from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import Caller, Json, calling, video_task


def details_task(task: Json) -> Json:
    """The task that asks for all about another."""
    return {"taskType": "getTaskDetails", "taskUUID": task["taskUUID"]}


async def test_archive_tells_request_and_state_also_after_a_restart(ready_settings: Settings) -> None:
    async with calling(ready_settings) as studio:
        task = await studio.submit(video_task(positivePrompt="smile"))
        await studio.finished(task)
    async with calling(ready_settings) as again:
        _, body = await again.send(details_task(task))
        (item,) = body["data"]
        assert (item["taskType"], item["request"]) == ("getTaskDetails", [task])
        assert item["response"] == await again.poll(task)


async def test_archive_tells_failures_too(studio: Caller) -> None:
    await studio.control("faults", faults=[{"on": "render", "kind": "error", "error": "providerError"}])
    task = await studio.submit(video_task())
    answer = await studio.finished(task)
    _, body = await studio.send(details_task(task))
    assert body["data"][0]["response"] == answer


async def test_unknown_task_is_not_in_the_archive(studio: Caller) -> None:
    unknown = {"taskUUID": str(uuid.uuid4())}
    status, body = await studio.send(details_task(unknown))
    assert (status, body["errors"][0]["code"], body["errors"][0]["parameter"]) == (404, "taskNotFound", "taskUUID")
