"""The months' ledgers held against the sums that budgets are stopped by: entry by entry, and put right where asked."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import WatchError

from bot.errors import StoreUnavailable
from bot.rendering.render import Render
from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import RENDERS
from bot.store.records import Records

ATTEMPTS: Final = 20
_ENTRY: Final = re.compile(r"(reserved|settled):(\d+)(?::(\d+))?(?::([^:]+):([^:]+))?")

Sums = Mapping[str, int]
"""Amounts in millionths of a US dollar, and counts of videos, by the field of a hash."""


@dataclass(frozen=True)
class Difference:
    """A sum that is not what the entries add up to; `place` is the workspace, the people or the channels."""

    place: str
    field: str
    kept: int
    entries: int


@dataclass(frozen=True)
class Checked:
    """What was found of one month of one workspace.

    `stuck` are renders that are over although their money is still reserved, with what to settle each with;
    `lost` are reservations whose render is not there any more; `unreadable` entries are of no known form. The sums of
    people and channels are not compared (`partly`) where an earlier version did not note whose an entry is.
    """

    team_id: str
    month: str
    entries: int
    differences: Sequence[Difference] = ()
    stuck: Sequence[Render] = ()
    lost: Sequence[str] = ()
    unreadable: Sequence[str] = ()
    partly: bool = False

    @property
    def right(self) -> bool:
        """Whether nothing has to be mended."""
        return not (self.differences or self.stuck or self.lost or self.unreadable)


@dataclass
class _Added:
    """What the entries of a month add up to."""

    team: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    open_ids: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    partly: bool = False


class Ledgers:
    """The ledgers of all workspaces."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._records = Records(redis, RENDERS)

    async def months(self, team_id: str | None = None) -> AsyncIterator[tuple[str, str]]:
        """(workspace, month) of each ledger that is kept; of one workspace where that is named."""
        pattern = keys.ledger(team_id or "*", "*")
        with translated():
            async for key in self._redis.scan_iter(pattern, count=1_000):
                _, team, _, month = str(key).split(":")
                yield team, month

    async def check(self, team_id: str, month: str) -> Checked:
        """Add the entries up, and hold the sums and the records against them; raises StoreUnavailable."""
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:  # one moment: others go on
                for key in _places(team_id, month):
                    pipe.hgetall(key)
                entries, *sums = await pipe.execute()
        added = _add_up(entries)
        stuck, lost = await self._look_at(team_id, added.open_ids)
        return Checked(
            team_id,
            month,
            len(entries),
            differences=_differences(added, sums),
            stuck=stuck,
            lost=lost,
            unreadable=added.unreadable,
            partly=added.partly,
        )

    async def repair(self, team_id: str, month: str) -> None:
        """Set the sums to what the entries add up to, at one moment; raises StoreUnavailable."""
        places = _places(team_id, month)
        with translated():
            for _ in range(ATTEMPTS):
                async with self._redis.pipeline(transaction=True) as pipe:
                    await pipe.watch(*places)
                    added = _add_up(await _read(pipe, places[0]))
                    pipe.multi()  # type: ignore[no-untyped-call]  # redis-py gives no type for it
                    kept = [added.team] if added.partly else [added.team, added.people, added.channels]
                    for key, sums in zip(places[1:], kept, strict=False):
                        _set(pipe, key, sums)
                    try:
                        await pipe.execute()
                    except WatchError:
                        continue  # somebody's render was accepted or settled at this moment
                    return
        raise StoreUnavailable(f"the month {month} of {team_id} changes too often to be mended: try again later")

    async def _look_at(self, team_id: str, open_ids: Sequence[str]) -> tuple[list[Render], list[str]]:
        stuck, lost = list[Render](), list[str]()
        for render_id in open_ids:
            render = await self._records.get(team_id, render_id)
            if render is None:
                lost.append(render_id)
            elif render.closed:
                stuck.append(render)
        return stuck, lost


def _places(team_id: str, month: str) -> list[str]:
    return [
        keys.ledger(team_id, month),
        keys.budget(team_id, month),
        keys.budget_by_person(team_id, month),
        keys.budget_by_channel(team_id, month),
    ]


def _add_up(entries: Mapping[Any, Any]) -> _Added:
    added = _Added()
    for render_id, text in entries.items():
        found = _ENTRY.fullmatch(str(text))
        if found is None or (found[1] == "settled") != (found[3] is not None):
            added.unreadable.append(str(render_id))
            continue
        state, reserved, amount, person, channel = found.groups()
        added.partly = added.partly or person is None
        if state == "reserved":
            added.open_ids.append(str(render_id))
        what, micros = ("reserved", int(reserved)) if state == "reserved" else ("spent", int(amount))
        added.team[what] += micros
        for sums, whose in ((added.people, person), (added.channels, channel)):
            sums[f"{what}/{whose}"] += micros
            sums[f"videos/{whose}"] += what == "spent" and micros > 0
    return added


def _differences(added: _Added, sums: Sequence[Mapping[Any, Any]]) -> list[Difference]:
    wanted = (("workspace", added.team), ("person", added.people), ("channel", added.channels))
    compared = list(zip(wanted, sums, strict=True))[: 1 if added.partly else 3]
    found = []
    for (place, entries), kept in compared:
        for name in sorted({*entries, *map(str, kept)}):
            difference = Difference(place, name, int(kept.get(name) or 0), entries.get(name, 0))
            if difference.kept != difference.entries:
                found.append(difference)
    return found


async def _read(pipe: Pipeline, key: str) -> Mapping[Any, Any]:
    found: Mapping[Any, Any] = await pipe.hgetall(key)  # after `watch` a pipeline answers at once
    return found


def _set(pipe: Pipeline, key: str, sums: Sums) -> None:
    pipe.delete(key)
    kept: dict[Any, Any] = {name: amount for name, amount in sums.items() if amount}
    if kept:
        pipe.hset(key, mapping=kept)
        pipe.expire(key, keys.MONEY_TTL)
