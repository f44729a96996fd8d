"""What a person does with a batch: hand it in, hear a sample, make it, stop it, try again what failed."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Final

from bot.errors import Refusal, StaleRecord
from bot.posting.batch import Batch, BatchState, Row, RowState, reserve_of
from bot.posting.batch_clips import sample_id, sample_request
from bot.posting.batch_making import NOT_REPORTED
from bot.posting.batch_ports import BatchRecords
from bot.posting.ports import Desk
from bot.rendering.ports import Clock, Wakeups

NOT_YOURS: Final = "Only the person who asked for these clips can do that. Type /herald personal to make your own."
MOVED: Final = "These clips have moved on since: look at the message once more."
_TRIES: Final = 20
"""A batch under way is changed every second; a press goes in between."""

Left = Callable[[], Awaitable[Decimal]]
"""What is left of the month's budget, in US dollars."""


class Batches:
    """Where a person's wish about a batch is stored, before the queue carries it out."""

    def __init__(self, records: BatchRecords, desk: Desk, wakeups: Wakeups, clock: Clock) -> None:
        self._records = records
        self._desk = desk
        self._wakeups = wakeups
        self._clock = clock

    async def own(self, team_id: str, user_id: str, batch_id: str) -> Batch:
        """The person's batch; what is not theirs and what is not there are refused alike."""
        batch = await self._records.get(team_id, batch_id)
        if batch is None or batch.user_id != user_id:
            raise Refusal(NOT_YOURS)
        return batch

    async def hand_in(self, batch: Batch) -> None:
        """Store a new batch; a second time for the same id changes nothing."""
        await self._records.create(batch)

    async def wake(self, batch: Batch) -> None:
        """Let the queue go on with it."""
        await self._wakeups.wake("batch", batch.team_id, batch.id)

    async def sample(self, batch: Batch) -> Batch:
        """Make the first clip for the sender alone; raises Refusal, BudgetExceeded among them."""
        if batch.state is not BatchState.PLANNED or not batch.of(RowState.WAITING):
            raise Refusal(MOVED)
        row = batch.of(RowState.WAITING)[0]
        render_id = sample_id(batch, row)
        await self._desk.take(sample_request(batch, row))
        await self._wakeups.wake("anchor", batch.team_id, render_id)
        rows = tuple(_sampled(each, row.line, render_id) for each in batch.rows)
        return await self._change(
            batch, state=BatchState.SAMPLING, rows=rows, sample_id=render_id, sample_failed=False, unshown=True
        )

    async def make(self, batch: Batch, left: Left) -> Batch:
        """Make the others; raises Refusal for a second press, and where not all of them can be paid."""
        if batch.state is not BatchState.SAMPLED:
            raise Refusal(MOVED)
        await _check_budget(reserve_of(batch.others), left)
        return await self._change(batch, state=BatchState.RUNNING, unshown=True)

    async def retry(self, batch: Batch, left: Left) -> Batch:
        """Make what failed or was stopped once more; raises as `make` does."""
        if batch.state is not BatchState.FINISHED or not batch.again:
            raise Refusal(MOVED)
        await _check_budget(reserve_of([row for row in batch.again if row.render_id is None]), left)
        rows = tuple(_once_more(row) for row in batch.rows)
        return await self._change(
            batch, state=BatchState.RUNNING, rows=rows, stopped_at=None, ended_at=None, unshown=True, **NOT_REPORTED
        )

    async def stop(self, batch: Batch) -> Batch:
        """Make no further clips; those that are being made are paid, and sent. A second time changes nothing."""
        for _ in range(_TRIES):
            if batch.state is not BatchState.RUNNING:
                raise Refusal(MOVED)
            if not batch.of(RowState.WAITING):
                return batch
            rows = tuple(_stopped(row) for row in batch.rows)
            try:
                return await self._records.change(batch, rows=rows, stopped_at=self._clock(), unshown=True)
            except StaleRecord:
                batch = await self.own(batch.team_id, batch.user_id, batch.id)
        raise Refusal("These clips are just being changed. Please press once more.")

    async def drop(self, batch: Batch) -> Batch:
        """Make nothing of it; a second time changes nothing."""
        if batch.state is BatchState.DROPPED:
            return batch
        require_droppable(batch)
        return await self._change(batch, state=BatchState.DROPPED, unshown=True)

    async def _change(self, batch: Batch, **updates: object) -> Batch:
        """Store what was pressed, unless more than how the batch is shown was changed since it was read."""
        seen = batch
        for _ in range(_TRIES):
            try:
                return await self._records.change(batch, **updates)
            except StaleRecord:
                batch = await self.own(batch.team_id, batch.user_id, batch.id)
            if (batch.state, batch.rows) != (seen.state, seen.rows):
                break
        raise Refusal(MOVED)


def require_droppable(batch: Batch) -> None:
    """Raise Refusal where clips of the batch went out already, so that no other can take its place."""
    if batch.state in {BatchState.RUNNING, BatchState.FINISHED}:
        raise Refusal(MOVED)


async def _check_budget(needed: Decimal, left: Left) -> None:
    there = max(await left(), Decimal(0))
    if needed > there:
        raise Refusal(
            f"These clips may cost up to ${needed:,.2f} together, and ${there:,.2f} of this month's budget is left. "
            "Take fewer people or shorten the script, or ask for a higher budget. Nothing was charged."
        )


def _sampled(row: Row, line: int, render_id: str) -> Row:
    return row.model_copy(update={"render_id": render_id}) if row.line == line else row


def _stopped(row: Row) -> Row:
    return row.model_copy(update={"state": RowState.STOPPED}) if row.state is RowState.WAITING else row


def _once_more(row: Row) -> Row:
    """A row that failed under a new attempt; one that was stopped as it was, since it may have been begun after all."""
    if row.state is RowState.FAILED:
        return row.model_copy(update={"state": RowState.WAITING, "attempt": row.attempt + 1})
    return row.model_copy(update={"state": RowState.WAITING}) if row.state is RowState.STOPPED else row
