"""A task is sent once, whatever becomes of the answer."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import NoneType
from uuid import UUID

import pytest

from bot.errors import RunwareBusy, StaleRecord, TaskRefused, TaskUncertain
from bot.rendering.render import Render, RenderState
from bot.rendering.tasks import Processing, TaskReport
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, SECOND_TASK, TASK, a_render


def an_anchored_render(world: World, **fields: object) -> None:
    """A render that is ready to be submitted."""
    usual: dict[str, object] = {"state": RenderState.ANCHORED, "anchor_ts": "100.1", "thread_ts": "100.1"}
    world.records.put(a_render(**(usual | fields)))


async def test_the_task_uuid_is_stored_before_the_task_is_sent(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [KeyboardInterrupt()]  # type: ignore[list-item]  # the process dies while it sends

    with pytest.raises(KeyboardInterrupt):
        await world.submit("T1", "r1")

    assert world.records.stored["r1"].task_uuid == TASK


async def test_an_accepted_task_is_polled(world: World) -> None:
    an_anchored_render(world)

    await world.submit("T1", "r1")

    submitted = world.records.stored["r1"]
    assert submitted.state is RenderState.SUBMITTED
    assert list(world.polls.due.values()) == [NOON + timedelta(seconds=5)]
    assert world.service.orders[0].ttl_seconds == 86_400


async def test_a_lost_answer_is_looked_up_and_not_repeated(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskUncertain("lost")]
    assert await world.submit("T1", "r1") == timedelta(seconds=2)
    world.service.reports[TASK] = Processing()
    world.clock.advance(seconds=2)

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.SUBMITTED
    assert len(world.service.orders) == 1


async def test_a_task_nobody_knows_is_sent_again_under_the_same_uuid(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskUncertain("lost")]
    await world.submit("T1", "r1")
    world.clock.advance(seconds=2)

    await world.submit("T1", "r1")

    assert [order.task_uuid for order in world.service.orders] == [TASK, TASK]


async def test_a_task_that_may_be_on_its_way_at_this_moment_is_not_asked_about_yet(world: World) -> None:
    an_anchored_render(world, task_uuid=TASK, sent_at=NOON, tried_at=NOON + timedelta(seconds=30), uncertain=True)
    world.clock.advance(seconds=31)

    assert await world.submit("T1", "r1") == timedelta(seconds=1)

    assert world.service.orders == []


async def test_of_two_runs_that_find_a_task_unknown_only_one_sends_it_again(world: World) -> None:
    an_anchored_render(world, task_uuid=TASK, sent_at=NOON, uncertain=True)
    world.clock.advance(seconds=5)
    poll = world.service.poll

    async def poll_beside_another(task_uuids: Sequence[UUID]) -> Mapping[UUID, TaskReport]:
        reports = await poll(task_uuids)
        await asyncio.sleep(0)
        return reports

    world.service.poll = poll_beside_another  # type: ignore[method-assign]

    outcomes = await asyncio.gather(*(world.submit("T1", "r1") for _ in range(2)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [NoneType, StaleRecord]
    assert len(world.service.orders) == 1


async def test_a_process_that_slept_before_sending_asks_first(world: World) -> None:
    an_anchored_render(world)
    change = world.records.change

    async def slow_change(render: Render, /, **updates: object) -> Render:
        after = await change(render, **updates)
        world.clock.advance(seconds=40)
        return after

    world.records.change = slow_change  # type: ignore[method-assign]

    assert await world.submit("T1", "r1") == timedelta(0)
    assert world.service.orders == []
    assert world.records.stored["r1"].uncertain


async def test_a_question_without_an_answer_is_asked_again_before_anything_is_sent(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskUncertain("lost")]
    await world.submit("T1", "r1")
    world.service.poll_error = RunwareBusy("down")

    assert await world.submit("T1", "r1") == timedelta(seconds=2)

    assert len(world.service.orders) == 1


async def test_a_task_that_may_be_accepted_is_not_sent_again_after_ten_minutes(world: World) -> None:
    an_anchored_render(world, task_uuid=TASK, sent_at=NOON, uncertain=True)
    world.clock.advance(hours=2)

    await world.submit("T1", "r1")

    assert world.service.orders == []
    assert world.records.stored["r1"].submitted_at == NOON


async def test_a_task_that_was_never_received_is_sent_again_without_a_question(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [RunwareBusy("down")]
    await world.submit("T1", "r1")

    await world.submit("T1", "r1")

    assert world.service.polled == []
    assert world.records.stored["r1"].state is RenderState.SUBMITTED


async def test_a_crash_while_it_was_sent_leaves_a_doubt(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [KeyboardInterrupt()]  # type: ignore[list-item]  # the process dies while it sends
    with pytest.raises(KeyboardInterrupt):
        await world.submit("T1", "r1")
    world.service.poll_error = RunwareBusy("down")
    world.clock.advance(minutes=10)

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.SUBMITTED


async def test_the_url_lives_from_the_first_sending_that_may_have_been_taken(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskUncertain("lost")]
    await world.submit("T1", "r1")
    world.clock.advance(minutes=5)

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].submitted_at == NOON


async def test_a_definite_no_ends_the_render_uncharged(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskRefused("insufficientCredits", "no money")]

    await world.submit("T1", "r1")

    failed = world.records.stored["r1"]
    assert failed.state is RenderState.FAILED
    assert failed.failure is not None
    assert failed.failure.charged is False


async def test_a_failure_worth_another_try_gets_one_new_task_and_no_third(world: World) -> None:
    an_anchored_render(world)
    refusal = TaskRefused("providerError", "boom", retryable=True)
    world.service.answers = [refusal, refusal]

    assert await world.submit("T1", "r1") == timedelta(seconds=2)
    await world.submit("T1", "r1")

    assert [order.task_uuid for order in world.service.orders] == [TASK, SECOND_TASK]
    assert world.records.stored["r1"].state is RenderState.FAILED


async def test_a_passing_refusal_after_a_lost_answer_is_no_reason_for_a_second_task(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskUncertain("lost"), TaskRefused("providerError", "boom", retryable=True)]
    await world.submit("T1", "r1")
    world.clock.advance(seconds=2)

    assert await world.submit("T1", "r1") == timedelta(seconds=2)

    assert [order.task_uuid for order in world.service.orders] == [TASK, TASK]
    assert world.records.stored["r1"].state is RenderState.ANCHORED


@pytest.mark.parametrize("code", ["insufficientCredits", "invalidApiKey"])
async def test_an_account_that_is_refused_after_a_lost_answer_leaves_the_doubt_and_the_money(
    world: World, code: str
) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskUncertain("lost"), TaskRefused(code, "no", about_task=False)]
    await world.submit("T1", "r1")
    world.clock.advance(seconds=2)

    assert await world.submit("T1", "r1") == timedelta(seconds=2)

    assert world.records.stored["r1"].state is RenderState.ANCHORED
    assert world.records.stored["r1"].uncertain


async def test_an_account_that_is_refused_at_once_ends_the_render(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskRefused("insufficientCredits", "no", about_task=False)]

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.FAILED


async def test_a_service_that_is_down_is_tried_for_ten_minutes(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [RunwareBusy("down"), RunwareBusy("down")]
    assert await world.submit("T1", "r1") == timedelta(seconds=5)
    world.clock.advance(minutes=10)

    await world.submit("T1", "r1")

    failed = world.records.stored["r1"]
    assert failed.failure is not None
    assert failed.failure.code == "unreachable"


async def test_a_task_that_may_be_accepted_is_polled_after_ten_minutes(world: World) -> None:
    an_anchored_render(world)
    world.service.answers = [TaskUncertain("lost"), RunwareBusy("down")]
    await world.submit("T1", "r1")
    world.clock.advance(minutes=10)

    await world.submit("T1", "r1")

    assert world.records.stored["r1"].state is RenderState.SUBMITTED


@pytest.mark.parametrize(("public", "address"), [(True, f"https://herald.example/hooks/{TASK}"), (False, None)])
async def test_the_service_is_told_where_to_call_if_anything_reaches_us(
    world: World, public: bool, address: str | None
) -> None:
    world.public = public
    an_anchored_render(world)

    await world.submit("T1", "r1")

    assert world.service.orders[0].webhook_url == address
