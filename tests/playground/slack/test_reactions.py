"""Reactions, pins and bookmarks, and how many there may be."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from playground.slack.model.reactions import ReactionError, add_reaction, remove_reaction
from playground.slack.settings import DEFAULT_SCOPES, Settings
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code

HERE = "C0LAUNCH"
SCOPES = ("reactions:read", "reactions:write", "pins:read", "pins:write", "bookmarks:read", "bookmarks:write")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A local Slack whose app may react, pin and bookmark."""
    async with open_desk(Settings(scopes=(*DEFAULT_SCOPES, *SCOPES))) as opened:
        yield opened


def test_a_second_person_joins_a_reaction() -> None:
    message: dict[str, Any] = {}
    add_reaction(message, "tada", "U0ALICE")
    add_reaction(message, "tada", "U0BOB")
    assert message["reactions"] == [{"name": "tada", "users": ["U0ALICE", "U0BOB"], "count": 2}]


def test_the_last_to_take_it_back_leaves_nothing_behind() -> None:
    message: dict[str, Any] = {}
    add_reaction(message, "tada", "U0ALICE")
    remove_reaction(message, "tada", "U0ALICE")
    assert message == {}


def test_a_message_bears_fifty_kinds_of_reactions() -> None:
    message: dict[str, Any] = {}
    for number in range(50):
        add_reaction(message, f"emoji{number}", f"U{number}")
    with pytest.raises(ReactionError, match="too_many_emoji"):
        add_reaction(message, "tada", "U0ALICE")
    add_reaction(message, "emoji7", "U0ALICE")


@pytest.mark.parametrize("name", ["thumbsup", "+1", "wave::skin-tone-3", "flag-gb"])
def test_names_of_emoji_are_taken(name: str) -> None:
    message: dict[str, Any] = {}
    add_reaction(message, name, "U0ALICE")
    assert message["reactions"][0]["name"] == name


async def test_colons_around_a_name_do_not_matter(desk: Desk) -> None:
    ts = (await desk.client().chat_postMessage(channel=HERE, text="Hello"))["ts"]
    await desk.client().reactions_add(channel=HERE, timestamp=ts, name=":tada:")
    found = (await desk.client().reactions_get(channel=HERE, timestamp=ts))["message"]
    assert found["reactions"] == [{"name": "tada", "users": ["U0HERALD"], "count": 1}]


async def test_what_the_app_reacted_to_is_listed_newest_first(desk: Desk) -> None:
    client = desk.client()
    stamps = [(await client.chat_postMessage(channel=HERE, text=str(n)))["ts"] for n in range(2)]
    for ts in stamps:
        await client.reactions_add(channel=HERE, timestamp=ts, name="tada")
    listed = (await client.reactions_list())["items"]
    assert [item["message"]["ts"] for item in listed] == stamps[::-1]


async def test_a_pinned_message_says_so_and_is_listed(desk: Desk) -> None:
    client = desk.client()
    ts = (await client.chat_postMessage(channel=HERE, text="Hello"))["ts"]
    await client.pins_add(channel=HERE, timestamp=ts)
    (item,) = (await client.pins_list(channel=HERE))["items"]
    assert (item["message"]["pinned_to"], item["created_by"]) == ([HERE], "U0HERALD")
    await client.pins_remove(channel=HERE, timestamp=ts)
    (message,) = (await desk.state())["messages"][HERE]
    assert "pinned_to" not in message


async def test_a_deleted_message_is_pinned_no_more(desk: Desk) -> None:
    client = desk.client()
    ts = (await client.chat_postMessage(channel=HERE, text="Hello"))["ts"]
    await client.pins_add(channel=HERE, timestamp=ts)
    await client.chat_delete(channel=HERE, ts=ts)
    assert (await client.pins_list(channel=HERE))["items"] == []


async def test_a_channel_holds_a_hundred_pins(desk: Desk) -> None:
    client = desk.client()
    for number in range(100):
        ts = (await client.chat_postMessage(channel=HERE, text=str(number)))["ts"]
        await client.pins_add(channel=HERE, timestamp=ts)
    last = (await client.chat_postMessage(channel=HERE, text="One more"))["ts"]
    assert await code(client.pins_add(channel=HERE, timestamp=last)) == "too_many_pins"


async def test_a_channel_holds_a_hundred_bookmarks(desk: Desk) -> None:
    client = desk.client()
    link = {"title": "Docs", "type": "link", "link": "https://example.org"}
    for _ in range(100):
        await client.bookmarks_add(channel_id=HERE, **link)
    assert await code(client.bookmarks_add(channel_id=HERE, **link)) == "too_many_bookmarks"
    assert len((await client.bookmarks_list(channel_id=HERE))["bookmarks"]) == 100
