"""Messages that are put off until later."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from playground.slack.settings import DEFAULT_SCOPES, Settings
from tests.playground.slack.desk import Desk, open_desk

HERE = "C0LAUNCH"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A local Slack whose app manages channels."""
    async with open_desk(Settings(scopes=(*DEFAULT_SCOPES, "channels:manage"))) as opened:
        yield opened


async def later(desk: Desk, seconds: int = 600, **more: Any) -> str:
    """A scheduled message; its id."""
    post_at = int(time.time()) + seconds
    given = {"channel": HERE, "text": "Later", "post_at": post_at, **more}
    scheduled: str = (await desk.client().chat_scheduleMessage(**given))["scheduled_message_id"]
    return scheduled


async def texts(desk: Desk) -> list[str]:
    """What stands in the channel."""
    return [message["text"] for message in (await desk.state())["messages"][HERE]]


async def test_a_message_is_posted_when_its_time_has_come(desk: Desk) -> None:
    await later(desk)
    assert await texts(desk) == []
    await desk.advance(601)
    state = await desk.until(lambda state: bool(state["messages"][HERE]))
    (message,) = state["messages"][HERE]
    assert (message["text"], message["bot_id"], state["scheduled"]) == ("Later", "B0HERALD", [])


async def test_messages_are_posted_in_the_order_of_their_times(desk: Desk) -> None:
    await later(desk, 900, text="Second")
    await later(desk, 600, text="First")
    await desk.advance(1000)
    await desk.until(lambda state: len(state["messages"][HERE]) == 2)
    assert await texts(desk) == ["First", "Second"]


async def test_a_message_that_was_deleted_is_not_posted(desk: Desk) -> None:
    await desk.client().chat_deleteScheduledMessage(channel=HERE, scheduled_message_id=await later(desk))
    await later(desk, 700, text="The other")
    await desk.advance(800)
    await desk.until(lambda state: bool(state["messages"][HERE]))
    assert await texts(desk) == ["The other"]


async def test_metadata_keeps_a_message_from_being_posted(desk: Desk) -> None:
    await later(desk, metadata={"event_type": "render", "event_payload": {}})
    await later(desk, 700, text="The other")
    await desk.advance(800)
    await desk.until(lambda state: bool(state["messages"][HERE]))
    assert await texts(desk) == ["The other"]


async def test_nothing_is_posted_into_a_channel_archived_meanwhile(desk: Desk) -> None:
    await later(desk)
    await desk.client().conversations_archive(channel=HERE)
    await desk.advance(601)
    await desk.until(lambda state: state["scheduled"] == [])
    assert await texts(desk) == []


async def test_a_reply_waits_for_its_thread(desk: Desk) -> None:
    root = (await desk.client().chat_postMessage(channel=HERE, text="Root"))["ts"]
    await later(desk, thread_ts=root)
    await desk.advance(601)
    state = await desk.until(lambda state: len(state["messages"][HERE]) == 2)
    assert state["messages"][HERE][0]["reply_count"] == 1


async def test_the_list_is_in_the_order_of_time_and_comes_in_pages(desk: Desk) -> None:
    client = desk.client()
    second, first = await later(desk, 900), await later(desk, 600)
    page = await client.chat_scheduledMessages_list(limit=1)
    assert [message["id"] for message in page["scheduled_messages"]] == [first]
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.chat_scheduledMessages_list(limit=1, cursor=cursor)
    assert [message["id"] for message in rest["scheduled_messages"]] == [second]


async def test_the_list_keeps_to_its_bounds(desk: Desk) -> None:
    await later(desk, 600)
    inside = await later(desk, 900)
    bounds: dict[str, Any] = {"oldest": str(int(time.time()) + 700), "latest": str(int(time.time()) + 1000)}
    found = await desk.client().chat_scheduledMessages_list(channel=HERE, **bounds)
    assert [message["id"] for message in found["scheduled_messages"]] == [inside]


async def test_a_reset_forgets_what_was_scheduled(desk: Desk) -> None:
    await later(desk)
    await desk.reset()
    await later(desk, 700, text="After the reset")
    await desk.advance(800)
    await desk.until(lambda state: bool(state["messages"][HERE]))
    assert await texts(desk) == ["After the reset"]
