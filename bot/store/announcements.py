"""Whose announcements are whose: by person, the newest first."""

from collections.abc import Sequence
from typing import Final

from redis.asyncio import Redis

from bot.posting.announcement import Announcement, AnnouncementState
from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import ANNOUNCEMENTS
from bot.store.records import newest

KEPT_AT_MOST: Final = 200
"""Of one person; what is older is no longer listed, although its record may still be kept."""


class AnnouncementLists:
    """The lists of everybody: what they wrote, and what they were asked to approve."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def note(self, announcement: Announcement) -> None:
        """List it for its author, and for its approver once it is handed in."""
        people = {announcement.user_id}
        if announcement.state is not AnnouncementState.DRAFT:
            people.add(announcement.reviewer_id)
        at = announcement.requested_at.timestamp()
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                for user_id in people:
                    key = keys.announcements(announcement.team_id, user_id)
                    pipe.zadd(key, {announcement.id: at})
                    pipe.zremrangebyrank(key, 0, -1 - KEPT_AT_MOST)
                    pipe.expire(key, int(keys.RECORD_TTL.total_seconds()))
                await pipe.execute()

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Announcement]:
        """A person's announcements as they are now, the newest first; those forgotten since are left out."""
        index = keys.announcements(team_id, user_id)
        return await newest(self._redis, ANNOUNCEMENTS, index, team_id=team_id, limit=limit)
