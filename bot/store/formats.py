"""Which form the stored data has: a deployment that could not read it is told so before it starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import ALL
from bot.store.records import Kind, texts_of

FORMAT: Final = 1
"""Counted on when what an earlier version stored, or would read, is no longer the same."""
LOOKED_AT: Final = 1_000
"""So many records of a kind, the ones quiet for longest, are read."""


@dataclass(frozen=True)
class Stored:
    """What is there: the format that was noted last, records that were read, and those that could not be."""

    format: int | None
    read: int
    unreadable: Sequence[str]


class Formats:
    """Looks at the stored data as this version would."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def look(self) -> Stored:
        """Read the records whose life is not over; raises StoreUnavailable."""
        read, unreadable = 0, list[str]()
        with translated():
            noted = str(await self._redis.get(keys.FORMAT) or "")
            for kind in ALL:
                for member, text in await self._open(kind):
                    read += 1
                    if kind.readable(text) is None:
                        unreadable.append(f"{kind.name} {member}")
        return Stored(int(noted) if noted.isdecimal() else None, read, unreadable)

    async def note(self) -> None:
        """Say which format this version writes; raises StoreUnavailable."""
        with translated():
            await self._redis.set(keys.FORMAT, FORMAT)

    async def _open(self, kind: Kind[Any]) -> Sequence[tuple[str, str]]:
        members = [str(each) for each in await self._redis.zrange(keys.open_index(kind.name), 0, LOOKED_AT - 1)]
        texts = await texts_of(self._redis, kind, members)
        return [(member, text) for member, text in zip(members, texts, strict=True) if text is not None]
