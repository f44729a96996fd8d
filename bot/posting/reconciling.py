"""Putting every unfinished posting that nothing is about to touch back on its way."""

from typing import Final

from bot.posting.ports import PostingRecords
from bot.posting.posting import PostingState
from bot.rendering.ports import Clock, Wakeups
from bot.rendering.reconciling import QUIET, OpenRecords, apart

STEP_OF: Final = {PostingState.DUE: "keep", PostingState.POSTING: "post"}
"""What is next for an open posting; one that was posted is open until its message shows the URL no more."""


class PostingReconciler:
    """Finds quiet postings and wakes the step that is next for them."""

    def __init__(self, open_records: OpenRecords, records: PostingRecords, wakeups: Wakeups, clock: Clock) -> None:
        self._open = open_records
        self._records = records
        self._wakeups = wakeups
        self._clock = clock

    async def reconcile(self) -> int:
        """One look at quiet postings; returns at how many."""
        now = self._clock()
        quiet = await self._open.take_quiet(now - QUIET, now=now)
        for team_id, posting_id in quiet:
            async with apart():
                posting = await self._records.get(team_id, posting_id)
                if posting is None:
                    await self._open.forget(team_id, posting_id)
                else:
                    await self._wakeups.wake(STEP_OF.get(posting.state, "unlink"), team_id, posting_id)
        return len(quiet)
