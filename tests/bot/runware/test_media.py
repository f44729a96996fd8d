"""Pictures and recordings are stored once, and deleted for good."""

import base64
from typing import Any
from uuid import UUID

import httpx
import pytest

from bot.errors import RunwareBusy, TaskRefused, TaskUncertain
from tests.bot.runware.samples import OTHER, answer, client_for, error, raising, sent

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def stored(requests: list[dict[str, Any]], **fields: Any) -> Any:
    """A service that answers each task with `fields`, and keeps what it was sent in `requests`."""

    def handler(request: httpx.Request) -> httpx.Response:
        (task,) = sent(request)
        requests.append(task)
        return answer({"taskType": "mediaStorage", "taskUUID": task["taskUUID"], **fields})

    return handler


@pytest.mark.parametrize("name", ["mediaUUID", "imageUUID"])
async def test_a_stored_file_is_known_by_its_uuid(name: str) -> None:
    requests: list[dict[str, Any]] = []
    async with client_for(stored(requests, **{name: str(OTHER)})) as client:
        assert await client.store_media(PNG, "image/png") == OTHER
    (task,) = requests
    assert (task["taskType"], task["operation"]) == ("mediaStorage", "upload")
    assert task["media"] == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"


async def test_a_long_recording_arrives_as_it_is() -> None:
    requests: list[dict[str, Any]] = []
    recording = bytes(range(256)) * 4_001
    async with client_for(stored(requests, mediaUUID=str(OTHER))) as client:
        await client.store_media(recording, "audio/wav")
    assert base64.b64decode(requests[0]["media"].partition(",")[2]) == recording


@pytest.mark.parametrize(
    ("content", "content_type"), [(b"", "image/png"), (PNG, "text/html"), (PNG, "image/png;x"), (PNG, "image/png\n")]
)
async def test_what_is_no_picture_and_no_recording_is_not_sent(content: bytes, content_type: str) -> None:
    async with client_for(raising(AssertionError("sent"))) as client:
        with pytest.raises(TaskRefused) as caught:
            await client.store_media(content, content_type)
    assert caught.value.code == "invalidMedia"


@pytest.mark.parametrize("fields", [{}, {"mediaUUID": "x"}, {"mediaURL": "https://im.runware.ai/a.png"}])
async def test_a_file_stored_under_an_unknown_name_is_uncertain(fields: dict[str, Any]) -> None:
    async with client_for(stored([], **fields)) as client:
        with pytest.raises(TaskUncertain):
            await client.store_media(PNG, "image/png")


async def test_an_upload_whose_answer_was_lost_is_not_sent_twice() -> None:
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise httpx.ReadError("reset")

    async with client_for(handler) as client:
        with pytest.raises(TaskUncertain):
            await client.store_media(PNG, "image/png")
    assert len(requests) == 1


async def test_an_upload_that_was_never_received_is_sent_again() -> None:
    requests: list[dict[str, Any]] = []
    service = stored(requests, mediaUUID=str(OTHER))
    refusals = [httpx.ConnectError("refused")]

    def handler(request: httpx.Request) -> httpx.Response:
        if refusals:
            raise refusals.pop()
        return service(request)  # type: ignore[no-any-return]

    async with client_for(handler) as client:
        assert await client.store_media(PNG, "image/png") == OTHER


async def test_a_file_is_deleted_by_its_uuid() -> None:
    requests: list[dict[str, Any]] = []
    async with client_for(stored(requests)) as client:
        await client.delete_media(OTHER)
    assert (requests[0]["operation"], UUID(requests[0]["media"])) == ("delete", OTHER)


@pytest.mark.parametrize("code", ["mediaNotFound", "mediaExpired"])
async def test_a_file_that_is_gone_already_counts_as_deleted(code: str) -> None:
    async with client_for(answer(errors=[error(code)], status=404)) as client:
        await client.delete_media(OTHER)


async def test_a_file_that_may_not_be_deleted_is_an_error() -> None:
    async with client_for(answer(errors=[error("forbidden")], status=403)) as client:
        with pytest.raises(TaskRefused):
            await client.delete_media(OTHER)
    async with client_for(httpx.Response(429)) as client:
        with pytest.raises(RunwareBusy):
            await client.delete_media(OTHER)
