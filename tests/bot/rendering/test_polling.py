"""Polling asks about many tasks at once and moves each render on."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.errors import RecordUnreadable, TaskRefused, TaskUncertain
from bot.rendering.ending import poll_entry
from bot.rendering.polling import Poller, interval
from bot.rendering.render import Render, RenderState
from bot.rendering.tasks import Finished, FinishedVideo, Processing
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, SECOND_TASK, TASK, FakeRecords, a_render

VIDEO = Finished((FinishedVideo("v1", "https://media.example/v1.mp4", Decimal("0.29")),))


async def a_submitted_render(world: World, **fields: object) -> Render:
    """A render whose task is due to be asked about."""
    usual: dict[str, object] = {"state": RenderState.SUBMITTED, "task_uuid": TASK, "submitted_at": NOON}
    render = world.records.put(a_render(**(usual | {"anchor_ts": "100.1"} | fields)))
    await world.polls.add(poll_entry(render), NOON)
    return render


async def test_a_finished_task_makes_the_render_ready(world: World) -> None:
    await a_submitted_render(world)
    world.service.reports[TASK] = VIDEO

    await world.poller.poll(0)

    ready = world.records.stored["r1"]
    assert (ready.state, ready.cost) == (RenderState.READY, Decimal("0.29"))
    assert world.wakeups.woken == [("close", "r1")]
    assert world.polls.due == {}


async def test_the_url_lives_from_the_last_answer_that_still_said_processing(world: World) -> None:
    await a_submitted_render(world, ttl_seconds=60)
    world.service.reports[TASK] = Processing()
    world.clock.advance(seconds=30)
    await world.poller.poll(0)
    world.service.reports[TASK] = VIDEO
    world.clock.advance(seconds=45)

    await world.poller.poll(0)

    result = world.records.stored["r1"].results[0]
    assert result.expires_at == NOON + timedelta(seconds=90)
    assert result.deadline == NOON + timedelta(seconds=80)


async def test_an_empty_answer_is_pending(world: World) -> None:
    render = await a_submitted_render(world)

    await world.poller.poll(0)

    assert world.records.stored["r1"].state is RenderState.SUBMITTED
    assert world.polls.due[poll_entry(render)] == NOON + timedelta(seconds=2)


async def test_no_answer_at_all_is_pending(world: World) -> None:
    await a_submitted_render(world)
    world.service.poll_error = TaskUncertain("lost")

    await world.poller.poll(0)

    assert world.records.stored["r1"].state is RenderState.SUBMITTED


async def test_a_failed_task_ends_the_render(world: World) -> None:
    await a_submitted_render(world)
    world.service.reports[TASK] = TaskRefused("contentPolicyViolation", "no")

    await world.poller.poll(0)

    assert world.records.stored["r1"].state is RenderState.FAILED


async def test_a_failed_task_worth_another_try_is_submitted_once_more(world: World) -> None:
    await a_submitted_render(world, uncertain=True, late_notice_at=NOON)
    world.service.reports[TASK] = TaskRefused("timeoutProvider", "slow", retryable=True)

    await world.poller.poll(0)

    again = world.records.stored["r1"]
    assert (again.state, again.attempt, again.task_uuid) == (RenderState.ANCHORED, 2, None)
    assert (again.uncertain, again.late_notice_at) == (False, None)
    assert ("submit", "r1") in world.wakeups.woken


async def test_the_person_is_told_once_after_twenty_minutes_and_polling_goes_on(world: World) -> None:
    render = await a_submitted_render(world)
    world.clock.advance(minutes=21)
    await world.poller.poll(0)
    world.clock.advance(minutes=5)
    await world.poller.poll(0)

    assert world.wakeups.woken == [("show", "r1")]
    assert poll_entry(render) in world.polls.due


async def test_a_late_success_is_kept(world: World) -> None:
    await a_submitted_render(world)
    world.clock.advance(hours=3)
    world.service.reports[TASK] = VIDEO

    await world.poller.poll(0)

    assert world.records.stored["r1"].state is RenderState.READY


async def test_nothing_is_hoped_for_after_a_day(world: World) -> None:
    await a_submitted_render(world)
    world.clock.advance(hours=25)

    await world.poller.poll(0)

    failed = world.records.stored["r1"]
    assert failed.failure is not None
    assert failed.failure.code == "gone_after_24h"
    assert world.polls.due == {}


async def test_a_task_given_up_while_it_is_processing_leaves_nothing_behind(world: World) -> None:
    await a_submitted_render(world)
    world.service.reports[TASK] = Processing()
    world.clock.advance(hours=25)

    await world.poller.poll(0)

    assert (world.polls.due, world.polls.seen) == ({}, {})


async def test_an_unreadable_record_does_not_stop_the_others(world: World) -> None:
    broken = a_render(id="broken", state=RenderState.SUBMITTED, task_uuid=SECOND_TASK, submitted_at=NOON)
    await world.polls.add(poll_entry(broken), NOON)
    await a_submitted_render(world)
    world.service.reports = {SECOND_TASK: VIDEO, TASK: VIDEO}

    class OneUnreadable(FakeRecords):
        async def get(self, team_id: str, record_id: str) -> Render | None:
            if record_id == "broken":
                raise RecordUnreadable(record_id)
            return await world.records.get(team_id, record_id)

    await Poller(OneUnreadable(), world.polls, world.service, world.endings, world.wakeups, world.clock).poll(0)

    assert world.records.stored["r1"].state is RenderState.READY


async def test_a_render_that_moved_on_is_asked_about_no_more(world: World) -> None:
    render = await a_submitted_render(world)
    world.records.put(render.model_copy(update={"state": RenderState.FAILED}))
    world.service.reports[TASK] = VIDEO

    await world.poller.poll(0)

    assert world.polls.due == {}


@pytest.mark.parametrize(("in_flight", "seconds"), [(0, 2), (1_000, 2), (5_500, 6), (10_000, 10), (50_000, 10)])
def test_the_interval_stretches_with_the_tasks_in_flight(in_flight: int, seconds: float) -> None:
    assert interval(in_flight) == timedelta(seconds=seconds)
