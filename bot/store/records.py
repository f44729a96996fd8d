"""Renders and postings in Redis: read whole, changed by compare-and-set on the record's version."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Generic, Protocol, TypeVar

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis

from bot.errors import RecordUnreadable, StaleRecord
from bot.store import keys, lua
from bot.store.connection import translated

LOOK_AT_ONCE: Final = 1_000
"""How many quiet records are looked at in one go."""

log = structlog.get_logger("herald.store")


class Record(Protocol):
    """What a stored record has in common with another."""

    @property
    def id(self) -> str: ...
    @property
    def team_id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def state(self) -> str: ...
    def model_dump_json(self) -> str: ...


AnyRecord = TypeVar("AnyRecord", bound=Record)
Told = Callable[[AnyRecord, AnyRecord, timedelta | None], None]


class Kind(Generic[AnyRecord]):
    """How records of one kind are named, read, changed, and when their life is over.

    An open record that rests until some time does not count as quiet before it. One that is `dead` waits for somebody
    to see to it. `told` hears of each change: the record before and after it, and how long it was in a state that it
    left.
    """

    def __init__(  # noqa: PLR0913 - all that tells one kind from another
        self,
        name: str,
        *,
        read: Callable[[str], AnyRecord],
        changed: Callable[[AnyRecord, Mapping[str, object]], AnyRecord],
        over: Callable[[AnyRecord], bool],
        rests_until: Callable[[AnyRecord], datetime | None] = lambda _: None,
        dead: Callable[[AnyRecord], bool] = lambda _: False,
        told: "Told[AnyRecord] | None" = None,
    ) -> None:
        self.name = name
        self.read = read
        self.changed = changed
        self.over = over
        self.rests_until = rests_until
        self.dead = dead
        self.told = told

    def readable(self, text: str) -> AnyRecord | None:
        """The record; None for one of an unknown form."""
        try:
            return self.read(text)
        except ValidationError:
            log.warning("record unreadable", kind=self.name)
            return None


class Records(Generic[AnyRecord]):
    """The records of one kind."""

    def __init__(self, redis: Redis, kind: Kind[AnyRecord]) -> None:
        self._redis = redis
        self._kind = kind
        self._create = redis.register_script(lua.CREATE)
        self._change = redis.register_script(lua.CHANGE)
        self._take = redis.register_script(lua.TAKE)

    async def get(self, team_id: str, record_id: str) -> AnyRecord | None:
        """The record as it is now; raises StoreUnavailable, and RecordUnreadable for one of an unknown form."""
        with translated():
            text = await self._redis.hget(keys.record(team_id, self._kind.name, record_id), "record")
        if text is None:
            return None
        try:
            return self._kind.read(str(text))
        except ValidationError:
            log.error("record unreadable", kind=self._kind.name, team_id=team_id, record_id=record_id)
            raise RecordUnreadable(f"{self._kind.name} {record_id}") from None

    async def create(self, record: AnyRecord, /) -> None:
        """Store a new record; does nothing when one of this id is there."""
        with translated():
            await self._create(keys=self._keys(record), args=self._args(record))

    async def change(self, record: AnyRecord, /, **updates: object) -> AnyRecord:
        """Store `record` with `updates` as its next version; StaleRecord if another step changed it first."""
        after = self._kind.changed(record, updates)
        over = "1" if self._kind.over(after) else "0"
        rests_until = self._kind.rests_until(after)
        rest = "" if rests_until is None else str(rests_until.timestamp())
        dead = "1" if self._kind.dead(after) else "0"
        args = [*self._args(after), str(record.version), over, rest, dead]
        places = [*self._keys(record), keys.dead_index(self._kind.name)]
        with translated():
            outcome, stayed = await self._change(keys=places, args=args)
        if outcome != "changed":
            raise StaleRecord(f"{self._kind.name} {record.id} version {record.version}: {outcome}")
        if self._kind.told is not None:
            self._kind.told(record, after, timedelta(seconds=float(stayed)) if stayed else None)
        return after

    async def take_quiet(self, before: datetime, *, now: datetime) -> Sequence[tuple[str, str]]:
        """(team, id) of open records, longest quiet first, that were neither changed nor taken since `before`."""
        args: list[str | float] = [before.timestamp(), now.timestamp(), LOOK_AT_ONCE]
        with translated():
            members = await self._take(keys=[keys.open_index(self._kind.name)], args=args)
        return [(team_id, record_id) for team_id, _, record_id in (str(member).partition("/") for member in members)]

    async def forget(self, team_id: str, record_id: str) -> None:
        """Count a record that is no longer there as open no more."""
        with translated():
            await self._redis.zrem(keys.open_index(self._kind.name), f"{team_id}/{record_id}")

    def _keys(self, record: AnyRecord) -> list[str]:
        return [keys.record(record.team_id, self._kind.name, record.id), keys.open_index(self._kind.name)]

    def _args(self, record: AnyRecord) -> list[str]:
        ttl = str(int(keys.RECORD_TTL.total_seconds()))
        member = f"{record.team_id}/{record.id}"
        return [secrets.token_hex(8), record.model_dump_json(), str(record.state), member, ttl]


async def texts_of(redis: Redis, kind: Kind[Any], members: Sequence[str]) -> Sequence[str | None]:
    """Each of these records (`team/id`) as it is stored, in one trip; None where there is none (any more)."""
    async with redis.pipeline(transaction=False) as pipe:
        for member in members:
            team_id, _, record_id = member.partition("/")
            pipe.hget(keys.record(team_id, kind.name, record_id), "record")
        return [None if text is None else str(text) for text in await pipe.execute()]


async def newest(redis: Redis, kind: Kind[AnyRecord], index: str, *, team_id: str, limit: int) -> Sequence[AnyRecord]:
    """The records that a workspace's index by time lists, the newest first; those that are gone are left out.

    So are those of an unknown form: the reconciler comes to them. Raises StoreUnavailable.
    """
    with translated():
        ids = await redis.zrevrange(index, 0, limit - 1)
        texts = await texts_of(redis, kind, [f"{team_id}/{each!s}" for each in ids])
    found = [None if text is None else kind.readable(text) for text in texts]
    return [record for record in found if record is not None]
