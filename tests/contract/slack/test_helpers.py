"""What Slack's clients do with several calls: uploads, streams, pages, coming again after a refusal."""

import asyncio

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler, AsyncServerErrorRetryHandler
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.contract.slack.cases import HERE
from tests.contract.slack.stage import Stage
from tests.playground.slack.desk import Desk

SOON = FixedValueRetryIntervalCalculator(fixed_internal=0.01)
DATA = bytes(range(256)) * 8


def sync_client(desk: Desk) -> WebClient:
    """The client for programs without asyncio."""
    return WebClient(token=desk.settings.bot_token, base_url=f"{desk.url}/api/")


def patient_client(desk: Desk, handler: AsyncRetryHandler) -> AsyncWebClient:
    """A client that comes again."""
    return AsyncWebClient(token=desk.settings.bot_token, base_url=f"{desk.url}/api/", retry_handlers=[handler])


async def test_the_async_client_uploads_several_files_into_a_thread(desk: Desk, stage: Stage) -> None:
    uploads = [{"content": DATA, "filename": "a.mp4"}, {"content": DATA, "filename": "b.mp4", "title": "B"}]
    root = await stage.thing("mine")
    await stage.client.files_upload_v2(
        file_uploads=uploads, channel=HERE, thread_ts=root, initial_comment="Both", request_file_info=True
    )
    message = (await desk.state())["messages"][HERE][-1]
    assert [file["title"] for file in message["files"]] == ["a.mp4", "B"]
    assert (message["text"], message["thread_ts"]) == ("Both", root)


async def test_the_sync_client_uploads_a_file(desk: Desk) -> None:
    client = sync_client(desk)
    answer = await asyncio.to_thread(client.files_upload_v2, content=DATA, filename="a.mp4", channel=HERE)
    assert answer["file"]["size"] == len(DATA)


async def test_the_async_client_streams(desk: Desk, stage: Stage) -> None:
    streamer = await stage.client.chat_stream(
        channel=HERE,
        thread_ts=await stage.thing("mine"),
        recipient_user_id="U0ALICE",
        recipient_team_id="T0PLAY",
        buffer_size=4,
    )
    for words in ("Good ", "morning, ", "team"):
        await streamer.append(markdown_text=words)
    await streamer.stop(markdown_text="!")
    message = (await desk.state())["messages"][HERE][-1]
    assert (message["text"], message["streaming_state"]) == ("Good morning, team!", "completed")
    assert len(await desk.calls("chat.startStream")) == 1


async def test_the_sync_client_walks_through_pages(desk: Desk, stage: Stage) -> None:
    for number in range(5):
        await stage.post(text=str(number))

    def texts() -> list[str]:
        pages = sync_client(desk).conversations_history(channel=HERE, limit=2)
        return [message["text"] for page in pages for message in page["messages"]]

    assert await asyncio.to_thread(texts) == ["4", "3", "2", "1", "0"]


async def test_a_client_that_was_told_to_wait_comes_again(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "status", status=429, retry_after=0)
    client = patient_client(desk, AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    assert (await client.chat_postMessage(channel=HERE, text="Hello"))["ok"]
    assert [call["error"] for call in await desk.calls("chat.postMessage")] == ["ratelimited", None]


async def test_a_client_comes_again_after_an_error_of_the_server(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "status", status=503)
    client = patient_client(desk, AsyncServerErrorRetryHandler(max_retry_count=1, interval_calculator=SOON))
    assert (await client.chat_postMessage(channel=HERE, text="Hello"))["ok"]
    assert len((await desk.state())["messages"][HERE]) == 1


async def test_a_call_cut_off_after_its_effect_and_made_again_has_two_effects(desk: Desk) -> None:
    await desk.fault("chat.postMessage", "cut_after")
    client = sync_client(desk)
    client.retry_handlers = [ConnectionErrorRetryHandler(max_retry_count=1, interval_calculator=SOON)]
    await asyncio.to_thread(client.chat_postMessage, channel=HERE, text="Hello")
    assert [message["text"] for message in (await desk.state())["messages"][HERE]] == ["Hello", "Hello"]
