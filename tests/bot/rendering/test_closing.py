"""A render that ended settles its money and has its last word."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy, StaleRecord
from bot.rendering.render import Choices, Failure, Render, RenderState, Result
from bot.rendering.showing import CloseStep, ShowStep
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, FakeThread, a_render

RESULT = Result(video_uuid="v1", url="https://media.example/v1.mp4", expires_at=NOON, cost=Decimal("0.29"))
FAILURE = Failure(code="unreachable", message="down")


@dataclass
class Till:
    """What was settled, and which renders were handed on."""

    settled: list[Decimal] = field(default_factory=list)
    handed_on: list[str] = field(default_factory=list)

    async def settle(self, render: Render, amount: Decimal) -> None:
        self.settled.append(amount)

    async def hand_on(self, render: Render) -> None:
        self.handed_on.append(render.id)


def a_close_step(world: World, till: Till) -> CloseStep:
    """The step on the world's fakes."""
    return CloseStep(world.records, till, world.thread, till.hand_on)


async def test_a_ready_render_is_handed_on_and_settled_at_its_real_cost(world: World) -> None:
    world.records.put(a_render(state=RenderState.READY, results=(RESULT,)))
    till = Till()

    await a_close_step(world, till)("T1", "r1")

    assert (till.settled, till.handed_on) == ([Decimal("0.29")], ["r1"])
    assert world.records.stored["r1"].closed


async def test_a_cost_nobody_named_is_settled_at_the_price(world: World) -> None:
    world.records.put(a_render(state=RenderState.READY, results=(RESULT.model_copy(update={"cost": None}),)))
    till = Till()

    await a_close_step(world, till)("T1", "r1")

    assert till.settled == [Decimal("0.30")]


async def test_a_failed_render_is_released_and_said_in_the_anchor(world: World) -> None:
    world.records.put(a_render(state=RenderState.FAILED, anchor_ts="100.1", failure=FAILURE))
    till = Till()

    await a_close_step(world, till)("T1", "r1")

    assert till.settled == [Decimal(0)]
    assert len(world.thread.shown) == 1
    assert world.thread.told == []


async def test_a_task_that_may_have_been_charged_is_settled_at_the_price(world: World) -> None:
    unknown = Failure(code="gone_after_24h", message="no result", charged=None)
    world.records.put(a_render(state=RenderState.FAILED, anchor_ts="100.1", submitted_at=NOON, failure=unknown))
    till = Till()

    await a_close_step(world, till)("T1", "r1")

    assert till.settled == [Decimal("0.30")]


async def test_a_video_that_was_held_back_is_settled_at_what_it_cost(world: World) -> None:
    held = Failure(code="nsfwContentDetected", message="held back", charged=True, cost=Decimal("0.21"))
    world.records.put(a_render(state=RenderState.FAILED, anchor_ts="100.1", submitted_at=NOON, failure=held))
    till = Till()

    await a_close_step(world, till)("T1", "r1")

    assert till.settled == [Decimal("0.21")]


async def test_a_failure_without_an_anchor_is_told_by_dm(world: World) -> None:
    world.records.put(a_render(state=RenderState.FAILED, failure=FAILURE))

    await a_close_step(world, Till())("T1", "r1")

    assert len(world.thread.told) == 1


async def test_a_failure_whose_anchor_is_gone_is_told_by_dm(world: World) -> None:
    world.records.put(a_render(state=RenderState.FAILED, anchor_ts="100.1", failure=FAILURE))
    world.thread.errors = [PostRefused("chat.update", "message_not_found")]

    await a_close_step(world, Till())("T1", "r1")

    assert len(world.thread.told) == 1


async def test_a_busy_slack_keeps_the_render_open(world: World) -> None:
    world.records.put(a_render(state=RenderState.FAILED, anchor_ts="100.1", failure=FAILURE))
    world.thread.errors = [SlackBusy("chat.update", retry_after=timedelta(seconds=3))]

    assert await a_close_step(world, Till())("T1", "r1") == timedelta(seconds=3)
    assert not world.records.stored["r1"].closed


async def test_a_last_word_whose_edit_was_lost_is_said_again(world: World) -> None:
    world.records.put(a_render(state=RenderState.FAILED, anchor_ts="100.1", failure=FAILURE))
    world.thread.errors = [PostUncertain("lost")]
    close = a_close_step(world, Till())
    assert await close("T1", "r1") == timedelta(seconds=10)

    await close("T1", "r1")

    assert len(world.thread.shown) == 1
    assert world.records.stored["r1"].closed


async def test_the_anchor_is_edited_at_most_every_ten_seconds(world: World) -> None:
    world.records.put(a_render(state=RenderState.SUBMITTED, anchor_ts="100.1"))
    show = ShowStep(world.records, world.thread, world.wakeups, world.clock)

    assert await show("T1", "r1") == timedelta(seconds=10)


async def test_a_person_is_told_by_dm_of_results_that_will_not_come(world: World) -> None:
    choices = Choices(avatar="a", voice="v", number_results=2)
    world.records.put(a_render(state=RenderState.READY, anchor_ts="100.1", choices=choices, results=(RESULT,)))
    till = Till()

    await a_close_step(world, till)("T1", "r1")

    assert (len(world.thread.told), world.thread.shown) == (1, [])
    assert till.handed_on == ["r1"]
    assert world.records.stored["r1"].closed


async def test_a_handing_on_at_the_same_time_does_not_send_the_dm_twice(world: World) -> None:
    choices = Choices(avatar="a", voice="v", number_results=2)
    world.records.put(a_render(state=RenderState.READY, anchor_ts="100.1", choices=choices, results=(RESULT,)))

    class HandsOnMeanwhile(Till):
        async def hand_on(self, render: Render) -> None:
            if not self.handed_on:
                await world.records.change(render, handed_on=1)
            await super().hand_on(render)

    close = a_close_step(world, HandsOnMeanwhile())
    with pytest.raises(StaleRecord):
        await close("T1", "r1")
    await close("T1", "r1")

    assert len(world.thread.told) == 1
    assert world.records.stored["r1"].closed


async def test_a_render_with_all_its_results_needs_no_dm(world: World) -> None:
    world.records.put(a_render(state=RenderState.READY, anchor_ts="100.1", results=(RESULT,)))

    await a_close_step(world, Till())("T1", "r1")

    assert world.thread.told == []


async def test_an_edit_whose_run_was_cut_off_before_it_saw_the_end_is_put_right_by_the_next(world: World) -> None:
    world.records.put(a_render(state=RenderState.READY, anchor_ts="100.1"))

    assert await ShowStep(world.records, world.thread, world.wakeups, world.clock)("T1", "r1") is None
    assert world.wakeups.woken == [("reshow", "r1")]


async def test_an_edit_that_the_end_overtook_is_put_right(world: World) -> None:
    world.records.put(a_render(state=RenderState.SUBMITTED, anchor_ts="100.1"))

    class EndsWhileItIsEdited(FakeThread):
        async def show(self, render: Render) -> None:
            world.records.put(render.model_copy(update={"state": RenderState.READY}))

    show = ShowStep(world.records, EndsWhileItIsEdited(), world.wakeups, world.clock)

    assert await show("T1", "r1") is None
    assert world.wakeups.woken == [("reshow", "r1")]


async def test_a_progress_edit_that_a_failure_overtook_is_put_right_when_slack_lets_it(world: World) -> None:
    world.records.put(a_render(state=RenderState.SUBMITTED, anchor_ts="100.1"))

    class FailsWhileItIsEdited(FakeThread):
        async def show(self, render: Render) -> None:
            await super().show(render)
            world.records.put(render.model_copy(update={"state": RenderState.FAILED}))

    thread = FailsWhileItIsEdited()
    show = ShowStep(world.records, thread, world.wakeups, world.clock)
    assert await show("T1", "r1") == timedelta(0)
    thread.errors = [SlackBusy("chat.update", retry_after=timedelta(seconds=30))]
    assert await show("T1", "r1") == timedelta(seconds=30)

    assert await show("T1", "r1") is None
    assert [render.state for render in thread.shown] == [RenderState.SUBMITTED, RenderState.FAILED]


async def test_an_anchor_that_may_not_be_edited_is_left_alone_for_a_while(world: World) -> None:
    world.records.put(a_render(state=RenderState.SUBMITTED, anchor_ts="100.1"))
    world.thread.errors = [PostRefused("chat.update", "message_not_found")]
    show = ShowStep(world.records, world.thread, world.wakeups, world.clock)

    assert await show("T1", "r1") == timedelta(minutes=5)


async def test_a_dm_that_may_be_lost_is_sent_once_more_and_no_more(world: World) -> None:
    world.records.put(a_render(state=RenderState.FAILED, failure=FAILURE))
    world.thread.errors = [PostUncertain("lost"), PostUncertain("lost"), PostUncertain("lost")]
    step = a_close_step(world, Till())

    delays = [await step("T1", "r1") for _ in range(2)]

    assert (delays[0] is None, delays[1]) == (False, None)
    assert world.records.stored["r1"].closed
    assert len(world.thread.errors) == 1


async def test_a_dm_that_slack_did_not_take_does_not_count(world: World) -> None:
    busy = SlackBusy("chat.postMessage", retry_after=timedelta(seconds=7))
    world.records.put(a_render(state=RenderState.FAILED, failure=FAILURE))
    world.thread.errors = [busy, busy, busy]
    step = a_close_step(world, Till())

    for _ in range(4):
        await step("T1", "r1")

    assert [told.id for told in world.thread.told] == ["r1"]
