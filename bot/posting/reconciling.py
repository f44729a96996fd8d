"""Putting every unfinished posting that nothing is about to touch back on its way."""

from bot.posting.ports import PostingRecords
from bot.posting.posting import PostingState
from bot.rendering.ports import Clock, Wakeups
from bot.rendering.reconciling import QUIET, OpenRecords


class PostingReconciler:
    """Finds quiet postings and wakes the step that is next for them."""

    def __init__(self, open_records: OpenRecords, records: PostingRecords, wakeups: Wakeups, clock: Clock) -> None:
        self._open = open_records
        self._records = records
        self._wakeups = wakeups
        self._clock = clock

    async def reconcile(self) -> int:
        """One look at all quiet postings; returns how many were woken."""
        quiet = await self._open.open_before(self._clock() - QUIET)
        for team_id, posting_id in quiet:
            posting = await self._records.get(team_id, posting_id)
            if posting is not None:
                step = "keep" if posting.state is PostingState.DUE else "post"
                await self._wakeups.wake(step, team_id, posting_id)
        return len(quiet)
