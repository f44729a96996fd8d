"""Putting every unfinished record that nothing is about to touch back on its way."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final, Generic, Protocol, TypeVar

from bot.errors import HeraldError, RecordUnreadable
from bot.rendering.ending import poll_entry
from bot.rendering.media import next_step
from bot.rendering.ports import Clock, PollIndex, Wakeups
from bot.rendering.render import Render, RenderState
from bot.rendering.stumbling import tell_operator

Record = TypeVar("Record")
Record_co = TypeVar("Record_co", covariant=True)

QUIET: Final = timedelta(seconds=20)
"""An open record that nobody changed for this long is looked at."""


@asynccontextmanager
async def apart() -> AsyncIterator[None]:
    """One record that cannot be read, or breaks what looks at it, does not keep the others from their turn."""
    try:
        yield
    except RecordUnreadable:
        return
    except HeraldError:
        raise
    except Exception as error:
        tell_operator("reconcile", error)


class OpenRecords(Protocol):
    """The index of records whose life is not over."""

    async def take_quiet(self, before: datetime, *, now: datetime) -> Sequence[tuple[str, str]]:
        """(team, id) of open records, longest quiet first, that were neither changed nor taken since `before`.

        A bounded number; what is taken counts as quiet again from `now` on, so that each has its turn.
        """

    async def forget(self, team_id: str, record_id: str) -> None:
        """Count a record that is no longer there as open no more."""


class Kept(Protocol[Record_co]):
    """The records of a kind."""

    async def get(self, team_id: str, record_id: str, /) -> Record_co | None:
        """The record as it is now."""


class Reconciler(ABC, Generic[Record]):
    """Finds quiet records of a kind and brings each back on its way."""

    def __init__(self, open_records: OpenRecords, records: Kept[Record], wakeups: Wakeups, clock: Clock) -> None:
        self._open = open_records
        self._records = records
        self._wakeups = wakeups
        self._clock = clock

    async def reconcile(self) -> int:
        """One look at quiet records; returns at how many."""
        now = self._clock()
        quiet = await self._open.take_quiet(now - QUIET, now=now)
        for team_id, record_id in quiet:
            async with apart():
                record = await self._records.get(team_id, record_id)
                if record is None:
                    await self._open.forget(team_id, record_id)
                else:
                    await self._bring_back(team_id, record_id, record)
        return len(quiet)

    @abstractmethod
    async def _bring_back(self, team_id: str, record_id: str, record: Record) -> None:
        """Wake what is next for the record."""


class StepReconciler(Reconciler[object]):
    """For records that have one step, whatever state they are in."""

    def __init__(
        self, open_records: OpenRecords, records: Kept[object], wakeups: Wakeups, clock: Clock, *, step: str
    ) -> None:
        super().__init__(open_records, records, wakeups, clock)
        self._step = step

    async def _bring_back(self, team_id: str, record_id: str, record: object) -> None:
        await self._wakeups.wake(self._step, team_id, record_id)


class RenderReconciler(Reconciler[Render]):
    """For renders, whose next step is that of their state."""

    def __init__(
        self, open_records: OpenRecords, records: Kept[Render], polls: PollIndex, wakeups: Wakeups, clock: Clock
    ) -> None:
        super().__init__(open_records, records, wakeups, clock)
        self._polls = polls

    async def _bring_back(self, team_id: str, record_id: str, record: Render) -> None:
        if record.state is RenderState.SUBMITTED:
            await self._polls.add(poll_entry(record), self._clock())
        await self._wakeups.wake(_step_after(record), team_id, record_id)


def _step_after(render: Render) -> str:
    if render.state is RenderState.SUBMITTED:
        return "show"
    if render.state is RenderState.ANCHORED:
        return next_step(render)
    if not render.closed:
        return "anchor" if render.state is RenderState.REQUESTED else "close"
    if render.media:
        return "forget_media"
    if render.consent_open:
        return "consent"
    return "remove"  # closed and yet open: results are to be removed
