"""What happens to an announcement's video and postings wakes its step; what gets lost is the reconciler's to find."""

from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.errors import HeraldError
from bot.posting.announcement import announcement_of
from bot.posting.announcement_steps import STEP
from bot.posting.ports import PostingRecords
from bot.posting.posting import Posting
from bot.rendering.ports import Wakeups
from bot.rendering.render import Render

log: Final = structlog.get_logger("herald.posting")


class WatchedPostings:
    """The postings' records; the end of one of an announcement's video wakes the announcement."""

    def __init__(self, records: PostingRecords, wakeups: Wakeups) -> None:
        self._records = records
        self._wakeups = wakeups

    async def get(self, team_id: str, record_id: str) -> Posting | None:
        """The posting as it is now."""
        return await self._records.get(team_id, record_id)

    async def create(self, posting: Posting, /) -> None:
        """Store a new posting; does nothing when one of this id is there."""
        await self._records.create(posting)

    async def change(self, posting: Posting, /, **updates: object) -> Posting:
        """Store `posting` with `updates` as its next version; StaleRecord if another step changed it first."""
        after = await self._records.change(posting, **updates)
        announcement_id = announcement_of(after.render_id)
        if announcement_id is not None and after.ended and not posting.ended:
            try:
                await self._wakeups.wake(STEP, after.team_id, announcement_id)
            except HeraldError as error:
                log.warning("announcement not woken", team_id=after.team_id, error=type(error).__name__)
        return after


def telling_announcements(
    wakeups: Wakeups, tell: Callable[[Render], Awaitable[None]]
) -> Callable[[Render], Awaitable[None]]:
    """`tell`, and the announcement of a render that has ended or was called off is woken."""

    async def tell_both(render: Render) -> None:
        await tell(render)
        announcement_id = announcement_of(render.id)
        if announcement_id is not None and (render.ended or render.withdrawn_at is not None):
            await wakeups.wake(STEP, render.team_id, announcement_id)

    return tell_both
