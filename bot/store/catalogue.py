"""The last good copy of the service's catalogue."""

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated


class CatalogueCopy:
    """The catalogue as text, kept without an end: it is the service's, not a person's, and is replaced by the next.

    Its stamp is kept beside it, so that a process can ask each minute whether there is a newer one.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def stamp(self) -> str | None:
        """The stamp of the last good copy, if there is one."""
        with translated():
            stamp = await self._redis.get(keys.CATALOGUE_STAMP)
        return None if stamp is None else str(stamp)

    async def load(self) -> str | None:
        """The last good copy, if there is one."""
        with translated():
            text = await self._redis.get(keys.CATALOGUE)
        return None if text is None else str(text)

    async def save(self, text: str, stamp: str) -> None:
        """Replace the last good copy."""
        with translated():
            await self._redis.mset({keys.CATALOGUE: text, keys.CATALOGUE_STAMP: stamp})
