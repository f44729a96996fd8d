"""Putting every run of a workflow's step that nothing is about to touch back on its way."""

from typing import Final, Protocol

from bot.posting.workflow_run import WorkflowRun
from bot.rendering.ports import Clock, Wakeups
from bot.rendering.reconciling import QUIET, OpenRecords, apart

RUN_STEP: Final = "function"


class Runs(Protocol):
    """The runs' records."""

    async def get(self, team_id: str, record_id: str) -> WorkflowRun | None:
        """The run as it is now."""


class RunReconciler:
    """Finds quiet runs and wakes their step."""

    def __init__(self, open_records: OpenRecords, records: Runs, wakeups: Wakeups, clock: Clock) -> None:
        self._open = open_records
        self._records = records
        self._wakeups = wakeups
        self._clock = clock

    async def reconcile(self) -> int:
        """One look at quiet runs; returns at how many."""
        now = self._clock()
        quiet = await self._open.take_quiet(now - QUIET, now=now)
        for team_id, run_id in quiet:
            async with apart():
                if await self._records.get(team_id, run_id) is None:
                    await self._open.forget(team_id, run_id)
                else:
                    await self._wakeups.wake(RUN_STEP, team_id, run_id)
        return len(quiet)
