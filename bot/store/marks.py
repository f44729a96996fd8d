"""Marks that hold for a while: of many who set one, one is the first, and stays it when the answer is lost."""

import secrets
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis

from bot.store.connection import translated
from bot.store.room import finishing

MARK: Final = finishing("""
-- KEYS mark; ARGV op, ttl in milliseconds
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
""")


class Marks:
    """Sets marks: the operation id that each holds tells a command that is sent again from a second one."""

    def __init__(self, redis: Redis) -> None:
        self._mark = redis.register_script(MARK)

    async def is_first(self, key: str, *, within: timedelta) -> bool:
        """Whether nobody marked it `within` that time; from now on it is marked. Raises StoreUnavailable."""
        milliseconds = int(within.total_seconds() * 1_000)
        with translated():
            return bool(await self._mark(keys=[key], args=[secrets.token_hex(8), milliseconds]))
