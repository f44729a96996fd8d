"""Posting, updating and deleting messages."""

import pytest

from playground.slack.settings import DEFAULT_SCOPES, Settings
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code
from tests.playground.slack.samples import RETRY, section


async def test_a_posted_message_is_the_apps(desk: Desk) -> None:
    text = "<!date^1795337070^{time}|later> <@U0ALICE> <https://example.org|here>"
    posted = await desk.client().chat_postMessage(channel="#launch", text=text)
    (message,) = (await desk.state())["messages"]["C0LAUNCH"]
    assert message == posted["message"]
    assert (message["user"], message["bot_id"], message["text"]) == ("U0HERALD", "B0HERALD", text)


async def test_a_person_is_written_to_in_their_direct_message(desk: Desk) -> None:
    posted = await desk.client().chat_postMessage(channel="U0ALICE", text="Hello")
    opened = await desk.client().conversations_open(users="U0ALICE")
    assert posted["channel"] == opened["channel"]["id"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0RANDOM", "not_in_channel"), ("G0SECRET", "channel_not_found"), ("C0NOWHERE", "channel_not_found")],
)
async def test_the_app_posts_only_where_it_is_a_member(desk: Desk, channel: str, error: str) -> None:
    assert await code(desk.client().chat_postMessage(channel=channel, text="Hello")) == error


async def test_an_invited_app_may_post(desk: Desk) -> None:
    await desk.act("command", channel="G0SECRET", text="/invite @Herald")
    assert (await desk.client().chat_postMessage(channel="G0SECRET", text="Hello"))["ok"]


async def test_a_removed_app_may_post_no_more(desk: Desk) -> None:
    await desk.act("command", channel="C0LAUNCH", text="/remove @Herald")
    assert await code(desk.client().chat_postMessage(channel="C0LAUNCH", text="Hello")) == "not_in_channel"


async def test_nobody_posts_into_an_archived_channel(desk: Desk) -> None:
    client, file_id = desk.client(), await desk.upload(b"abc")
    await desk.act("command", channel="C0LAUNCH", text="/archive")
    assert await code(client.chat_postMessage(channel="C0LAUNCH", text="Hello")) == "is_archived"
    assert await code(client.chat_postEphemeral(channel="C0LAUNCH", user="U0BOB", text="Psst")) == "is_archived"
    shared = client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0LAUNCH")
    assert await code(shared) == "is_archived"
    assert (await desk.try_act("post", channel="C0LAUNCH", text="Hello"))[0] == 400


async def test_with_its_scope_the_app_posts_into_any_public_channel() -> None:
    async with open_desk(Settings(scopes=(*DEFAULT_SCOPES, "chat:write.public"))) as desk:
        assert (await desk.client().chat_postMessage(channel="C0RANDOM", text="Hello"))["ok"]


async def test_a_message_needs_something_to_say(desk: Desk) -> None:
    assert await code(desk.client().api_call("chat.postMessage", json={"channel": "C0LAUNCH", "text": ""})) == "no_text"


async def test_a_reply_needs_a_root(desk: Desk) -> None:
    client = desk.client()
    root = (await client.chat_postMessage(channel="C0LAUNCH", text="Root"))["ts"]
    reply = await client.chat_postMessage(channel="C0LAUNCH", text="Reply", thread_ts=root)
    assert reply["message"]["parent_user_id"] == "U0HERALD"
    for ts, error in (("1.000001", "thread_not_found"), (reply["ts"], "cannot_reply_to_message")):
        assert await code(client.chat_postMessage(channel="C0LAUNCH", text="No", thread_ts=ts)) == error


async def test_metadata_must_have_its_two_keys(desk: Desk) -> None:
    call = desk.client().chat_postMessage(channel="C0LAUNCH", text="Hello", metadata={"event_type": "render"})
    assert await code(call) == "invalid_metadata_format"


async def test_an_update_keeps_metadata_and_drops_blocks_for_text(desk: Desk) -> None:
    client = desk.client()
    metadata = {"event_type": "render", "event_payload": {"id": "7"}}
    posted = await client.chat_postMessage(channel="C0LAUNCH", text="One", blocks=[section()], metadata=metadata)
    place = {"channel": "C0LAUNCH", "ts": posted["ts"]}
    shown = (await client.chat_update(**place, text="Two", blocks=[section("Two")]))["message"]
    assert "edited" not in shown
    bare = (await client.chat_update(**place, text="Three"))["message"]
    assert (bare["text"], bare["metadata"]) == ("Three", metadata)
    assert "blocks" not in bare
    assert bare["edited"]["user"] == "U0HERALD"


async def test_empty_metadata_takes_the_metadata_away(desk: Desk) -> None:
    client = desk.client()
    metadata = {"event_type": "render", "event_payload": {"id": "7"}}
    ts = (await client.chat_postMessage(channel="C0LAUNCH", text="One", metadata=metadata))["ts"]
    shown = (await client.chat_update(channel="C0LAUNCH", ts=ts, text="Two", metadata={}))["message"]
    assert "metadata" not in shown


async def test_an_update_of_metadata_alone_leaves_text_and_blocks(desk: Desk) -> None:
    client = desk.client()
    metadata = {"event_type": "render", "event_payload": {"id": "7"}}
    posted = (await client.chat_postMessage(channel="C0LAUNCH", text="One", blocks=[section()]))["message"]
    given = {"channel": "C0LAUNCH", "ts": posted["ts"], "metadata": metadata}
    shown = (await client.api_call("chat.update", json=given))["message"]
    assert (shown["text"], shown["blocks"], shown["metadata"]) == ("One", posted["blocks"], metadata)


@pytest.mark.parametrize("change", [{"text": ""}, {"text": "", "blocks": []}, {"text": "", "blocks": "[]"}])
async def test_an_update_may_not_empty_a_message(desk: Desk, change: dict[str, object]) -> None:
    posted = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="One", blocks=[section()]))["message"]
    call = desk.client().api_call("chat.update", json={"channel": "C0LAUNCH", "ts": posted["ts"], **change})
    assert await code(call) == "no_text"
    assert (await desk.state())["messages"]["C0LAUNCH"] == [posted]


async def test_an_empty_list_takes_the_blocks_away(desk: Desk) -> None:
    client = desk.client()
    ts = (await client.chat_postMessage(channel="C0LAUNCH", text="One", blocks=[section()]))["ts"]
    shown = (await client.chat_update(channel="C0LAUNCH", ts=ts, text="Two", blocks=[]))["message"]
    assert (shown["text"], "blocks" in shown) == ("Two", False)


async def test_a_message_can_be_changed_only_while_its_window_is_open() -> None:
    async with open_desk(Settings(edit_window_seconds=60)) as desk:
        client = desk.client()
        ts = (await client.chat_postMessage(channel="C0LAUNCH", text="One"))["ts"]
        await client.chat_update(channel="C0LAUNCH", ts=ts, text="Two")
        await desk.advance(61)
        assert await code(client.chat_update(channel="C0LAUNCH", ts=ts, text="Three")) == "edit_window_closed"


@pytest.mark.parametrize(("scope", "name"), [("chat:write.customize", "Robin"), ("commands", None)])
async def test_another_name_needs_its_scope(scope: str, name: str | None) -> None:
    async with open_desk(Settings(scopes=("chat:write", scope))) as desk:
        posted = await desk.client().chat_postMessage(
            channel="C0LAUNCH", text="Hello", username="Robin", icon_emoji=":robot_face:"
        )
        assert posted["message"].get("username") == name
        assert ("icons" in posted["message"]) is (name is not None)


async def test_blocks_in_attachments_are_checked_too(desk: Desk) -> None:
    attachments = [{"color": "#1f2937", "blocks": [section("")]}]
    call = desk.client().chat_postMessage(channel="C0LAUNCH", text="Hello", attachments=attachments)
    assert await code(call) == "invalid_blocks"
    odd = {"channel": "C0LAUNCH", "text": "Hello", "attachments": "no list"}
    assert await code(desk.client().api_call("chat.postMessage", json=odd)) == "invalid_attachments"


async def test_a_reply_can_be_sent_to_the_channel_afterwards(desk: Desk) -> None:
    client = desk.client()
    root = (await client.chat_postMessage(channel="C0LAUNCH", text="Root"))["ts"]
    reply = (await client.chat_postMessage(channel="C0LAUNCH", text="Reply", thread_ts=root))["ts"]
    await client.chat_update(channel="C0LAUNCH", ts=reply, text="Reply", reply_broadcast=True)
    history = (await client.conversations_history(channel="C0LAUNCH"))["messages"]
    assert [message["ts"] for message in history] == [reply, root]


async def test_only_own_messages_can_be_changed(desk: Desk) -> None:
    ts = (await desk.act("post", channel="C0LAUNCH", text="Mine"))["ts"]
    assert await code(desk.client().chat_update(channel="C0LAUNCH", ts=ts, text="No")) == "cant_update_message"
    assert await code(desk.client().chat_delete(channel="C0LAUNCH", ts=ts)) == "cant_delete_message"


async def test_a_message_that_is_gone_cannot_be_changed(desk: Desk) -> None:
    client = desk.client()
    ts = (await client.chat_postMessage(channel="C0LAUNCH", text="Hello"))["ts"]
    await client.chat_delete(channel="C0LAUNCH", ts=ts)
    assert (await desk.state())["messages"]["C0LAUNCH"] == []
    assert await code(client.chat_update(channel="C0LAUNCH", ts=ts, text="No")) == "message_not_found"


async def test_an_update_that_is_too_long_is_refused(desk: Desk) -> None:
    ts = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Hello"))["ts"]
    assert await code(desk.client().chat_update(channel="C0LAUNCH", ts=ts, text="x" * 4001)) == "msg_too_long"


async def test_a_deleted_root_leaves_a_tombstone_over_its_replies(desk: Desk) -> None:
    client = desk.client()
    root = (await client.chat_postMessage(channel="C0LAUNCH", text="Root"))["ts"]
    await client.chat_postMessage(channel="C0LAUNCH", text="Reply", thread_ts=root)
    await client.chat_delete(channel="C0LAUNCH", ts=root)
    tombstone, reply = (await desk.state())["messages"]["C0LAUNCH"]
    assert (tombstone["subtype"], tombstone["reply_count"], reply["text"]) == ("tombstone", 1, "Reply")


async def test_a_deleted_reply_is_no_longer_counted(desk: Desk) -> None:
    client = desk.client()
    root = (await client.chat_postMessage(channel="C0LAUNCH", text="Root"))["ts"]
    reply = (await client.chat_postMessage(channel="C0LAUNCH", text="Reply", thread_ts=root))["ts"]
    await client.chat_delete(channel="C0LAUNCH", ts=reply)
    (message,) = (await desk.state())["messages"]["C0LAUNCH"]
    assert "reply_count" not in message


async def test_an_ephemeral_message_is_for_one_person(desk: Desk) -> None:
    client = desk.client()
    await client.chat_postEphemeral(channel="C0LAUNCH", user="U0ALICE", text="Psst", blocks=[RETRY])
    assert [e["message"]["text"] for e in (await desk.state("U0ALICE"))["ephemerals"]] == ["Psst"]
    assert (await desk.state("U0BOB"))["ephemerals"] == []
    call = client.chat_postEphemeral(channel="C0RANDOM", user="U0ALICE", text="Psst")
    assert await code(call) == "not_in_channel"


async def test_an_ephemeral_message_needs_a_member(desk: Desk) -> None:
    ts = (await desk.client().chat_postMessage(channel="U0ALICE", text="Hello"))["channel"]
    call = desk.client().chat_postEphemeral(channel=ts, user="U0BOB", text="Psst")
    assert await code(call) == "user_not_in_channel"


async def test_a_permalink_names_channel_message_and_thread(desk: Desk) -> None:
    client = desk.client()
    root = (await client.chat_postMessage(channel="C0LAUNCH", text="Root"))["ts"]
    reply = (await client.chat_postMessage(channel="C0LAUNCH", text="Reply", thread_ts=root))["ts"]
    link = (await client.chat_getPermalink(channel="C0LAUNCH", message_ts=reply))["permalink"]
    assert link == f"{desk.url}/archives/C0LAUNCH/p{reply.replace('.', '')}?thread_ts={root}&cid=C0LAUNCH"
    assert await code(client.chat_getPermalink(channel="C0LAUNCH", message_ts="1.000001")) == "message_not_found"
