"""When each task under way is next asked about, in Redis sorted sets by shard."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zlib import crc32

import structlog
from redis.asyncio import Redis

from bot.rendering.polling import SHARDS
from bot.rendering.ports import PollEntry
from bot.store import keys, lua
from bot.store.connection import translated

log = structlog.get_logger("herald.store")


class Polls:
    """The index of due polls; what it loses, the reconciler puts back."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take = redis.register_script(lua.TAKE)

    async def add(self, entry: PollEntry, due: datetime) -> None:
        """Ask about the task at `due`; does nothing for one that is there."""
        with translated():
            await self._redis.zadd(keys.polls(_shard(entry)), {_member(entry): due.timestamp()}, nx=True)

    async def take(self, shard: int, *, now: datetime, lease: timedelta, limit: int) -> Sequence[PollEntry]:
        """The tasks that are due, put off by `lease` so that they come back if the taker dies."""
        with translated():
            members = await self._take(
                keys=[keys.polls(shard)], args=[now.timestamp(), (now + lease).timestamp(), limit]
            )
            entries = {member: _entry(str(member)) for member in members}
            unreadable = [member for member, entry in entries.items() if entry is None]
            if unreadable:  # they would come back for ever; the reconciler adds what is missed
                log.error("polls unreadable", members=unreadable)
                await self._redis.zrem(keys.polls(shard), *unreadable)
        return [entry for entry in entries.values() if entry is not None]

    async def put_off(self, shard: int, entries: Mapping[PollEntry, datetime], *, seen_at: datetime | None) -> None:
        """Ask about `entries` again at their times; `seen_at` is set when the service said they are processing."""
        if not entries:
            return
        due = {_member(entry): when.timestamp() for entry, when in entries.items()}
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.zadd(keys.polls(shard), due, xx=True)
                if seen_at is not None:
                    pipe.zadd(keys.seen(shard), dict.fromkeys(due, seen_at.timestamp()))
                await pipe.execute()

    async def last_seen(self, entry: PollEntry) -> datetime | None:
        """When the service last said that the task is processing."""
        with translated():
            score = await self._redis.zscore(keys.seen(_shard(entry)), _member(entry))
        return None if score is None else datetime.fromtimestamp(float(score), UTC)

    async def drop(self, entry: PollEntry) -> None:
        """Ask about the task no more."""
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.zrem(keys.polls(_shard(entry)), _member(entry))
                pipe.zrem(keys.seen(_shard(entry)), _member(entry))
                await pipe.execute()

    async def count(self) -> int:
        """How many tasks are under way."""
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                for shard in range(SHARDS):
                    pipe.zcard(keys.polls(shard))
                return sum(await pipe.execute())


def _shard(entry: PollEntry) -> int:
    return crc32(entry.render_id.encode()) % SHARDS


def _member(entry: PollEntry) -> str:
    return f"{entry.team_id}/{entry.render_id}/{entry.task_uuid}/{entry.submitted_at.timestamp()}"


def _entry(member: str) -> PollEntry | None:
    try:
        team_id, render_id, task_uuid, submitted_at = member.split("/")
        return PollEntry(team_id, render_id, UUID(task_uuid), datetime.fromtimestamp(float(submitted_at), UTC))
    except ValueError:
        return None
