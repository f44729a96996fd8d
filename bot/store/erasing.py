"""Erasing all that is kept of a workspace: its own keys, and its entries in the indexes over all workspaces."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from redis.asyncio import Redis

from bot.store import keys
from bot.store.carried import carry
from bot.store.connection import translated
from bot.store.installations import Installations
from bot.store.kinds import RENDERS

AT_ONCE: Final = 1_000
INDEXES: Final = "herald:*"
_SPECIAL: Final = re.compile(r"([\\*?\[\]^-])")


async def erase_workspace(redis: Redis, team_id: str) -> int:
    """Erase what is kept of the workspace, its installation too; returns how many keys and entries that were.

    What is under way for it ends: every step reads its record first and finds none. What it spent of the month counts
    again should it come back. May be done again.
    """
    budgets = [name async for names in key_batches(redis, keys_of(team_id, "budget:*")) for name in names]
    if budgets:
        await carry(redis, team_id, budgets)
    with translated():
        erased = len(budgets) + await _erase_keys(redis, team_id)
        erased += await _erase_entries(redis, team_id)
        return erased + int(await redis.zrem(keys.INSTALLATIONS, team_id))


class Premises:
    """What is kept of workspaces, seen from the step that erases it."""

    def __init__(self, redis: Redis, installations: Installations | None) -> None:
        self._redis = redis
        self._installations = installations

    async def installed_at(self, team_id: str) -> datetime | None:
        """When Herald was installed there; None where it is not, or not by OAuth."""
        return None if self._installations is None else await self._installations.installed_at(team_id)

    async def open_renders(self, team_id: str) -> list[str]:
        """The ids of the renders whose life is not over."""
        return await records_open(self._redis, RENDERS.name, team_id)

    async def erase(self, team_id: str) -> int:
        """Erase all of it; returns how many keys and entries that were."""
        return await erase_workspace(self._redis, team_id)


async def records_open(redis: Redis, kind: str, team_id: str) -> list[str]:
    """The ids of the workspace's records whose life is not over."""
    with translated():
        found = redis.zscan_iter(keys.open_index(kind), match=f"{_literal(team_id)}/*", count=AT_ONCE)
        return [str(member).partition("/")[2] async for member, _ in found]


async def key_batches(redis: Redis, pattern: str) -> AsyncIterator[list[str]]:
    """The keys that match, a batch at a time; one that is there throughout is in at least one batch.

    Raises StoreUnavailable.
    """
    cursor = 0
    while True:
        with translated():
            cursor, names = await redis.scan(cursor, match=pattern, count=AT_ONCE)
        if names:
            yield [str(name) for name in names]
        if int(cursor) == 0:
            return


def keys_of(team_id: str, rest: str) -> str:
    """A pattern: the workspace's keys whose names go on as the pattern `rest` says."""
    return f"t:{_literal(team_id)}:{rest}"


async def _erase_keys(redis: Redis, team_id: str) -> int:
    erased = 0
    async for names in key_batches(redis, keys_of(team_id, "*")):
        erased += int(await redis.unlink(*names))
    return erased


async def _erase_entries(redis: Redis, team_id: str) -> int:
    """Entries of an index begin with their workspace."""
    own = f"{_literal(team_id)}/*"
    erased = 0
    async for names in key_batches(redis, INDEXES):
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


def _literal(text: str) -> str:
    """`text` as a pattern that matches nothing but itself."""
    return _SPECIAL.sub(r"\\\1", text)
