"""Faults happen as they were set, with or without the effect."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.slack.app import Seen
from tests.playground.slack.desk import Desk
from tests.playground.slack.refusals import code


async def texts(desk: Desk) -> list[str]:
    """What stands in #launch."""
    return [message["text"] for message in (await desk.state())["messages"]["C0LAUNCH"]]


async def post(desk: Desk, text: str) -> None:
    """Post into #launch."""
    await desk.client().chat_postMessage(channel="C0LAUNCH", text=text)


async def test_a_cut_after_the_effect_leaves_the_message(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "cut_after")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(desk, "Posted")
    assert await texts(desk) == ["Posted"]
    assert [call["ok"] for call in await desk.calls("chat.postMessage")] == [True]


async def test_a_cut_before_the_effect_leaves_nothing(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "cut_before")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(desk, "Lost")
    await post(desk, "Posted")
    assert await texts(desk) == ["Posted"]
    assert [call["ok"] for call in await desk.calls("chat.postMessage")] == [False, True]


async def test_too_many_calls_say_when_to_come_again(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "status", status=429, retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await post(desk, "Lost")
    response = caught.value.response
    assert (response.status_code, response.headers["Retry-After"], response["error"]) == (429, "7", "ratelimited")
    assert await texts(desk) == []


async def test_a_service_that_is_down_answers_with_its_status(desk: Desk) -> None:
    await desk.fault("*", "status", status=503)
    with pytest.raises(SlackApiError) as caught:
        await post(desk, "Lost")
    assert caught.value.response.status_code == 503


async def test_an_error_code_can_be_set_for_some_calls(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "error", error="fatal_error", times=2)
    for _ in range(2):
        assert await code(desk.client().chat_postMessage(channel="C0LAUNCH", text="Lost")) == "fatal_error"
    await post(desk, "Posted")
    assert await texts(desk) == ["Posted"]


async def test_an_empty_answer_comes_after_the_effect(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "empty")
    with pytest.raises(SlackApiError):
        await post(desk, "Posted")
    assert await texts(desk) == ["Posted"]


async def test_an_upload_is_cut_and_goes_through_again(desk: Desk) -> None:
    ticket = await desk.client().files_getUploadURLExternal(filename="a.mp4", length=3)
    await desk.fault("upload", "cut_before")
    with pytest.raises(aiohttp.ClientError):
        await desk.http.post(ticket["upload_url"], data=b"abc")
    assert await code(desk.client().files_completeUploadExternal(files=[{"id": ticket["file_id"]}])) == "file_not_found"
    async with desk.http.post(ticket["upload_url"], data=b"abc") as answer:
        assert answer.status == 200


async def test_a_sharing_that_was_cut_after_the_effect_has_shared(desk: Desk) -> None:
    client, file_id = desk.client(), await desk.upload(b"abc")
    await desk.fault("files.completeUploadExternal", "cut_after")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH")
    assert "C0LAUNCH" in (await client.files_info(file=file_id))["file"]["shares"]["public"]
    again = client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH")
    assert await code(again) == "file_not_found"
    assert len(await texts(desk)) == 1


async def test_a_response_url_can_fail(with_app: tuple[Desk, Seen]) -> None:
    desk, seen = with_app
    await desk.act("command", channel="C0LAUNCH", text="/herald help")
    url = seen.one("command")["response_url"]
    await desk.fault("response_url", "status", status=500)
    async with desk.http.post(url, json={"text": "Hello"}) as answer:
        assert answer.status == 500
    assert len((await desk.state())["ephemerals"]) == 1
