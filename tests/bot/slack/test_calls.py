"""An answer that lacks what it must have is no answer."""

import pytest

from bot.errors import PostUncertain, SlackBusy
from bot.slack.calls import SlackCalls
from bot.slack.workspaces import OneWorkspace, Workspace, Workspaces
from tests.bot.slack.answering import json, scripted

HERE = Workspace(team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U1")


async def test_a_post_whose_answer_has_no_ts_is_uncertain() -> None:
    async with scripted(json({"ok": True})) as (clients, slack):
        workspaces = Workspaces(OneWorkspace("xoxb-1", clients))
        workspaces.remember(HERE)
        with pytest.raises(PostUncertain):
            await SlackCalls(clients, workspaces).once(
                "T1", "chat.postMessage", lambda client: client.chat_postMessage(channel="C1", text="x"), needs=["ts"]
            )

    assert len(slack.seen) == 1


async def test_a_question_whose_answer_lacks_a_key_is_asked_again() -> None:
    async with scripted(json({"ok": True})) as (clients, _):
        workspaces = Workspaces(OneWorkspace("xoxb-1", clients))
        workspaces.remember(HERE)
        with pytest.raises(SlackBusy):
            await SlackCalls(clients, workspaces).repeat(
                "T1", "conversations.open", lambda client: client.conversations_open(users="U1"), needs=["channel"]
            )


async def test_a_conversation_is_asked_for_until_slack_names_it_and_for_each_person() -> None:
    opened = [json({"ok": True, "channel": {"id": channel}}) for channel in ("D1", "D2")]
    async with scripted(json({"ok": False, "error": "fatal_error"}), *opened) as (clients, slack):
        workspaces = Workspaces(OneWorkspace("xoxb-1", clients))
        workspaces.remember(HERE)
        calls = SlackCalls(clients, workspaces)
        with pytest.raises(SlackBusy):
            await calls.direct("T1", "U2")

        assert [await calls.direct("T1", user) for user in ("U2", "U2", "U3", "U2")] == ["D1", "D1", "D2", "D1"]
        assert len(slack.seen) == 3
