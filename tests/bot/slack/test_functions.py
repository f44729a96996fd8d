"""What Herald asks Slack for a workflow's run: the link to a message."""

from datetime import timedelta

import pytest

from bot.errors import PostRefused, SlackBusy
from bot.slack.calls import SlackCalls
from bot.slack.clients import RETRIES
from bot.slack.functions import SlackFunctions
from bot.slack.workspaces import OneWorkspace, Workspaces
from tests.bot.slack.answering import Answer, half, json, reset, scripted
from tests.bot.slack.test_calls import HERE

LINK = "https://play.slack.com/archives/C1/p1000100"


async def linked(*answers: Answer) -> tuple[str, list[str]]:
    """The link, and what Slack was asked until it was there."""
    async with scripted(*answers) as (clients, slack):
        workspaces = Workspaces(OneWorkspace("xoxb-1", clients))
        workspaces.remember(HERE)
        functions = SlackFunctions(SlackCalls(clients, workspaces))
        return await functions.permalink("T1", "C1", "1.000100"), slack.seen


async def test_the_link_is_slacks_own() -> None:
    assert (await linked(json({"ok": True, "permalink": LINK})))[0] == LINK


@pytest.mark.parametrize("code", ["message_not_found", "channel_not_found"])
async def test_a_message_that_is_gone_has_none(code: str) -> None:
    with pytest.raises(PostRefused) as raised:
        await linked(json({"ok": False, "error": code}))

    assert raised.value.code == code


async def test_a_slack_without_time_is_asked_again_when_it_says() -> None:
    with pytest.raises(SlackBusy) as raised:
        await linked(json({"ok": False, "error": "ratelimited"}, 429, Retry_After="30"))

    assert raised.value.retry_after == timedelta(seconds=30)


@pytest.mark.parametrize("answer", [reset, half, json({"ok": True})])
async def test_an_answer_that_was_lost_is_asked_for_again(answer: Answer) -> None:
    with pytest.raises(SlackBusy):
        await linked(answer)


async def test_a_connection_that_breaks_is_made_anew_at_once() -> None:
    link, seen = await linked(*[reset] * RETRIES, json({"ok": True, "permalink": LINK}))

    assert (link, len(seen)) == (LINK, 1 + RETRIES)
