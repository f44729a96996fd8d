"""Making a batch's clips: each once, a few at a time, whatever happens in between."""

from decimal import Decimal

import pytest

from bot.errors import BudgetExceeded, InvalidField, Paused, StaleRecord
from bot.posting.batch import Batch, BatchState, RowState
from bot.posting.batch_desk import Batches
from bot.posting.batch_making import Making, Shelves
from bot.posting.posting import PostingState
from bot.posting.results import Results
from bot.rendering.render import Failure, RenderState
from tests.bot.posting.batches import FakeBatches, FakeDesk, FakeSlots, a_batch, a_row, states
from tests.bot.posting.fakes import FakePostings, a_posting
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, FakeWakeups, a_render

BUDGET = BudgetExceeded(needed=Decimal("0.39"), left=Decimal("0.10"))


class Bench:
    """All that making stands on, and its result."""

    def __init__(self, batch: Batch, *, most: int = 1_000) -> None:
        self.batches, self.renders, self.postings = FakeBatches(), FakeRecords(), FakePostings()
        self.slots, self.wakeups, self.clock = FakeSlots(most), FakeWakeups(), FakeClock()
        self.desk = FakeDesk(self.renders)
        results = Results(self.postings, self.renders, self.wakeups, self.clock)
        shelves = Shelves(self.renders, self.postings)
        self.making = Making(self.batches, shelves, self.desk, results, self.slots, self.wakeups)
        self.buttons = Batches(self.batches, self.desk, self.wakeups, self.clock)
        self.batches.put(batch)

    async def round(self, batch: Batch | None = None) -> Batch:
        """One round over the batch as it is, or as a worker read it earlier."""
        await self.making.run(batch or self.batches.only, self.clock)
        return self.batches.only

    async def end(self, render_id: str, *, failed: str | None = None) -> None:
        """The clip is sent, or has failed."""
        render = self.renders.stored[render_id]
        ended = {"anchor_ts": None, "version": render.version, "closed": True}
        if failed is not None:
            failure = Failure(code=failed, message="no")
            self.renders.put(render.model_copy(update={**ended, "state": RenderState.FAILED, "failure": failure}))
            return
        self.renders.put(render.model_copy(update={**ended, "state": RenderState.READY}))
        posting = a_posting(id=f"{render_id}-0", render_id=render_id, state=PostingState.POSTED, posted_at=NOON)
        self.postings.stored[posting.id] = posting


async def test_every_clip_is_asked_for_once_over_many_rounds() -> None:
    bench = Bench(a_batch())

    for _ in range(3):
        await bench.round()

    assert bench.desk.taken == ["b1r2a1", "b1r3a1", "b1r4a1"]
    assert [step for step, _ in bench.wakeups.woken] == ["anchor"] * 3


async def test_no_more_clips_are_under_way_than_there_are_slots() -> None:
    bench = Bench(a_batch(), most=2)

    assert states(await bench.round()) == [RowState.MAKING, RowState.MAKING, RowState.WAITING]
    await bench.end("b1r2a1")

    assert states(await bench.round()) == [RowState.SENT, RowState.MAKING, RowState.MAKING]


async def test_a_round_that_could_not_be_noted_makes_nothing_twice() -> None:
    batch = a_batch()
    bench = Bench(batch)
    bench.batches.others.append({"unshown": True})
    with pytest.raises(StaleRecord):
        await bench.round()

    await bench.round()

    assert bench.desk.taken == ["b1r2a1", "b1r3a1", "b1r4a1"]


async def test_a_stop_in_the_middle_of_a_round_counts_what_had_begun_as_under_way() -> None:
    bench = Bench(a_batch(), most=2)
    stopped = tuple(row.model_copy(update={"state": RowState.STOPPED}) for row in bench.batches.only.rows)
    bench.batches.others.append({"rows": stopped, "stopped_at": NOON})
    with pytest.raises(StaleRecord):
        await bench.round()

    batch = await bench.round()

    assert states(batch) == [RowState.MAKING, RowState.MAKING, RowState.STOPPED]


async def test_a_batch_is_finished_when_each_clip_is_sent_or_known_to_have_failed() -> None:
    bench = Bench(a_batch())
    await bench.round()
    for render_id, failed in (("b1r2a1", None), ("b1r3a1", "contentPolicyViolation"), ("b1r4a1", None)):
        await bench.end(render_id, failed=failed)

    batch = await bench.round()

    assert (batch.state, states(batch)) == (BatchState.FINISHED, [RowState.SENT, RowState.FAILED, RowState.SENT])
    assert batch.rows[1].failure == "contentPolicyViolation"
    assert bench.slots.taken == []


async def test_when_the_budget_runs_out_the_rest_fails_together() -> None:
    bench = Bench(a_batch())
    bench.desk.errors = [None, BUDGET]

    batch = await bench.round()

    assert states(batch) == [RowState.MAKING, RowState.FAILED, RowState.FAILED]
    assert {row.failure for row in batch.rows[1:]} == {"budget"}
    assert bench.slots.taken == ["b1r2a1"]


async def test_in_a_pause_the_rest_waits_and_holds_no_slot() -> None:
    bench = Bench(a_batch())
    bench.desk.errors = [None, Paused("We move house.")]

    batch = await bench.round()

    assert states(batch) == [RowState.MAKING, RowState.WAITING, RowState.WAITING]
    assert bench.slots.taken == ["b1r2a1"]


async def test_a_clip_that_is_refused_holds_no_other_back() -> None:
    bench = Bench(a_batch())
    bench.desk.errors = [InvalidField("voice", "This voice is not on offer (any more). Pick another one.")]

    batch = await bench.round()

    assert states(batch) == [RowState.FAILED, RowState.MAKING, RowState.MAKING]
    assert "not on offer" in (batch.rows[0].reason or "")


async def test_what_failed_is_made_anew_under_another_id() -> None:
    rows = (a_row(2, state=RowState.SENT), a_row(3, state=RowState.FAILED, failure="budget"))
    bench = Bench(a_batch(state=BatchState.FINISHED, rows=rows))

    await bench.buttons.retry(bench.batches.only, _plenty)
    await bench.round()

    assert bench.desk.taken == ["b1r3a2"]


async def test_what_was_stopped_keeps_its_id_so_that_what_had_begun_is_not_made_again() -> None:
    bench = Bench(a_batch(state=BatchState.FINISHED, rows=(a_row(2, state=RowState.STOPPED),)))
    bench.renders.put(a_render(id="b1r2a1"))

    await bench.buttons.retry(bench.batches.only, _plenty)
    batch = await bench.round()

    assert (bench.desk.taken, states(batch)) == ([], [RowState.MAKING])


async def test_a_clip_that_was_made_but_not_sent_is_sent_again_and_not_paid_again() -> None:
    row = a_row(2, state=RowState.FAILED, failure="user_disabled", render_id="b1r2a1", posting_id="b1r2a1-0")
    bench = Bench(a_batch(state=BatchState.FINISHED, rows=(row,)))
    bench.renders.put(a_render(id="b1r2a1", state=RenderState.READY, closed=True, results=(a_posting().result,)))
    bench.postings.stored["b1r2a1-0"] = a_posting(
        id="b1r2a1-0", render_id="b1r2a1", state=PostingState.FAILED, file_id="F1"
    )

    await bench.buttons.retry(bench.batches.only, _nothing)
    await bench.round()

    assert bench.desk.taken == []
    (again,) = [posting for posting in bench.postings.stored.values() if posting.copy_of == "F1"]
    assert again.destination.channel_id == "U2"
    assert bench.wakeups.woken == [("keep", again.id)]


async def test_a_clip_of_which_nothing_is_left_is_made_anew() -> None:
    row = a_row(2, state=RowState.WAITING, attempt=2, render_id="b1r2a1")
    bench = Bench(a_batch(rows=(row,)))
    bench.renders.put(a_render(id="b1r2a1", state=RenderState.READY, closed=True, deleted_at=NOON))

    await bench.round()

    assert bench.desk.taken == ["b1r2a2"]


async def test_the_first_person_gets_the_sample_itself() -> None:
    bench = Bench(a_batch(state=BatchState.PLANNED))
    batch = await bench.buttons.sample(bench.batches.only)
    sample = bench.renders.stored[batch.sample_id or ""]
    assert (sample.batch_id, sample.destination.thread_ts, sample.script) == (None, "100.1", "Hello Person2.")
    bench.renders.put(
        sample.model_copy(update={"state": RenderState.READY, "closed": True, "results": (a_posting().result,)})
    )
    bench.postings.stored[f"{sample.id}-0"] = a_posting(
        id=f"{sample.id}-0", render_id=sample.id, state=PostingState.POSTED, file_id="F1"
    )
    await bench.making.follow_sample(bench.batches.only)

    await bench.buttons.make(bench.batches.only, _plenty)
    batch = await bench.round()

    assert bench.desk.taken == [sample.id, "b1r3a1", "b1r4a1"]
    assert batch.rows[0].render_id == sample.id
    assert bench.postings.stored[batch.rows[0].posting_id or ""].destination.channel_id == "U2"


async def test_a_sample_that_failed_can_be_made_once_more() -> None:
    bench = Bench(a_batch(state=BatchState.PLANNED))
    first = (await bench.buttons.sample(bench.batches.only)).sample_id or ""
    await bench.end(first, failed="contentPolicyViolation")
    await bench.making.follow_sample(bench.batches.only)
    assert bench.batches.only.sample_failed

    second = (await bench.buttons.sample(bench.batches.only)).sample_id

    assert second not in {None, first}


async def _plenty() -> Decimal:
    return Decimal(1_000)


async def _nothing() -> Decimal:
    return Decimal(0)
