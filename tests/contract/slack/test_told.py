"""What the app hears of its own calls."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.slack.cases import ELSEWHERE, HERE
from tests.contract.slack.listening import Ear, listening
from tests.contract.slack.stage import Stage
from tests.playground.slack.desk import Desk


@pytest.fixture
async def ear(desk: Desk) -> AsyncIterator[Ear]:
    """An app that listens."""
    async with listening(desk) as opened:
        yield opened


async def test_its_own_message_comes_back(ear: Ear, stage: Stage) -> None:
    ts = await stage.post(text="Echo")
    event = await ear.event("message")
    assert (event["ts"], event["text"], event["channel"], event["channel_type"]) == (ts, "Echo", HERE, "channel")
    assert event["bot_id"] == "B0HERALD"


async def test_a_broadcast_brings_its_root(ear: Ear, stage: Stage) -> None:
    root = await stage.thing("mine")
    await stage.post(text="To all", thread_ts=root, reply_broadcast=True)
    event = await ear.event("message", "thread_broadcast")
    assert (event["thread_ts"], event["root"]["ts"]) == (root, root)


async def test_an_update_tells_both_versions(ear: Ear, stage: Stage) -> None:
    ts = await stage.post(text="One")
    await stage.client.chat_update(channel=HERE, ts=ts, text="Two")
    event = await ear.event("message", "message_changed")
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("One", "Two")
    assert (event["message"]["ts"], event["hidden"]) == (ts, True)


async def test_a_deletion_tells_what_was_there(ear: Ear, stage: Stage) -> None:
    ts = await stage.thing("gone")
    event = await ear.event("message", "message_deleted")
    assert (event["deleted_ts"], event["previous_message"]["ts"]) == (ts, ts)


async def test_a_reaction_tells_its_message(ear: Ear, stage: Stage) -> None:
    ts = await stage.thing("reacted")
    added = await ear.event("reaction_added")
    assert (added["reaction"], added["item"]) == ("tada", {"type": "message", "channel": HERE, "ts": ts})
    await stage.client.reactions_remove(channel=HERE, timestamp=ts, name="tada")
    assert (await ear.event("reaction_removed"))["item_user"] == "U0HERALD"


async def test_a_shared_file_is_told_twice(ear: Ear, stage: Stage) -> None:
    file_id = await stage.thing("shared")
    message = await ear.event("message", "file_share")
    assert [file["id"] for file in message["files"]] == [file_id]
    assert (await ear.event("file_shared"))["file_id"] == file_id


async def test_a_pin_tells_the_message(ear: Ear, stage: Stage) -> None:
    ts = await stage.thing("pinned")
    assert (await ear.event("pin_added"))["item"]["message"]["ts"] == ts


async def test_joining_is_told(ear: Ear, stage: Stage) -> None:
    await stage.client.conversations_join(channel=ELSEWHERE)
    joined = await ear.event("member_joined_channel")
    assert (joined["user"], joined["channel"]) == ("U0HERALD", ELSEWHERE)


async def test_a_person_who_is_sent_away_is_told(ear: Ear, stage: Stage) -> None:
    await stage.client.conversations_kick(channel=HERE, user="U0BOB")
    assert (await ear.event("member_left_channel"))["user"] == "U0BOB"
