"""Making a batch's clips: a few at a time, each once, until everybody has theirs or it is known why not."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.errors import BudgetExceeded, Paused, Refusal
from bot.posting.batch import Batch, BatchState, Row, RowState
from bot.posting.batch_clips import clip_id, clip_request
from bot.posting.batch_ports import BatchRecords, Slots
from bot.posting.ports import Desk, PostingRecords
from bot.posting.posting import Posting, PostingState
from bot.posting.results import Results, Share, share_posting_id
from bot.posting.steps import posting_id
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Render, RenderState

AT_ONCE: Final = 10
"""How many clips of batches are under way at once in a workspace, from the request to the DM.

A clip renders for about a minute, so these come to ten DMs a minute: a fifth of the `conversations.open` (50 a minute)
and a third of the uploads (three of 100 a minute each) that Slack allows; the rest is for everybody else's clips, which
take no slot and so never wait for a batch.
"""
LOOK_AGAIN: Final = timedelta(seconds=1)
BUDGET: Final = "budget"
LOST: Final = "taskNotFound"
CALLED_OFF: Final = "cancelled"


@dataclass(frozen=True)
class Shelves:
    """The records of what a batch's clips become."""

    renders: RenderRecords
    postings: PostingRecords


class Making:
    """Takes up rows as slots are free, and notes what became of those under way."""

    def __init__(
        self, records: BatchRecords, shelves: Shelves, desk: Desk, results: Results, slots: Slots, wakeups: Wakeups
    ) -> None:
        self._records = records
        self._shelves = shelves
        self._desk = desk
        self._results = results
        self._slots = slots
        self._wakeups = wakeups

    async def follow_sample(self, batch: Batch) -> timedelta | None:
        """sampling → sampled once the sample is in the thread, or planned again when it failed."""
        team_id, render_id = batch.team_id, batch.sample_id or ""
        render = await self._shelves.renders.get(team_id, render_id)
        if render is None or render.state in {RenderState.FAILED, RenderState.CANCELLED}:
            rows = tuple(_anew(row) if row.render_id == render_id else row for row in batch.rows)
            await self._records.change(
                batch, state=BatchState.PLANNED, rows=rows, sample_id=None, sample_failed=True, unshown=True
            )
            return timedelta(0)
        posting = await self._shelves.postings.get(team_id, posting_id(render, 0))
        if posting is None or not posting.ended:
            return LOOK_AGAIN
        await self._records.change(batch, state=BatchState.SAMPLED, unshown=True)
        return timedelta(0)

    async def run(self, batch: Batch, clock: Clock) -> timedelta | None:
        """One round; running → finished when no clip is left."""
        before = {row.line: row for row in batch.rows}
        held = await self._slots.held(batch)
        rows = await self._adopt(batch, held)
        rows |= {row.line: row for row in await self._followed(batch, _making(rows), clock)}
        needed = {clip_id(batch, row) for row in rows.values() if row.state in {RowState.WAITING, RowState.MAKING}}
        await self._slots.release(batch, sorted(held - needed))
        rows |= {row.line: row for row in await self._started(batch, _waiting(rows), clock)}
        over = not any(row.state in {RowState.WAITING, RowState.MAKING} for row in rows.values())
        updates: dict[str, object] = {"rows": tuple(rows.values()), "unshown": True}
        if over:
            await self._slots.release(batch, sorted(await self._slots.held(batch)))
            updates |= {"state": BatchState.FINISHED, "ended_at": clock(), **NOT_REPORTED}
        if over or rows != before:
            await self._records.change(batch, **updates)
        return timedelta(0) if over else LOOK_AGAIN

    async def _adopt(self, batch: Batch, held: frozenset[str]) -> dict[int, Row]:
        """The rows, with those as under way that were taken up in a round which could not be noted."""
        rows = {row.line: row for row in batch.rows}
        for row in batch.rows:
            if clip_id(batch, row) in held and row.state in {RowState.WAITING, RowState.STOPPED, RowState.FAILED}:
                rows[row.line] = await self._taken_up(batch, row) or row
        return rows

    async def _taken_up(self, batch: Batch, row: Row) -> Row | None:
        """The row as under way, where its clip is on its way already."""
        if row.render_id is not None:
            again = share_posting_id(row.render_id, _share_id(row))
            if await self._shelves.postings.get(batch.team_id, again) is not None:
                return _under_way(row, row.render_id, again)
        render = await self._shelves.renders.get(batch.team_id, clip_id(batch, row))
        return None if render is None else _under_way(row, render.id, posting_id(render, 0))

    async def _followed(self, batch: Batch, rows: Sequence[Row], clock: Clock) -> Sequence[Row]:
        """The rows under way as they are now."""
        return await asyncio.gather(*(self._follow(batch, row, clock) for row in rows))

    async def _follow(self, batch: Batch, row: Row, clock: Clock) -> Row:
        render, posting = await asyncio.gather(
            self._shelves.renders.get(batch.team_id, row.render_id or ""),
            self._shelves.postings.get(batch.team_id, row.posting_id or ""),
        )
        updates = _outcome(render, posting)
        return row if updates is None else row.model_copy(update={**updates, "ended_at": clock()})

    async def _started(self, batch: Batch, waiting: Sequence[Row], clock: Clock) -> Sequence[Row]:
        """As many of the waiting rows as may be under way; where the money has run out, none of them is any more."""
        if not waiting:
            return ()
        granted = set(await self._slots.take(batch, [clip_id(batch, row) for row in waiting[:AT_ONCE]], now=clock()))
        started: list[Row] = []
        for at, row in enumerate(waiting):
            if clip_id(batch, row) not in granted:
                continue
            try:
                started.append(await self._start(batch, row))
            except Paused:  # an operator's pause ends: until then the rest waits
                await self._slots.release(batch, [clip_id(batch, each) for each in waiting[at:]])
                return started
            except BudgetExceeded:
                over = [each.model_copy(update={"ended_at": clock(), **_failed(BUDGET)}) for each in waiting[at:]]
                await self._slots.release(batch, [clip_id(batch, each) for each in over])
                return [*started, *over]
            except Refusal as refused:
                reason = {"ended_at": clock(), "reason": str(refused), **_failed("refused")}
                started.append(row.model_copy(update=reason))
        return started

    async def _start(self, batch: Batch, row: Row) -> Row:
        """Set the row's clip on its way: what was made and paid already is sent, else a new one is made."""
        earlier = await self._sent_again(batch, row) if row.render_id is not None else None
        if earlier is not None:
            return earlier
        taken_up = await self._taken_up(batch, row)
        if taken_up is None:
            render = await self._desk.take(clip_request(batch, row))
            taken_up = _under_way(row, render.id, posting_id(render, 0))
        await self._wakeups.wake("anchor", batch.team_id, clip_id(batch, row))
        return taken_up

    async def _sent_again(self, batch: Batch, row: Row) -> Row | None:
        """The row with a further posting of the clip that is there; None where nothing is left of that."""
        render = await self._shelves.renders.get(batch.team_id, row.render_id or "")
        if render is None or row.person is None:
            return None
        share = Share(_share_id(row), render.chosen or 0, row.person.user_id)
        try:
            posting = await self._results.share(render, share)
        except Refusal:
            return None
        await self._wakeups.wake("keep", posting.team_id, posting.id)
        return _under_way(row, render.id, posting.id)


NOT_REPORTED: Final = {"report_file_id": None, "report_intent_at": None, "reported": False}
"""A batch whose end is still to be told."""


def _making(rows: dict[int, Row]) -> Sequence[Row]:
    return [row for row in rows.values() if row.state is RowState.MAKING]


def _waiting(rows: dict[int, Row]) -> Sequence[Row]:
    return [row for row in rows.values() if row.state is RowState.WAITING]


def _share_id(row: Row) -> str:
    return f"b{row.line}a{row.attempt}"


def _under_way(row: Row, render_id: str, its_posting_id: str) -> Row:
    updates = {"state": RowState.MAKING, "render_id": render_id, "posting_id": its_posting_id}
    return row.model_copy(update={**updates, "failure": None, "reason": None, "ended_at": None})


def _anew(row: Row) -> Row:
    """The row without the clip that failed; the next one has another id."""
    return row.model_copy(update={"attempt": row.attempt + 1, "render_id": None})


def _failed(code: str) -> dict[str, object]:
    return {"state": RowState.FAILED, "failure": code}


def _outcome(render: Render | None, posting: Posting | None) -> dict[str, object] | None:
    """What became of a clip under way; None while it is. One whose video is there can be sent again as it is."""
    if posting is not None and posting.ended:
        if posting.state is PostingState.POSTED:
            return {"state": RowState.SENT}
        return _failed(posting.failure or CALLED_OFF)
    if render is None:
        return {"render_id": None, **_failed(LOST)}
    if render.state in {RenderState.FAILED, RenderState.CANCELLED} and render.closed:
        code = CALLED_OFF if render.failure is None else render.failure.code
        return {"render_id": None, **_failed(code)}
    return None
