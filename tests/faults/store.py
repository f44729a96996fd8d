"""The store as a model in memory: compare-and-set, operation ids, the indexes and the money of the real scripts."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from math import ceil
from typing import Any, Final, Generic, Literal, TypeVar
from uuid import UUID

from bot.errors import BudgetExceeded, StaleRecord, StoreUnavailable
from bot.posting.posting import Posting
from bot.rendering.ports import PollEntry, Taken
from bot.rendering.render import Render
from bot.store.micros import from_micros, to_micros
from bot.store.money import DIRECT, account_of
from bot.store.records import LOOK_AT_ONCE, AnyRecord, Kind
from tests.bot.rendering.fakes import given_up
from tests.faults.clock import BEGINNING
from tests.faults.faults import Calls
from tests.faults.history import History

Result = TypeVar("Result")
Whose = Literal["workspace", "person", "channel"]
WHOSE: Final[tuple[Whose, ...]] = ("workspace", "person", "channel")
"""Those that a budget holds for, in the order in which they are asked."""


@dataclass
class Shelf:
    """What all parts of the store share: how calls are made, where history is written, whose operation is whose."""

    calls: Calls
    history: History
    ops: "count[int]" = field(default_factory=count)
    keep_texts: bool = False

    async def call(self, name: str, effect: Callable[[], Result]) -> Result:
        """Make a call of the store; whatever goes wrong, its caller knows no more than that."""
        return await self.calls.make(f"redis {name}", effect, lambda _: StoreUnavailable("Redis: ConnectionError"))

    def next_op(self) -> int:
        """An operation id."""
        return next(self.ops)

    @property
    def now(self) -> float:
        """The store's own time: seconds since the beginning."""
        return asyncio.get_running_loop().time()

    def note(self, kind: str, **said: Any) -> None:
        """Write history."""
        self.history.note(self.now, kind, **said)


@dataclass
class Cell(Generic[AnyRecord]):
    """A stored record, and the operation that made it so."""

    record: AnyRecord
    op: int


class MemoryRecords(Generic[AnyRecord]):
    """Records of one kind, changed by compare-and-set on the version."""

    def __init__(self, shelf: Shelf, kind: Kind[AnyRecord]) -> None:
        self.shelf = shelf
        self.kind = kind
        self.cells: dict[tuple[str, str], Cell[AnyRecord]] = {}
        self.open: dict[tuple[str, str], float] = {}

    async def get(self, team_id: str, record_id: str) -> AnyRecord | None:
        """The record as it is now."""
        cell = await self.shelf.call(f"get {self.kind.name}", lambda: self.cells.get((team_id, record_id)))
        return None if cell is None else cell.record

    async def create(self, record: AnyRecord, /) -> None:
        """Store a new record; does nothing when one of this id is there."""
        op = self.shelf.next_op()

        def effect() -> None:
            if (record.team_id, record.id) not in self.cells:
                self.put(record, op)

        await self.shelf.call(f"create {self.kind.name}", effect)

    async def change(self, record: AnyRecord, /, **updates: object) -> AnyRecord:
        """Store `record` with `updates` as its next version; StaleRecord if another step changed it first."""
        after = self.kind.changed(record, updates)
        op = self.shelf.next_op()
        outcome = await self.shelf.call(f"change {self.kind.name}", lambda: self.swap(record, after, op))
        if outcome != "changed":
            raise StaleRecord(f"{self.kind.name} {record.id} version {record.version}: {outcome}")
        return after

    def swap(self, before: AnyRecord, after: AnyRecord, op: int) -> str:
        """What the script does that changes a record."""
        cell = self.cells.get((before.team_id, before.id))
        if cell is None:
            return "missing"
        if cell.record.version != before.version:
            return "changed" if cell.op == op else "stale"
        self.put(after, op)
        return "changed"

    def put(self, record: AnyRecord, op: int) -> None:
        """Make the record what is stored."""
        key = (record.team_id, record.id)
        self.cells[key] = Cell(record, op)
        if self.kind.over(record):
            self.open.pop(key, None)
        else:
            self.open[key] = self._counts_from(record)
        texts = {"record": record.model_dump_json()} if self.shelf.keep_texts else {}
        self.shelf.note("stored", of=self.kind.name, **_told(record), **texts)

    def _counts_from(self, record: AnyRecord) -> float:
        """From when on the record may be quiet; one that rests is not quiet while it does."""
        rests_until: datetime | None = getattr(self.kind, "rests_until", lambda _: None)(record)
        return self.shelf.now if rests_until is None else (rests_until - BEGINNING).total_seconds()

    async def take_quiet(self, before: datetime, *, now: datetime) -> Sequence[tuple[str, str]]:
        """(team, id) of open records, longest quiet first, that were neither changed nor taken since `before`."""
        until, anew = ((at - BEGINNING).total_seconds() for at in (before, now))

        def effect() -> Sequence[tuple[str, str]]:
            quiet = sorted((at, key) for key, at in self.open.items() if at <= until)[:LOOK_AT_ONCE]
            self.open.update({key: anew for _, key in quiet})
            return [key for _, key in quiet]

        return await self.shelf.call(f"take quiet {self.kind.name}", effect)

    async def forget(self, team_id: str, record_id: str) -> None:
        """Count a record that is no longer there as open no more."""
        await self.shelf.call(f"forget {self.kind.name}", lambda: self.open.pop((team_id, record_id), None))


def _told(record: object) -> dict[str, Any]:
    """What the history says of a record."""
    said: dict[str, Any] = {}
    if isinstance(record, Render):
        said = {
            "task": None if record.task_uuid is None else str(record.task_uuid),
            "results": len(record.results),
            "closed": record.closed,
            "owed": to_micros(record.owed) if record.ended else None,
            "attempt": record.attempt,
            "withdrawn": record.withdrawn_at is not None,
            "deleted": record.deleted_at is not None,
            "chosen": record.chosen,
            "cleared": record.cleared,
            "media": sorted(record.media.values()),
            "given_up": given_up(record),
        }
    if isinstance(record, Posting):
        said = {
            "render": record.render_id,
            "file": record.file_id,
            "result": record.result.video_uuid,
            "position": record.position,
            "leftover": record.leftover,
            "given_up": given_up(record),
        }
    if isinstance(record, Render | Posting):
        said |= {"id": record.id, "version": record.version, "state": str(record.state), "ended": record.ended}
    return said


@dataclass
class Account:
    """What one of those that a budget may hold for has spent and reserved, in millionths of a dollar."""

    spent: int = 0
    reserved: int = 0


class MemoryTreasury:
    """Accepts renders against budgets, and settles them: each once, whoever asks how often.

    `limits` are what admins decided, in US dollars: for the workspace, each person, each channel.
    """

    def __init__(self, shelf: Shelf, renders: MemoryRecords[Render]) -> None:
        self.shelf = shelf
        self.renders = renders
        self.entries: dict[str, tuple[int, int | None]] = {}
        self.limits: dict[str, Decimal] = {}
        self.accounts: defaultdict[tuple[str, str], Account] = defaultdict(Account)

    async def accept(self, render: Render, budget: Decimal) -> bool:
        """Store a new render and reserve its money; False when it is already stored."""
        op = self.shelf.next_op()
        outcome = await self.shelf.call("accept", lambda: self.enter(render, to_micros(budget), op))
        for whose in WHOSE:
            if outcome == whose:
                left = max(self._left(render, whose, to_micros(budget)) or 0, 0)
                raise BudgetExceeded(needed=render.reserved, left=from_micros(left), whose=whose)
        return outcome == "accepted"

    def enter(self, render: Render, budget: int, op: int) -> str:
        """What the script does that accepts a render: whose budget is too small, where one is."""
        cell = self.renders.cells.get((render.team_id, render.id))
        if cell is not None:
            return "accepted" if cell.op == op else "known"
        reserve = to_micros(render.reserved)
        for whose in WHOSE:
            left = self._left(render, whose, budget)
            if left is not None and reserve > left:
                return whose
        for account in self._accounts_of(render):
            account.reserved += reserve
        self.entries[render.id] = (reserve, None)
        self.shelf.note("reserved", render=render.id, micros=reserve, budget=budget)
        self.renders.put(render, op)
        return "accepted"

    async def settle(self, render: Render, amount: Decimal) -> None:
        """Replace the render's reservation by `amount`; the second time does nothing."""
        await self.shelf.call("settle", lambda: self.leave(render, to_micros(amount)))

    def leave(self, render: Render, amount: int) -> None:
        """What the script does that settles a render."""
        reserve, settled = self.entries.get(render.id, (0, 0))
        if settled is not None:
            return
        for account in self._accounts_of(render):
            account.spent += amount
            account.reserved -= reserve
        self.entries[render.id] = (reserve, amount)
        self.shelf.note("settled", render=render.id, micros=amount)

    def _left(self, render: Render, whose: str, budget: int) -> int | None:
        """What is left of one of the budgets that hold for a render; None where there is none."""
        limit = to_micros(self.limits[whose]) if whose in self.limits else None
        if whose == "workspace":
            limit = budget if limit is None else min(limit, budget)
        name = _names(render)[whose]
        account = self.accounts[whose, name]
        return None if limit is None or name == DIRECT else limit - account.spent - account.reserved

    def _accounts_of(self, render: Render) -> Sequence[Account]:
        return [self.accounts[whose, name] for whose, name in _names(render).items()]


def _names(render: Render) -> Mapping[str, str]:
    """Whose budgets hold for a render."""
    channel = account_of(render.destination.channel_id)
    return {"workspace": render.team_id, "person": render.user_id, "channel": channel}


class MemoryPolls:
    """When each task under way is next asked about."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.due: dict[PollEntry, datetime] = {}
        self.seen: dict[PollEntry, datetime] = {}
        self.hastened: set[UUID] = set()

    async def add(self, entry: PollEntry, due: datetime) -> None:
        """Ask about the task at `due`, or at once when it was hastened before; does nothing for one that is there."""

        def effect() -> None:
            at_once = entry.task_uuid in self.hastened
            self.hastened.discard(entry.task_uuid)
            self.due.setdefault(entry, BEGINNING if at_once else due)

        await self.shelf.call("add poll", effect)

    async def take(self, *, now: datetime, lease: timedelta, early: timedelta, batch: int, batches: int) -> Taken:
        """The tasks that are due, put off by `lease` so that they come back if the taker dies."""

        def effect() -> Taken:
            wanted = min(ceil(sum(due <= now for due in self.due.values()) / batch), batches) * batch
            if not wanted:
                return Taken((), now + lease, len(self.due), min(self.due.values(), default=None))
            ordered = sorted(self.due.items(), key=lambda item: (item[1], str(item[0])))
            taken = [entry for entry, due in ordered if due <= now + early][:wanted]
            self.due.update(dict.fromkeys(taken, now + lease))
            return Taken(tuple(taken), now + lease, len(self.due), min(self.due.values(), default=None))

        return await self.shelf.call("take polls", effect)

    async def put_off(
        self, taken: Taken, entries: Sequence[PollEntry], *, due: datetime, seen_at: datetime | None
    ) -> None:
        """Ask about these of `taken` again at `due`, but for those that were taken or hastened since."""

        def effect() -> None:
            for entry in entries:
                if entry in self.due and seen_at is not None:
                    self.seen[entry] = seen_at
                if self.due.get(entry) == taken.until:
                    self.due[entry] = due

        await self.shelf.call("put off polls", effect)

    async def hasten(self, team_id: str, render_id: str, task_uuid: UUID, *, now: datetime) -> None:
        """Make the task due `now`; remembered for a while when it is not there yet."""

        def effect() -> None:
            found = [entry for entry in self.due if (entry.render_id, entry.task_uuid) == (render_id, task_uuid)]
            self.due.update({entry: min(now, self.due[entry]) for entry in found})
            if not found:
                self.hastened.add(task_uuid)

        await self.shelf.call("hasten poll", effect)

    async def last_seen(self, entry: PollEntry) -> datetime | None:
        """When the service last said that the task is processing."""
        return await self.shelf.call("last seen", lambda: self.seen.get(entry))

    async def drop(self, entry: PollEntry) -> None:
        """Ask about the task no more."""

        def effect() -> None:
            self.due.pop(entry, None)
            self.seen.pop(entry, None)

        await self.shelf.call("drop poll", effect)
