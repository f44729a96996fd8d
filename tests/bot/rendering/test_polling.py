"""Polling asks about many tasks at once and moves each render on."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from bot.errors import RecordUnreadable, RunwareBusy, TaskRefused, TaskUncertain
from bot.rendering.ending import poll_entry
from bot.rendering.polling import BATCH, BATCHES, EARLY, LATEST, SOONEST, Poller, interval
from bot.rendering.ports import PollEntry
from bot.rendering.render import Choices, Render, RenderState
from bot.rendering.tasks import Finished, FinishedVideo, Partial, Processing, TaskReport
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, SECOND_TASK, TASK, FakeRecords, FakeService, a_render

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

    await world.poller.poll()

    ready = world.records.stored["r1"]
    assert (ready.state, ready.cost) == (RenderState.READY, Decimal("0.29"))
    assert world.wakeups.woken == [("close", "r1")]
    assert world.polls.due == {}


async def test_the_url_lives_from_the_last_answer_that_still_said_processing(world: World) -> None:
    await a_submitted_render(world, ttl_seconds=60)
    world.service.reports[TASK] = Processing()
    world.clock.advance(seconds=30)
    await world.poller.poll()
    world.service.reports[TASK] = VIDEO
    world.clock.advance(seconds=45)

    await world.poller.poll()

    result = world.records.stored["r1"].results[0]
    assert result.expires_at == NOON + timedelta(seconds=90)
    assert result.deadline == NOON + timedelta(seconds=80)


async def test_an_empty_answer_is_pending(world: World) -> None:
    render = await a_submitted_render(world)

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.SUBMITTED
    assert world.polls.due[poll_entry(render)] == NOON + timedelta(seconds=2)


async def test_no_answer_at_all_is_pending(world: World) -> None:
    await a_submitted_render(world)
    world.service.poll_error = TaskUncertain("lost")

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.SUBMITTED


async def test_a_service_that_wants_a_pause_gets_it(world: World) -> None:
    render = await a_submitted_render(world)
    world.service.poll_error = RunwareBusy("no room", retry_after=timedelta(seconds=30))

    await world.poller.poll()

    assert world.polls.due[poll_entry(render)] == NOON + timedelta(seconds=30) + EARLY  # nor is it asked with others


async def test_no_pause_is_longer_than_a_minute(world: World) -> None:
    render = await a_submitted_render(world)
    world.service.poll_error = RunwareBusy("no room", retry_after=timedelta(days=30))

    await world.poller.poll()

    assert world.polls.due[poll_entry(render)] == NOON + timedelta(minutes=1) + EARLY


async def test_a_task_with_some_results_there_is_asked_about_until_all_are(world: World) -> None:
    render = await a_submitted_render(world, ttl_seconds=60)
    world.service.reports[TASK] = Partial(VIDEO.videos)
    await world.poller.poll()
    assert world.polls.due[poll_entry(render)] == NOON + timedelta(seconds=2)
    later = FinishedVideo("v2", "https://media.example/v2.mp4", Decimal("0.29"))
    world.service.reports[TASK] = Finished((*VIDEO.videos, later))
    world.clock.advance(seconds=2)

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.READY


async def test_a_result_that_is_not_even_mentioned_is_waited_for_until_it_is_late(world: World) -> None:
    render = await a_submitted_render(world, choices=Choices(avatar="a", voice="v", number_results=2))
    world.service.reports[TASK] = VIDEO
    await world.poller.poll()
    early = world.records.stored["r1"]
    assert (early.state, len(early.results)) == (RenderState.SUBMITTED, 1)
    assert world.polls.due[poll_entry(render)] == NOON + timedelta(seconds=2)
    world.clock.advance(minutes=21)

    await world.poller.poll()

    late = world.records.stored["r1"]
    assert (late.state, late.missing) == (RenderState.READY, 1)


async def test_a_result_that_failed_is_not_waited_for(world: World) -> None:
    await a_submitted_render(world, choices=Choices(avatar="a", voice="v", number_results=2))
    world.service.reports[TASK] = Finished(VIDEO.videos, (TaskRefused("providerError", "no"),))

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.READY


async def test_a_failed_task_ends_the_render(world: World) -> None:
    await a_submitted_render(world)
    world.service.reports[TASK] = TaskRefused("contentPolicyViolation", "no")

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.FAILED


async def test_a_failed_task_worth_another_try_is_submitted_once_more(world: World) -> None:
    await a_submitted_render(world, uncertain=True, late_notice_at=NOON)
    world.service.reports[TASK] = TaskRefused("timeoutProvider", "slow", retryable=True)

    await world.poller.poll()

    again = world.records.stored["r1"]
    assert (again.state, again.attempt, again.task_uuid) == (RenderState.ANCHORED, 2, None)
    assert (again.uncertain, again.late_notice_at) == (False, None)
    assert ("submit", "r1") in world.wakeups.woken


async def test_the_person_is_told_once_after_twenty_minutes_and_polling_goes_on(world: World) -> None:
    render = await a_submitted_render(world)
    world.clock.advance(minutes=21)
    await world.poller.poll()
    world.clock.advance(minutes=5)
    await world.poller.poll()

    assert world.wakeups.woken == [("show", "r1")]
    assert poll_entry(render) in world.polls.due


async def test_a_late_success_is_kept(world: World) -> None:
    await a_submitted_render(world)
    world.clock.advance(hours=3)
    world.service.reports[TASK] = VIDEO

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.READY


async def test_nothing_is_hoped_for_after_a_day_and_one_more_question(world: World) -> None:
    await a_submitted_render(world)
    world.clock.advance(hours=25)
    await world.poller.poll()
    assert world.records.stored["r1"].state is RenderState.SUBMITTED
    world.clock.advance(minutes=1)

    await world.poller.poll()

    failed = world.records.stored["r1"]
    assert failed.failure is not None
    assert failed.failure.code == "gone_after_24h"
    assert world.polls.due == {}


@pytest.mark.parametrize("archived", [VIDEO, Partial(VIDEO.videos)])
async def test_what_polls_forgot_is_found_in_the_archive_at_last(world: World, archived: TaskReport) -> None:
    await a_submitted_render(world, late_notice_at=NOON + timedelta(hours=25))
    world.service.archived = archived
    world.clock.advance(hours=26)

    await world.poller.poll()

    ready = world.records.stored["r1"]
    assert (ready.state, ready.cost) == (RenderState.READY, Decimal("0.29"))
    assert world.polls.due == {}


@pytest.mark.parametrize("error", [TaskUncertain("lost"), RunwareBusy("full"), TaskRefused("invalidTaskType", "no")])
async def test_an_archive_that_does_not_answer_keeps_nothing_open(world: World, error: Exception) -> None:
    await a_submitted_render(world, late_notice_at=NOON + timedelta(hours=25))
    world.service.archive_error = error
    world.clock.advance(hours=26)

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.FAILED


async def test_a_slow_archive_does_not_hold_up_a_round(world: World) -> None:
    class SlowArchive(FakeService):
        async def look_back(self, task_uuid: UUID) -> TaskReport | None:
            world.clock.advance(seconds=3)
            return None

    for entry in await add_tasks(world, 3):
        told = world.records.stored[entry.render_id].model_copy(update={"late_notice_at": NOON + timedelta(hours=25)})
        world.records.put(told)
    world.clock.advance(hours=26)

    await poller_asking(world, SlowArchive()).poll()

    states = [render.state for render in world.records.stored.values()]
    assert states.count(RenderState.FAILED) == 1
    assert len(world.polls.due) == 2


async def test_a_person_told_long_ago_is_not_told_again_before_the_last_question(world: World) -> None:
    await a_submitted_render(world, late_notice_at=NOON + timedelta(minutes=20))
    world.clock.advance(hours=25)

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.SUBMITTED
    assert world.wakeups.woken == []


async def test_no_render_is_given_up_while_the_service_is_away(world: World) -> None:
    await a_submitted_render(world)
    world.clock.advance(hours=25)
    world.service.poll_error = RunwareBusy("down")

    for _ in range(3):
        await world.poller.poll()
        world.clock.advance(minutes=1)

    assert world.records.stored["r1"].state is RenderState.SUBMITTED


async def test_a_result_that_is_there_after_a_day_away_is_kept(world: World) -> None:
    await a_submitted_render(world)
    world.clock.advance(hours=30)
    await world.poller.poll()
    world.service.reports[TASK] = VIDEO
    world.clock.advance(minutes=1)

    await world.poller.poll()

    assert world.records.stored["r1"].state is RenderState.READY


async def test_a_task_given_up_while_it_is_processing_leaves_nothing_behind(world: World) -> None:
    await a_submitted_render(world)
    world.service.reports[TASK] = Processing()
    world.clock.advance(hours=25)

    await world.poller.poll()
    world.clock.advance(minutes=1)
    await world.poller.poll()

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

    await Poller(
        OneUnreadable(), world.polls, world.service, world.endings, world.wakeups, world.clock, stumbled=world.stumbled
    ).poll()

    assert world.records.stored["r1"].state is RenderState.READY


async def test_a_render_that_moved_on_is_asked_about_no_more(world: World) -> None:
    render = await a_submitted_render(world)
    world.records.put(render.model_copy(update={"state": RenderState.FAILED}))
    world.service.reports[TASK] = VIDEO

    await world.poller.poll()

    assert world.polls.due == {}


async def add_tasks(world: World, count: int) -> list[PollEntry]:
    """Tasks that are due, each of a render of its own."""
    entries = []
    for number in range(count):
        render = a_render(id=f"n{number}", state=RenderState.SUBMITTED, task_uuid=UUID(int=number), submitted_at=NOON)
        entries.append(poll_entry(world.records.put(render)))
        await world.polls.add(entries[-1], NOON)
    return entries


class GatheringService(FakeService):
    """A service that answers once `together` requests wait, or nothing at all to the request about `broken`."""

    def __init__(self, together: int, broken: UUID | None = None) -> None:
        super().__init__()
        self.waiting = asyncio.Barrier(together)
        self.broken = broken
        self.sizes: list[int] = []

    async def poll(self, task_uuids: Sequence[UUID]) -> Mapping[UUID, TaskReport]:
        self.sizes.append(len(task_uuids))
        await self.waiting.wait()
        if self.broken in task_uuids:
            raise ZeroDivisionError("nobody foresaw this")
        return dict.fromkeys(task_uuids, Processing())


def poller_asking(world: World, service: FakeService) -> Poller:
    """A poller that asks this service."""
    return Poller(
        world.records, world.polls, service, world.endings, world.wakeups, world.clock, stumbled=world.stumbled
    )


async def test_several_requests_are_under_way_side_by_side(world: World) -> None:
    await add_tasks(world, BATCH * BATCHES)
    service = GatheringService(together=BATCHES)

    async with asyncio.timeout(10):
        await poller_asking(world, service).poll()

    assert service.sizes == [BATCH] * BATCHES


async def test_one_request_that_breaks_does_not_cut_off_the_others(world: World) -> None:
    entries = await add_tasks(world, BATCH * 2)
    service = GatheringService(together=2, broken=entries[0].task_uuid)

    async with asyncio.timeout(10):
        with pytest.raises(ZeroDivisionError):
            await poller_asking(world, service).poll()

    assert set(world.polls.seen) == set(entries[BATCH:])


async def test_a_round_over_a_slow_service_ends_while_its_lease_lasts(world: World) -> None:
    await add_tasks(world, BATCH * BATCHES * 5)

    class Slow(FakeService):
        async def poll(self, task_uuids: Sequence[UUID]) -> Mapping[UUID, TaskReport]:
            world.clock.advance(seconds=3.5 / BATCHES)
            return {}

    pause = await poller_asking(world, Slow()).poll()

    assert world.clock() - NOON == timedelta(seconds=3.5)
    assert pause == SOONEST


@pytest.mark.parametrize(
    ("due", "pause"), [(None, LATEST), (0.05, SOONEST), (0.5, timedelta(seconds=0.5)), (30, LATEST)]
)
async def test_the_next_round_is_when_the_next_task_is_due(world: World, due: float | None, pause: timedelta) -> None:
    if due is not None:
        await world.polls.add(PollEntry("T1", "r1", TASK, NOON), NOON + timedelta(seconds=due))

    assert await world.poller.poll() == pause


@pytest.mark.parametrize(("in_flight", "seconds"), [(0, 2), (1_000, 2), (5_500, 6), (10_000, 10), (50_000, 10)])
def test_the_interval_stretches_with_the_tasks_in_flight(in_flight: int, seconds: float) -> None:
    assert interval(in_flight) == timedelta(seconds=seconds)
