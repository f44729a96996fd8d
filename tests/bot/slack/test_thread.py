"""The thread of a render, in a local Slack."""

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.rendering.render import Destination, Failure, Render, RenderState
from bot.slack.calls import SlackCalls
from bot.slack.messages import Mark
from bot.slack.surfaces.blocks import RENDER_AGAIN
from bot.slack.thread import RENDER_EVENT, SlackThread
from bot.slack.workspaces import OneWorkspace, Workspace, Workspaces
from tests.bot.slack.answering import json, scripted
from tests.bot.slack.conftest import Herald, nothing_known
from tests.bot.slack.samples import NOW, make_render, names_of


def requested(herald: Herald, **changes: Any) -> Render:
    """A render asked for now, about to be anchored."""
    return make_render(requested_at=herald.watch(), anchor_intent_at=herald.watch(), **changes)


async def messages(herald: Herald, channel_id: str = "C0GENERAL") -> list[dict[str, Any]]:
    """What stands in a channel, oldest first."""
    state = await herald.desk.state()
    found: list[dict[str, Any]] = state["messages"].get(channel_id, [])
    return found


async def test_the_anchor_is_posted_in_the_channel(herald: Herald) -> None:
    ts = await herald.thread.post_anchor(requested(herald))

    (anchor,) = await messages(herald)
    assert anchor["ts"] == ts
    assert "thread_ts" not in anchor


async def test_the_anchor_is_a_reply_where_the_request_came_from_a_thread(herald: Herald) -> None:
    root = (await herald.desk.act("post", user="U0ALICE", channel="C0GENERAL", text="Can somebody say this?"))["ts"]
    render = requested(herald, destination=Destination(channel_id="C0GENERAL", thread_ts=root))

    ts = await herald.thread.post_anchor(render)

    assert (await messages(herald))[1]["thread_ts"] == root
    assert await herald.thread.find_anchor(render) == ts


async def test_an_anchor_whose_answer_was_lost_is_found_and_stands_once(herald: Herald) -> None:
    render = requested(herald)
    await herald.desk.fault("chat.postMessage", "cut_after")
    with pytest.raises(PostUncertain):
        await herald.thread.post_anchor(render)

    found = await herald.thread.find_anchor(render)

    assert [message["ts"] for message in await messages(herald)] == [found]


async def test_an_anchor_of_another_render_is_not_taken_for_ours(herald: Herald) -> None:
    await herald.thread.post_anchor(requested(herald, id="another-render"))

    assert await herald.thread.find_anchor(requested(herald)) is None


async def test_an_anchor_is_found_though_our_clock_is_a_little_ahead(herald: Herald) -> None:
    herald.watch.added = timedelta(minutes=1)
    render = requested(herald)
    ts = await herald.thread.post_anchor(render)

    assert await herald.thread.find_anchor(render) == ts


async def test_another_apps_message_with_our_mark_is_not_taken_for_ours() -> None:
    render = make_render()
    forged = {"ts": "1.1", "bot_id": "B0OTHER", "user": "U0OTHER", "metadata": Mark(RENDER_EVENT, render.id).metadata}
    async with scripted(json({"ok": True, "messages": [forged]})) as (clients, _):
        workspaces = Workspaces(OneWorkspace("xoxb-1", clients))
        workspaces.remember(Workspace("T0PLAY", "xoxb-1", "B0HERALD", "U0HERALD"))
        thread = SlackThread(SlackCalls(clients, workspaces), labels=names_of, now=lambda: NOW, progress=nothing_known)

        assert await thread.find_anchor(render) is None


async def test_an_anchor_is_found_on_a_later_page(herald: Herald) -> None:
    render = requested(herald)
    ts = await herald.thread.post_anchor(render)
    for number in range(220):
        await herald.desk.act("post", user="U0BOB", channel="C0GENERAL", text=f"message {number}")

    assert await herald.thread.find_anchor(render) == ts


async def test_a_channel_that_herald_is_not_in_is_refused_with_slacks_code(herald: Herald) -> None:
    render = requested(herald, destination=Destination(channel_id="C0RANDOM"))

    with pytest.raises(PostRefused) as raised:
        await herald.thread.post_anchor(render)

    assert raised.value.code == "not_in_channel"


async def test_a_workspace_without_herald_is_refused(herald: Herald) -> None:
    with pytest.raises(PostRefused) as raised:
        await herald.thread.post_anchor(requested(herald, team_id="T0OTHER"))

    assert raised.value.code == "not_authed"
    assert await messages(herald) == []


async def test_the_anchor_is_edited_in_place(herald: Herald) -> None:
    render = requested(herald)
    ts = await herald.thread.post_anchor(render)
    changes = {"anchor_ts": ts, "state": RenderState.SUBMITTED, "submitted_at": herald.watch()}

    await herald.thread.show(render.model_copy(update=changes))

    (anchor,) = await messages(herald)
    assert "Rendering" in anchor["text"]
    assert await herald.thread.find_anchor(render) == ts


async def test_an_edit_cut_off_once_is_made_all_the_same(herald: Herald) -> None:
    render = requested(herald)
    ts = await herald.thread.post_anchor(render)
    await herald.desk.fault("chat.update", "cut_before")

    await herald.thread.show(render.model_copy(update={"anchor_ts": ts, "state": RenderState.CANCELLED}))

    assert "Cancelled" in (await messages(herald))[0]["text"]


async def test_a_slack_that_stays_away_makes_an_edit_wait(herald: Herald) -> None:
    render = requested(herald)
    ts = await herald.thread.post_anchor(render)
    await herald.desk.fault("chat.update", "cut_before", times=9)

    with pytest.raises(SlackBusy):
        await herald.thread.show(render.model_copy(update={"anchor_ts": ts}))


async def test_a_render_without_an_anchor_is_not_shown(herald: Herald) -> None:
    await herald.thread.show(requested(herald))

    assert await herald.desk.calls("chat.update") == []


async def test_a_person_whose_channel_is_closed_to_herald_is_told_by_dm(herald: Herald) -> None:
    failure = Failure(code="not_in_channel", message="chat.postMessage: not_in_channel")

    await herald.thread.tell_person(requested(herald, state=RenderState.FAILED, failure=failure))

    state = await herald.desk.state()
    (dm,) = [channel for channel in state["channels"] if channel["is_im"] and "U0ALICE" in channel["members"]]
    (notice,) = state["messages"][dm["id"]]
    assert "/invite @Herald" in notice["text"]
    assert notice["blocks"][-1]["elements"][0]["action_id"] == RENDER_AGAIN
