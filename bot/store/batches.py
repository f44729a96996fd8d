"""How many clips of batches are under way at once in a workspace, shared fairly among its batches."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from redis.asyncio import Redis

from bot.posting.batch import Batch
from bot.posting.batch_making import AT_ONCE
from bot.store import keys
from bot.store.connection import translated

STILL_RUNNING: Final = timedelta(minutes=1)
"""A batch that has not asked for so long leaves its share to the others."""

_TAKE: Final = """
-- KEYS slots, batches running; ARGV now, most, batch, oldest slot, oldest batch, ttl, ids within the batch
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[5])
redis.call('ZADD', KEYS[2], ARGV[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[6])
local prefix, own, granted = ARGV[3] .. '/', 0, {}
local members = redis.call('ZRANGE', KEYS[1], 0, -1)
for _, member in ipairs(members) do
  if string.sub(member, 1, #prefix) == prefix then own = own + 1 end
end
local free = tonumber(ARGV[2]) - #members
local share = math.max(1, math.floor(tonumber(ARGV[2]) / redis.call('ZCARD', KEYS[2])))
for index = 7, #ARGV do
  if redis.call('ZSCORE', KEYS[1], prefix .. ARGV[index]) then
    granted[#granted + 1] = ARGV[index]
  elseif free > 0 and own < share then
    redis.call('ZADD', KEYS[1], ARGV[1], prefix .. ARGV[index])
    free, own = free - 1, own + 1
    granted[#granted + 1] = ARGV[index]
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[6])
return granted
"""


class BatchSlots:
    """A sorted set of what is under way: a slot is taken before its render exists, so that none is ever uncounted."""

    def __init__(self, redis: Redis, *, most: int = AT_ONCE) -> None:
        self._redis = redis
        self._most = most
        self._take = redis.register_script(_TAKE)

    async def take(self, batch: Batch, wanted: Sequence[str], *, now: datetime) -> Sequence[str]:
        """Those of `wanted` that may be under way; several batches have the same share each."""
        if not wanted:
            return []
        args: list[str | float] = [
            now.timestamp(),
            self._most,
            batch.id,
            (now - keys.SLOT_TTL).timestamp(),
            (now - STILL_RUNNING).timestamp(),
            int(keys.SLOT_TTL.total_seconds()),
            *wanted,
        ]
        with translated():
            granted = await self._take(
                keys=[keys.batch_slots(batch.team_id), keys.batches_running(batch.team_id)], args=args
            )
        return [str(each) for each in granted]

    async def held(self, batch: Batch) -> frozenset[str]:
        """The ids that the batch has."""
        with translated():
            members = await self._redis.zrange(keys.batch_slots(batch.team_id), 0, -1)
        prefix = f"{batch.id}/"
        return frozenset(str(each).removeprefix(prefix) for each in members if str(each).startswith(prefix))

    async def release(self, batch: Batch, ids: Sequence[str]) -> None:
        """Give these back; what the batch does not have is no trouble."""
        if not ids:
            return
        with translated():
            await self._redis.zrem(keys.batch_slots(batch.team_id), *(f"{batch.id}/{each}" for each in ids))
