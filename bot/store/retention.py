"""Erasing what is older than people want it kept: by the operator's setting, and sooner where admins decided so."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis

from bot.errors import RecordUnreadable
from bot.policy import Policy
from bot.rendering.draft import Draft
from bot.rendering.ports import Clock, Wakeups
from bot.store import keys
from bot.store.connection import translated
from bot.store.erasing import key_batches
from bot.store.kinds import ALL, ANNOUNCEMENTS, POSTINGS, RENDERS
from bot.store.marks import Marks

STEP: Final = "retain"
SWEPT: Final = "herald:swept"
"""The mark that what is too old was looked for lately."""
EVERY: Final = timedelta(hours=1)
_ALL: Final = "all"
_RECORDS: Final = frozenset({kind.name for kind in ALL})
_LISTS: Final = frozenset({"mine", "announcements", "batches", "drafts", "clips"})
"""Sorted sets by time: what is older is no longer in them."""

log = structlog.get_logger("herald.store")
Erase = Callable[[Sequence[str], datetime], Awaitable[int]]


class PolicyBook(Protocol):
    """What the admins decided."""

    async def get(self, team_id: str) -> Policy:
        """The workspace's policy; raises StoreUnavailable, RecordUnreadable."""


class Retention:
    """Goes over all that is kept of people's texts: records whose life is over, drafts, histories, last choices.

    `days` is the operator's limit; None leaves each kind its own time. Money, permissions and the audit list are kept
    for their own time, since others rely on them; presets as long as somebody looks at them.
    """

    def __init__(self, redis: Redis, policies: PolicyBook, clock: Clock, *, days: int | None) -> None:
        self._redis = redis
        self._policies = policies
        self._clock = clock
        self._days = days

    async def sweep(self) -> int:
        """Erase what is too old; returns how many keys and entries that were. May be cut anywhere and begun anew."""
        limits: dict[str, datetime | None] = {}
        needed = await self._needed()
        erased = 0
        async for names in key_batches(self._redis, "t:*"):
            for (team_id, kind), group in _grouped(names).items():
                if team_id not in limits:
                    limits[team_id] = await self._limit(team_id)
                before = limits[team_id]
                if before is not None:
                    erased += await self._erase(kind, [n for n in group if not _is_needed(n, needed)], before)
        if erased:
            log.info("what was too old was erased", entries=erased)
        return erased

    async def _limit(self, team_id: str) -> datetime | None:
        """What was last changed before this is too old; None where nothing is."""
        try:
            decided = (await self._policies.get(team_id)).retention_days
        except RecordUnreadable:  # it is told elsewhere; until it is mended nothing is lost
            return None
        days = [each for each in (self._days, decided) if each is not None]
        return self._clock() - timedelta(days=min(days)) if days else None

    async def _needed(self) -> frozenset[str]:
        """Renders that something which is not over yet goes back to: `team/render`, or `team/announcement`."""
        with translated():
            postings = await self._redis.zrange(keys.open_index(POSTINGS.name), 0, -1)
            announcements = await self._redis.zrange(keys.open_index(ANNOUNCEMENTS.name), 0, -1)
        return frozenset([*(str(member).rpartition("-")[0] for member in postings), *map(str, announcements)])

    async def _erase(self, kind: str, names: Sequence[str], before: datetime) -> int:
        with translated():
            if kind in _RECORDS:
                return await self._erase_records(kind, names, before)
            if kind in _LISTS:
                return await self._shorten(names, before)
            if kind == "draft":
                return await self._erase_drafts(names, before)
            return await self._erase_choices(names, before) if kind == "choices" else 0

    async def _erase_records(self, kind: str, names: Sequence[str], before: datetime) -> int:
        """Those that are over, by when they were last changed."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.hget(name, "at")
                pipe.zscore(keys.open_index(kind), _member(name))
            answers = await pipe.execute()
        found = zip(names, answers[::2], answers[1::2], strict=True)
        old = [name for name, at, still_open in found if still_open is None and at and float(at) < before.timestamp()]
        if old:
            await self._redis.zrem(keys.dead_index(kind), *map(_member, old))
        return await self._unlink(old)

    async def _erase_drafts(self, names: Sequence[str], before: datetime) -> int:
        texts = await self._redis.mget(names) if names else []
        return await self._unlink([n for n, text in zip(names, texts, strict=True) if _is_older(text, before)])

    async def _erase_choices(self, names: Sequence[str], before: datetime) -> int:
        """Written anew with each request, so that their time-to-live tells how old they are."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.ttl(name)
            left = await pipe.execute()
        since = {
            name: self._clock() - (keys.CHOICES_TTL - timedelta(seconds=ttl))
            for name, ttl in zip(names, left, strict=True)
        }
        return await self._unlink([name for name, at in since.items() if at < before])

    async def _shorten(self, names: Sequence[str], before: datetime) -> int:
        async with self._redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.zremrangebyscore(name, "-inf", f"({before.timestamp()}")
            return sum(await pipe.execute())

    async def _unlink(self, names: Sequence[str]) -> int:
        return int(await self._redis.unlink(*names)) if names else 0


class RetainStep:
    """The queue's step, and what wakes it once in a while."""

    def __init__(self, retention: Retention, redis: Redis, wakeups: Wakeups) -> None:
        self._retention = retention
        self._marks = Marks(redis)
        self._wakeups = wakeups

    async def __call__(self, _team_id: str, _record_id: str) -> timedelta | None:
        """Sweep all workspaces, once."""
        await self._retention.sweep()
        return None

    async def reconcile(self) -> None:
        """Wake the step if nobody did lately."""
        if await self._marks.is_first(SWEPT, within=EVERY):
            await self._wakeups.wake(STEP, _ALL, _ALL)


def _grouped(names: Sequence[str]) -> Mapping[tuple[str, str], Sequence[str]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        parts = name.split(":", 3)
        if len(parts) == 4:
            groups[parts[1], parts[2]].append(name)
    return groups


def _member(name: str) -> str:
    """The entry of a record in the index of those that are open."""
    _, team_id, _, record_id = name.split(":", 3)
    return f"{team_id}/{record_id}"


def _is_needed(name: str, needed: frozenset[str]) -> bool:
    if name.split(":", 3)[2] != RENDERS.name:
        return False
    member = _member(name)
    return member in needed or member.rpartition(".")[0] in needed


def _is_older(text: Any, before: datetime) -> bool:
    try:
        return text is not None and Draft.model_validate_json(str(text)).updated_at < before
    except ValidationError:
        return False  # of another version: it ends by itself
