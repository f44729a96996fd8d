"""Conversations and people."""

import pytest

from playground.slack.settings import Settings
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code, refusal


async def test_the_app_sees_public_channels_and_its_own(desk: Desk) -> None:
    client = desk.client()
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert [channel["name"] for channel in listed["channels"]] == ["general", "launch", "random", "partners"]
    assert (await client.conversations_info(channel="C0RANDOM"))["channel"]["is_member"] is False
    assert await code(client.conversations_info(channel="G0SECRET")) == "channel_not_found"


async def test_the_app_joins_a_public_channel(desk: Desk) -> None:
    client = desk.client()
    assert (await client.conversations_join(channel="C0RANDOM"))["channel"]["is_member"]
    assert (await client.conversations_members(channel="C0RANDOM"))["members"][-1] == "U0HERALD"
    assert (await client.conversations_join(channel="C0RANDOM"))["warning"] == "already_in_channel"
    assert await code(client.conversations_join(channel="G0SECRET")) == "method_not_supported_for_channel_type"


async def test_history_is_newest_first_without_replies(desk: Desk) -> None:
    client = desk.client()
    root = (await client.chat_postMessage(channel="C0LAUNCH", text="Root"))["ts"]
    await client.chat_postMessage(channel="C0LAUNCH", text="Reply", thread_ts=root)
    await client.chat_postMessage(channel="C0LAUNCH", text="To all", thread_ts=root, reply_broadcast=True)
    metadata = {"event_type": "render", "event_payload": {}}
    await client.chat_postMessage(channel="C0LAUNCH", text="Last", metadata=metadata)
    messages = (await client.conversations_history(channel="C0LAUNCH"))["messages"]
    assert [message["text"] for message in messages] == ["Last", "To all", "Root"]
    assert "metadata" not in messages[0]
    told = await client.conversations_history(channel="C0LAUNCH", include_all_metadata=True, oldest=root)
    assert [message["text"] for message in told["messages"]] == ["Last", "To all"]
    assert told["messages"][0]["metadata"] == metadata


async def test_long_histories_come_in_pages(desk: Desk) -> None:
    client = desk.client()
    for number in range(5):
        await client.chat_postMessage(channel="C0LAUNCH", text=str(number))
    texts: list[str] = []
    async for page in await client.conversations_history(channel="C0LAUNCH", limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    assert await code(client.conversations_history(channel="C0LAUNCH", cursor="x")) == "invalid_cursor"


async def test_a_message_deleted_between_two_pages_spoils_no_cursor(desk: Desk) -> None:
    client = desk.client()
    stamps = [(await client.chat_postMessage(channel="C0LAUNCH", text=str(n)))["ts"] for n in range(4)]
    first = await client.conversations_history(channel="C0LAUNCH", limit=2)
    await client.chat_delete(channel="C0LAUNCH", ts=stamps[1])
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel="C0LAUNCH", limit=2, cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["0"]


@pytest.mark.parametrize(("inclusive", "texts"), [(True, ["2", "1", "0"]), (False, ["1"])])
async def test_bounds_are_part_of_the_span_only_when_inclusive(desk: Desk, inclusive: bool, texts: list[str]) -> None:
    client = desk.client()
    stamps = [(await client.chat_postMessage(channel="C0LAUNCH", text=str(n)))["ts"] for n in range(3)]
    found = await client.conversations_history(
        channel="C0LAUNCH", oldest=stamps[0], latest=stamps[2], inclusive=inclusive
    )
    assert [message["text"] for message in found["messages"]] == texts


async def test_channels_come_in_pages_too(desk: Desk) -> None:
    names: list[str] = []
    async for page in await desk.client().conversations_list(limit=3):
        names += [channel["name"] for channel in page["channels"]]
    assert names == ["general", "launch", "random", "partners"]


async def test_archived_channels_can_be_left_out(desk: Desk) -> None:
    await desk.act("command", channel="C0LAUNCH", text="/archive")
    listed = await desk.client().users_conversations(exclude_archived=True)
    assert [channel["name"] for channel in listed["channels"]] == ["general"]


async def test_replies_start_with_their_root(desk: Desk) -> None:
    client = desk.client()
    root = (await client.chat_postMessage(channel="C0LAUNCH", text="Root"))["ts"]
    await desk.act("post", user="U0BOB", channel="C0LAUNCH", text="Reply", thread_ts=root)
    first, second = (await client.conversations_replies(channel="C0LAUNCH", ts=root))["messages"]
    assert (first["reply_users"], first["latest_reply"], second["text"]) == (["U0BOB"], second["ts"], "Reply")
    assert await code(client.conversations_replies(channel="C0LAUNCH", ts="1.000001")) == "thread_not_found"


@pytest.mark.parametrize(("channel", "error"), [("C0RANDOM", "not_in_channel"), ("G0SECRET", "channel_not_found")])
async def test_history_needs_membership(desk: Desk, channel: str, error: str) -> None:
    assert await code(desk.client().conversations_history(channel=channel)) == error


async def test_a_direct_message_is_opened_once(desk: Desk) -> None:
    client = desk.client()
    first = (await client.conversations_open(users="U0BOB"))["channel"]
    again = (await client.conversations_open(users="U0BOB", return_im=True))["channel"]
    assert (again["id"], again["user"]) == (first["id"], "U0BOB")
    assert await code(client.conversations_open(users="U0NOBODY")) == "user_not_found"


async def test_a_closed_direct_message_opens_again_when_somebody_writes() -> None:
    async with open_desk(Settings(scopes=("chat:write", "im:write", "im:read"))) as desk:
        client = desk.client()
        channel = (await client.conversations_open(users="U0BOB"))["channel"]["id"]
        await client.conversations_close(channel=channel)
        assert (await client.conversations_close(channel=channel))["already_closed"]
        assert (await client.conversations_info(channel=channel))["channel"]["is_open"] is False
        await client.chat_postMessage(channel="U0BOB", text="Hello")
        assert (await client.conversations_info(channel=channel))["channel"]["is_open"]


async def test_a_group_message_is_opened_once_whatever_the_order() -> None:
    async with open_desk(Settings(scopes=("mpim:write", "im:write", "mpim:read"))) as desk:
        client = desk.client()
        first = (await client.conversations_open(users="U0ALICE,U0BOB", return_im=True))["channel"]
        again = await client.conversations_open(users="U0BOB,U0ALICE")
        assert (first["is_mpim"], again["channel"]["id"], again["already_open"]) == (True, first["id"], True)


async def test_a_group_message_needs_its_scope(desk: Desk) -> None:
    refused = await refusal(desk.client().conversations_open(users="U0ALICE,U0BOB"))
    assert (refused["error"], refused["needed"]) == ("missing_scope", "mpim:write")


async def test_people_have_names_and_time_zones(desk: Desk) -> None:
    client = desk.client()
    alice = (await client.users_info(user="U0ALICE"))["user"]
    assert (alice["real_name"], alice["tz"]) == ("Alice Archer", "Europe/London")
    everybody = {user["id"]: user for user in (await client.users_list())["members"]}
    assert {"U0ALICE", "U0BOB", "U0GUS", "U0OLGA", "U0HERALD"} <= set(everybody)
    assert (everybody["U0GUS"]["is_restricted"], everybody["U0OLGA"]["deleted"]) == (True, True)
    assert everybody["U0CAROL"]["is_stranger"]
    assert await code(client.users_info(user="U0NOBODY")) == "user_not_found"
