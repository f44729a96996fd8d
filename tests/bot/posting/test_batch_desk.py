"""What a person does with a batch, twice and at the wrong moment."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest

from bot.errors import BudgetExceeded, Refusal
from bot.posting.batch import Batch, BatchState, RowState
from bot.posting.batch_desk import NOT_YOURS, Batches
from tests.bot.posting.batches import FakeBatches, FakeDesk, a_batch, a_row, states
from tests.bot.rendering.fakes import FakeClock, FakeRecords, FakeWakeups

Press = Callable[[Batches, Batch], Awaitable[Batch]]
BEFORE = {BatchState.READING, BatchState.REFUSED, BatchState.PLANNED, BatchState.SAMPLING, BatchState.SAMPLED}


async def plenty() -> Decimal:
    """Money for everything."""
    return Decimal(1_000)


PRESSES: dict[str, tuple[Press, set[BatchState]]] = {
    "sample": (lambda desk, batch: desk.sample(batch), {BatchState.PLANNED}),
    "make": (lambda desk, batch: desk.make(batch, plenty), {BatchState.SAMPLED}),
    "stop": (lambda desk, batch: desk.stop(batch), {BatchState.RUNNING}),
    "retry": (lambda desk, batch: desk.retry(batch, plenty), {BatchState.FINISHED}),
    "drop": (lambda desk, batch: desk.drop(batch), BEFORE | {BatchState.DROPPED}),
}


def a_desk(batch: Batch) -> tuple[Batches, FakeBatches, FakeDesk]:
    """The desk, and what it stands on."""
    records, clips = FakeBatches({batch.id: batch}), FakeDesk(FakeRecords())
    return Batches(records, clips, FakeWakeups(), FakeClock()), records, clips


@pytest.mark.parametrize("state", list(BatchState), ids=str)
@pytest.mark.parametrize("name", list(PRESSES))
async def test_a_button_works_in_its_own_states_and_no_other(name: str, state: BatchState) -> None:
    press, works_in = PRESSES[name]
    rows = (a_row(2), a_row(3, state=RowState.FAILED, failure="budget"))
    desk, _, clips = a_desk(a_batch(state=state, rows=rows))
    batch = await desk.own("T1", "U0", "b1")

    if state in works_in:
        await press(desk, batch)
    else:
        with pytest.raises(Refusal, match="moved on"):
            await press(desk, batch)

    assert len(clips.taken) == (name == "sample" and state in works_in)


@pytest.mark.parametrize("name", ["sample", "make", "retry"])
async def test_two_presses_at_once_count_as_one(name: str) -> None:
    press, works_in = PRESSES[name]
    (state,) = works_in
    desk, records, clips = a_desk(a_batch(state=state, rows=(a_row(2), a_row(3, state=RowState.FAILED))))
    seen_by_both = records.only
    await press(desk, seen_by_both)

    with pytest.raises(Refusal, match="moved on"):
        await press(desk, seen_by_both)

    assert len(set(clips.taken)) == (name == "sample")


@pytest.mark.parametrize(("user_id", "batch_id"), [("U9", "b1"), ("U0", "gone")])
async def test_what_is_not_ones_own_and_what_is_not_there_are_refused_alike(user_id: str, batch_id: str) -> None:
    desk, _, _ = a_desk(a_batch())

    with pytest.raises(Refusal) as refused:
        await desk.own("T1", user_id, batch_id)

    assert str(refused.value) == NOT_YOURS


async def test_nothing_starts_that_the_budget_does_not_cover_as_a_whole() -> None:
    desk, records, _ = a_desk(a_batch(state=BatchState.SAMPLED))

    async def little() -> Decimal:
        return Decimal("0.77")

    with pytest.raises(Refusal, match=r"up to \$0\.78 together, and \$0\.77"):
        await desk.make(records.only, little)

    assert records.only.state is BatchState.SAMPLED


async def test_a_sample_that_cannot_be_paid_leaves_the_list_as_it_was() -> None:
    desk, records, clips = a_desk(a_batch(state=BatchState.PLANNED))
    clips.errors = [BudgetExceeded(needed=Decimal(1), left=Decimal(0))]

    with pytest.raises(BudgetExceeded):
        await desk.sample(records.only)

    assert (records.only.state, records.only.sample_id) == (BatchState.PLANNED, None)


@pytest.mark.parametrize("name", ["sample", "make", "retry"])
async def test_a_press_counts_while_the_message_is_just_being_edited(name: str) -> None:
    press, works_in = PRESSES[name]
    (state,) = works_in
    desk, records, _ = a_desk(a_batch(state=state, rows=(a_row(2), a_row(3, state=RowState.FAILED))))
    records.others = [{"unshown": False}]

    assert (await press(desk, records.only)).state is not state


async def test_a_stop_gets_in_between_the_rounds_of_a_busy_batch() -> None:
    desk, records, _ = a_desk(a_batch())
    records.others = [{"unshown": True}] * 3

    await desk.stop(records.only)

    assert states(records.only) == [RowState.STOPPED] * 3


async def test_a_second_stop_changes_nothing() -> None:
    desk, records, _ = a_desk(a_batch(rows=(a_row(2, state=RowState.MAKING),)))

    assert await desk.stop(records.only) == records.only
    assert records.only.stopped_at is None


async def test_handing_in_twice_makes_one_batch() -> None:
    desk, records, _ = a_desk(a_batch(state=BatchState.PLANNED))

    await desk.hand_in(a_batch(state=BatchState.READING, rows=()))

    assert records.only.state is BatchState.PLANNED
