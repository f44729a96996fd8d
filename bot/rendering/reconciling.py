"""Putting every unfinished render that nothing is about to touch back on its way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.rendering.ending import poll_entry
from bot.rendering.ports import Clock, PollIndex, RenderRecords, Wakeups
from bot.rendering.render import Render, RenderState

QUIET: Final = timedelta(seconds=20)
"""An open record that nobody changed for this long is looked at."""


class OpenRecords(Protocol):
    """The index of records whose life is not over."""

    async def open_before(self, before: datetime) -> Sequence[tuple[str, str]]:
        """(team, id) of open records that were last changed before then."""


STEP_AFTER: Final = {RenderState.REQUESTED: "anchor", RenderState.ANCHORED: "submit"}


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
        """One look at all quiet renders; returns how many were woken."""
        quiet = await self._open.open_before(self._clock() - QUIET)
        for team_id, render_id in quiet:
            render = await self._records.get(team_id, render_id)
            if render is not None:
                await self._wake(render)
        return len(quiet)

    async def _wake(self, render: Render) -> None:
        if render.state is RenderState.SUBMITTED:
            await self._polls.add(poll_entry(render), self._clock())
            await self._wakeups.wake("show", render.team_id, render.id)
        else:
            await self._wakeups.wake(STEP_AFTER.get(render.state, "close"), render.team_id, render.id)
