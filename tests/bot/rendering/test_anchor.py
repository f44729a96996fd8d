"""The anchor is posted before any money is spent."""

from datetime import timedelta

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.rendering.render import Destination, RenderState
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, a_render


async def test_the_anchor_becomes_the_thread(world: World) -> None:
    world.records.put(a_render())

    assert await world.anchor("T1", "r1") is None

    anchored = world.records.stored["r1"]
    assert (anchored.state, anchored.thread_ts) == (RenderState.ANCHORED, "100.1")
    assert ("submit", "r1") in world.wakeups.woken


async def test_a_given_thread_stays_the_thread(world: World) -> None:
    world.records.put(a_render(destination=Destination(channel_id="C1", thread_ts="50.5")))

    await world.anchor("T1", "r1")

    assert world.records.stored["r1"].thread_ts == "50.5"


async def test_nothing_is_submitted_where_herald_cannot_post(world: World) -> None:
    world.records.put(a_render())
    world.thread.errors = [PostRefused("chat.postMessage", "not_in_channel")]

    await world.anchor("T1", "r1")

    failed = world.records.stored["r1"]
    assert failed.state is RenderState.FAILED
    assert failed.failure is not None
    assert failed.failure.code == "not_in_channel"
    assert world.wakeups.woken == [("close", "r1")]


async def test_a_lost_answer_is_looked_up_before_posting_again(world: World) -> None:
    world.records.put(a_render())
    world.thread.errors = [PostUncertain("lost")]
    assert await world.anchor("T1", "r1") == timedelta(seconds=2)
    world.thread.earlier_anchor = "99.9"

    await world.anchor("T1", "r1")

    assert world.records.stored["r1"].anchor_ts == "99.9"
    assert world.thread.posted == []


async def test_the_anchor_is_posted_again_where_herald_may_not_look(world: World) -> None:
    world.records.put(a_render(anchor_intent_at=NOON))
    world.thread.errors = [PostRefused("conversations.history", "missing_scope")]

    await world.anchor("T1", "r1")

    assert len(world.thread.posted) == 1


async def test_a_busy_slack_is_asked_again_when_it_said(world: World) -> None:
    world.records.put(a_render())
    world.thread.errors = [SlackBusy("chat.postMessage", retry_after=timedelta(seconds=7))]

    assert await world.anchor("T1", "r1") == timedelta(seconds=7)
    assert world.records.stored["r1"].state is RenderState.REQUESTED


async def test_a_second_run_does_nothing(world: World) -> None:
    world.records.put(a_render(state=RenderState.ANCHORED))

    assert await world.anchor("T1", "r1") is None
    assert world.thread.posted == []
