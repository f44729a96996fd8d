"""Batches' records, listed by person: the newest first."""

from collections.abc import Sequence
from typing import Final

from redis.asyncio import Redis

from bot.posting.batch import Batch
from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import BATCHES
from bot.store.records import Records, newest

KEPT_AT_MOST: Final = 50
"""Of one person; what is older is no longer listed, although its record may still be kept."""


class ListedBatches(Records[Batch]):
    """The records, each of which is in its sender's list before it is there."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis, BATCHES)
        self._lists = redis

    async def create(self, record: Batch, /) -> None:
        """List it, then store it; a second time changes nothing."""
        key = keys.batches(record.team_id, record.user_id)
        with translated():
            async with self._lists.pipeline(transaction=False) as pipe:
                pipe.zadd(key, {record.id: record.asked_at.timestamp()}, nx=True)
                pipe.zremrangebyrank(key, 0, -1 - KEPT_AT_MOST)
                pipe.expire(key, int(keys.RECORD_TTL.total_seconds()))
                await pipe.execute()
        await super().create(record)

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Batch]:
        """A person's batches as they are now, the newest first; those forgotten since are left out."""
        return await newest(self._lists, BATCHES, keys.batches(team_id, user_id), team_id=team_id, limit=limit)
