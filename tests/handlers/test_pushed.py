"""A view that was pushed is changed when Slack shows it, which may be late; a busy Slack is waited for."""

import pytest

from bot.errors import PostRefused, SlackBusy
from handlers.pushed import update_pushed
from tests.bot.slack.answering import OK, Answer, Scripted, json, reset, scripted

NOT_THERE = json({"ok": False, "error": "not_found"})
BUSY = json({"ok": False, "error": "ratelimited"}, status=429, Retry_After="7")


async def changed(*answers: Answer) -> Scripted:
    """A Slack that gave these answers to one change."""
    async with scripted(*answers) as (clients, slack):
        await update_pushed(clients.once("xoxb-1"), "script-1", {"type": "modal"}, sleep=slack.nap)
    return slack


async def test_a_view_that_slack_shows_late_is_changed_then() -> None:
    slack = await changed(NOT_THERE, NOT_THERE, json(OK))

    assert (len(slack.seen), slack.naps) == (3, [0.2, 0.5])


@pytest.mark.parametrize(("answer", "wait"), [(BUSY, 7.0), (json({}, status=503), 2.0), (reset, 2.0)])
async def test_a_busy_slack_is_waited_for(answer: Answer, wait: float) -> None:
    slack = await changed(answer, json(OK))

    assert (len(slack.seen), slack.naps) == (2, [wait])


async def test_a_view_that_was_closed_meanwhile_is_given_up() -> None:
    with pytest.raises(PostRefused):
        await changed(NOT_THERE)


async def test_a_slack_that_stays_busy_is_given_up() -> None:
    with pytest.raises(SlackBusy):
        await changed(BUSY)


async def test_a_wait_that_is_too_long_is_not_made() -> None:
    async with scripted(json({"ok": False, "error": "ratelimited"}, status=429, Retry_After="600")) as (clients, slack):
        with pytest.raises(SlackBusy):
            await update_pushed(clients.once("xoxb-1"), "script-1", {"type": "modal"}, sleep=slack.nap)

    assert slack.naps == []
