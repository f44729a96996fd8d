"""Erasing all that is kept of a workspace: its own keys, and its entries in the indexes over all workspaces."""

import re
from collections.abc import AsyncIterator
from typing import Final

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated

AT_ONCE: Final = 1_000
INDEXES: Final = "herald:*"
_SPECIAL: Final = re.compile(r"([\\*?\[\]^-])")


async def erase_workspace(redis: Redis, team_id: str) -> int:
    """Erase what is kept of the workspace, its installation too; returns how many keys and entries that were.

    What is under way for it ends: every step reads its record first and finds none. May be done again.
    """
    with translated():
        erased = await _erase_keys(redis, team_id)
        erased += await _erase_entries(redis, team_id)
        return erased + int(await redis.zrem(keys.INSTALLATIONS, team_id))


async def records_open(redis: Redis, kind: str, team_id: str) -> list[str]:
    """The ids of the workspace's records whose life is not over."""
    with translated():
        found = redis.zscan_iter(keys.open_index(kind), match=f"{_literal(team_id)}/*", count=AT_ONCE)
        return [str(member).partition("/")[2] async for member, _ in found]


async def _erase_keys(redis: Redis, team_id: str) -> int:
    erased = 0
    async for names in _batches(redis, f"t:{_literal(team_id)}:*"):
        erased += int(await redis.unlink(*names))
    return erased


async def _erase_entries(redis: Redis, team_id: str) -> int:
    """Entries of an index begin with their workspace."""
    own = f"{_literal(team_id)}/*"
    erased = 0
    async for names in _batches(redis, INDEXES):
        async with redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.type(name)
            types = await pipe.execute()
        for name, kind in zip(names, map(str, types), strict=True):
            if kind == "zset" and (members := [m async for m, _ in redis.zscan_iter(name, match=own, count=AT_ONCE)]):
                erased += int(await redis.zrem(name, *members))
            elif kind == "hash" and (fields := [f async for f, _ in redis.hscan_iter(name, match=own, count=AT_ONCE)]):
                erased += int(await redis.hdel(name, *fields))
            elif kind == "set" and (members := [m async for m in redis.sscan_iter(name, match=own, count=AT_ONCE)]):
                erased += int(await redis.srem(name, *members))
    return erased


async def _batches(redis: Redis, pattern: str) -> AsyncIterator[list[str]]:
    """The keys that match, a batch at a time; a key that is there throughout is in at least one."""
    cursor = 0
    while True:
        cursor, names = await redis.scan(cursor, match=pattern, count=AT_ONCE)
        if names:
            yield [str(name) for name in names]
        if int(cursor) == 0:
            return


def _literal(text: str) -> str:
    """`text` as a pattern that matches nothing but itself."""
    return _SPECIAL.sub(r"\\\1", text)
