"""Putting every unfinished render that nothing is about to touch back on its way."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.errors import HeraldError, RecordUnreadable
from bot.rendering.ending import poll_entry
from bot.rendering.media import next_step
from bot.rendering.ports import Clock, PollIndex, RenderRecords, Wakeups
from bot.rendering.render import Render, RenderState
from bot.rendering.stumbling import tell_operator

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


class RenderReconciler:
    """Finds quiet renders and wakes the step that is next for them."""

    def __init__(
        self, open_records: OpenRecords, records: RenderRecords, polls: PollIndex, wakeups: Wakeups, clock: Clock
    ) -> None:
        self._open = open_records
        self._records = records
        self._polls = polls
        self._wakeups = wakeups
        self._clock = clock

    async def reconcile(self) -> int:
        """One look at quiet renders; returns at how many."""
        now = self._clock()
        quiet = await self._open.take_quiet(now - QUIET, now=now)
        for team_id, render_id in quiet:
            async with apart():
                render = await self._records.get(team_id, render_id)
                if render is None:
                    await self._open.forget(team_id, render_id)
                else:
                    await self._wake(render)
        return len(quiet)

    async def _wake(self, render: Render) -> None:
        if render.state is RenderState.SUBMITTED:
            await self._polls.add(poll_entry(render), self._clock())
            await self._wakeups.wake("show", render.team_id, render.id)
        elif render.state is RenderState.ANCHORED:
            await self._wakeups.wake(next_step(render), render.team_id, render.id)
        elif not render.closed:
            step = "anchor" if render.state is RenderState.REQUESTED else "close"
            await self._wakeups.wake(step, render.team_id, render.id)
        elif render.media:
            await self._wakeups.wake("forget_media", render.team_id, render.id)
        elif render.consent is not None and not render.consent.closed:
            await self._wakeups.wake("consent", render.team_id, render.id)
        else:  # closed and yet open: results are to be removed
            await self._wakeups.wake("remove", render.team_id, render.id)
