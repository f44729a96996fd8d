"""Nobody asks Slack again before the time that it named, and posts go before edits."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import PostRefused, SlackBusy
from bot.slack.messages import Mark, Place, edit, post
from bot.slack.pacing import EDIT, POST, POSTS_FIRST, Pace
from bot.slack.surfaces.blocks import Message
from tests.bot.slack.conftest import Herald
from tests.faults.clock import VirtualLoop

MINUTE = timedelta(minutes=1)
GENERAL = ("T1", POST, "C0GENERAL")


@pytest.fixture
def loop() -> VirtualLoop:
    """A loop in which minutes take no time."""
    return VirtualLoop()


def limit(pace: Pace, *lane: str, wait: timedelta = MINUTE, limited: bool = True) -> None:
    """Slack says that it wants to be left alone with something."""
    with pytest.raises(SlackBusy), pace.kept(*lane):
        raise SlackBusy(lane[1], retry_after=wait, limited=limited)


def left(pace: Pace, *lane: str) -> timedelta:
    """How long a call would have to wait; nothing where it may be made."""
    try:
        with pace.kept(*lane):
            return timedelta(0)
    except SlackBusy as busy:
        return busy.retry_after


def test_who_was_told_to_wait_does_so_to_the_end(loop: VirtualLoop) -> None:
    async def work() -> list[timedelta]:
        pace = Pace()
        limit(pace, *GENERAL)
        waits = [left(pace, *GENERAL)]
        await asyncio.sleep(45)
        waits.append(left(pace, *GENERAL))
        await asyncio.sleep(15)
        return [*waits, left(pace, *GENERAL)]

    assert loop.run_until_complete(work()) == [MINUTE, timedelta(seconds=15), timedelta(0)]


@pytest.mark.parametrize("other", [("T2", POST, "C0GENERAL"), ("T1", POST, "C0RANDOM"), ("T1", "users.info", "")])
def test_nobody_else_waits(loop: VirtualLoop, other: tuple[str, str, str]) -> None:
    async def work() -> timedelta:
        pace = Pace()
        limit(pace, *GENERAL)
        return left(pace, *other)

    assert loop.run_until_complete(work()) == timedelta(0)


def test_edits_in_the_channel_let_posts_go_first(loop: VirtualLoop) -> None:
    async def work() -> timedelta:
        pace = Pace()
        limit(pace, *GENERAL)
        return left(pace, "T1", EDIT, "C0GENERAL")

    assert loop.run_until_complete(work()) == MINUTE + POSTS_FIRST


def test_posts_do_not_wait_for_edits(loop: VirtualLoop) -> None:
    async def work() -> timedelta:
        pace = Pace()
        limit(pace, "T1", EDIT, "C0GENERAL")
        return left(pace, *GENERAL)

    assert loop.run_until_complete(work()) == timedelta(0)


def test_only_slacks_own_word_counts(loop: VirtualLoop) -> None:
    async def work() -> timedelta:
        pace = Pace()
        limit(pace, *GENERAL, limited=False)  # a broken connection, say
        with pytest.raises(PostRefused), pace.kept(*GENERAL):
            raise PostRefused(POST, "is_archived")
        return left(pace, *GENERAL)

    assert loop.run_until_complete(work()) == timedelta(0)


async def test_a_limited_channel_is_left_alone_while_others_go_on(herald: Herald) -> None:
    message, mark = Message(text="Good morning", blocks=[]), Mark("test", "r1")
    general, elsewhere = Place("T0PLAY", "C0GENERAL"), Place("T0PLAY", "U0ALICE")
    calls = herald.calls
    ts = await post(calls, general, message, mark)
    await herald.desk.fault("chat.postMessage", "status", status=429, retry_after=30)

    for _ in range(3):
        with pytest.raises(SlackBusy) as busy:
            await post(calls, general, message, mark)
        assert timedelta(seconds=25) < busy.value.retry_after <= timedelta(seconds=30)
    with pytest.raises(SlackBusy):
        await edit(calls, general, ts, message)

    assert await post(calls, elsewhere, message, mark)
    asked = [call["method"] for call in (await herald.desk.state())["calls"]]
    assert (asked.count(POST), asked.count(EDIT)) == (3, 0)
