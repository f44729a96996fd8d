"""The marks of requests that were taken, which all web processes share."""

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated
from bot.store.marks import Marks


class ReplayMarks:
    """A mark for each request, which outlives its signature."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._marks = Marks(redis)

    async def take(self, digest: str, /) -> bool:
        """Mark a request; False when it is marked already."""
        return await self._marks.is_first(keys.replay(digest), within=keys.REPLAY_TTL)

    async def drop(self, digest: str, /) -> None:
        """Mark it no more."""
        with translated():
            await self._redis.delete(keys.replay(digest))
