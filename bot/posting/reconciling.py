"""Putting every unfinished posting that nothing is about to touch back on its way."""

from typing import Final

from bot.posting.posting import Posting, PostingState
from bot.rendering.reconciling import Reconciler

STEP_OF: Final = {PostingState.DUE: "keep", PostingState.POSTING: "post"}
"""What is next for an open posting; one that was posted is open until its message shows the URL no more."""


class PostingReconciler(Reconciler[Posting]):
    """For postings, whose next step is that of their state."""

    async def _bring_back(self, team_id: str, record_id: str, record: Posting) -> None:
        await self._wakeups.wake(STEP_OF.get(record.state, "unlink"), team_id, record_id)
