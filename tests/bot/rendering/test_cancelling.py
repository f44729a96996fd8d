"""A render that is called off: free until its task is sent, and its person's alone from then on."""

from decimal import Decimal
from functools import partial

import pytest

from bot.errors import RunwareBusy, TaskRefused, TaskUncertain
from bot.posting.steps import hand_on
from bot.rendering.cancelling import Cancelling
from bot.rendering.render import Render, RenderState, Result
from bot.rendering.tasks import Finished, FinishedVideo
from tests.bot.posting.fakes import FakePostings
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, TASK, FakeRecords, a_render

ANCHORED: dict[str, object] = {"state": RenderState.ANCHORED, "anchor_ts": "100.1", "thread_ts": "100.1"}
SENT: dict[str, object] = {"task_uuid": TASK, "sent_at": NOON, "uncertain": True}
SUBMITTED: dict[str, object] = {**ANCHORED, **SENT, "state": RenderState.SUBMITTED, "submitted_at": NOON}


async def cancel(world: World, **fields: object) -> Render:
    """Call off a render with these fields; returns it as it is then."""
    await Cancelling(world.records, world.endings).cancel(world.records.put(a_render(**fields)))
    return world.records.stored["r1"]


@pytest.mark.parametrize("fields", [{}, ANCHORED, {**ANCHORED, "sent_at": NOON, "task_uuid": TASK}])
async def test_what_was_never_sent_ends_and_its_money_is_released(world: World, fields: dict[str, object]) -> None:
    render = await cancel(world, **fields)

    assert (render.state, render.ended_at, render.owed) == (RenderState.CANCELLED, NOON, Decimal(0))
    assert world.wakeups.woken == [("close", "r1")]


@pytest.mark.parametrize("fields", [{**ANCHORED, **SENT}, SUBMITTED, {"anchor_intent_at": NOON}])
async def test_what_may_have_been_sent_goes_on_for_its_person_alone(world: World, fields: dict[str, object]) -> None:
    render = await cancel(world, **fields)

    assert (render.withdrawn_at, render.ended) == (NOON, False)
    assert world.wakeups.woken == []


@pytest.mark.parametrize("state", [RenderState.READY, RenderState.FAILED, RenderState.CANCELLED])
async def test_what_has_ended_is_left_as_it_is(world: World, state: RenderState) -> None:
    assert await cancel(world, state=state) == a_render(state=state)


async def test_a_task_that_is_sent_at_the_same_moment_decides_what_cancelling_means(world: World) -> None:
    read_earlier = world.records.put(a_render(**ANCHORED))
    await world.records.change(read_earlier, **SENT)

    await Cancelling(world.records, world.endings).cancel(read_earlier)

    assert world.records.stored["r1"].withdrawn_at == NOON
    assert world.records.stored["r1"].state is RenderState.ANCHORED


async def test_a_render_that_is_gone_meanwhile_is_no_trouble(world: World) -> None:
    class Emptied(FakeRecords):
        async def get(self, team_id: str, record_id: str) -> Render | None:
            return None

    read_earlier = a_render(version=1)
    records = Emptied({"r1": a_render(version=2)})
    world.endings = type(world.endings)(records, world.polls, world.wakeups, world.clock)

    assert await Cancelling(records, world.endings).cancel(read_earlier) == read_earlier


async def test_a_render_called_off_while_its_anchor_was_posted_is_not_sent(world: World) -> None:
    await cancel(world, anchor_intent_at=NOON)
    world.thread.earlier_anchor = "100.1"

    await world.anchor("T1", "r1")
    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.CANCELLED
    assert world.service.orders == []


async def test_a_doubtful_task_that_the_service_does_not_know_is_not_sent_again(world: World) -> None:
    await cancel(world, **ANCHORED, **SENT)

    assert await world.submit("T1", "r1") is not None
    assert world.service.orders == []


async def test_a_task_that_was_not_taken_is_not_sent_once_it_is_called_off(world: World) -> None:
    world.records.put(a_render(**ANCHORED))
    world.service.answers = [RunwareBusy("no room")]
    await world.submit("T1", "r1")
    await Cancelling(world.records, world.endings).cancel(world.records.stored["r1"])

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.CANCELLED
    assert len(world.service.orders) == 1


async def test_a_task_that_nobody_knows_for_ten_minutes_is_not_waited_for_once_it_is_called_off(world: World) -> None:
    await cancel(world, **ANCHORED, **SENT)
    world.clock.advance(minutes=10)

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.CANCELLED
    assert world.service.orders == []


async def test_a_task_that_failed_after_it_was_called_off_gets_no_second_one(world: World) -> None:
    await cancel(world, **ANCHORED, **SENT)
    world.service.reports = {TASK: TaskRefused("processingFailed", "no", retryable=True)}
    world.clock.advance(seconds=2)

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.FAILED
    assert world.records.stored["r1"].attempt == 1


async def test_a_lost_answer_to_the_sending_leaves_it_withdrawn_not_cancelled(world: World) -> None:
    world.records.put(a_render(**ANCHORED))
    world.service.answers = [TaskUncertain("reset")]
    await world.submit("T1", "r1")

    await Cancelling(world.records, world.endings).cancel(world.records.stored["r1"])

    assert world.records.stored["r1"].withdrawn_at == NOON


async def test_its_result_is_for_the_person_alone(world: World) -> None:
    await cancel(world, **SUBMITTED)
    await world.endings.finish(
        world.records.stored["r1"], Finished((FinishedVideo("v1", "https://media.example/v1.mp4", None),))
    )
    postings = FakePostings()
    passing_on = partial(hand_on, records=postings, wakeups=world.wakeups, clock=world.clock)

    await passing_on(world.records.stored["r1"])

    (posting,) = postings.stored.values()
    assert (posting.destination.channel_id, posting.thread_ts) == ("U1", "")
    assert world.records.stored["r1"].owed == a_render().price


def test_a_stored_render_of_an_older_version_still_loads() -> None:
    older = a_render(state=RenderState.READY, results=(Result(video_uuid="v", url="https://m", expires_at=NOON),))
    new = {"withdrawn_at", "deleted_at", "chosen", "cleared", "shares"}

    assert Render.model_validate_json(older.model_dump_json(exclude=new)) == older
