"""Batches, and five-line fakes of what their life stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from bot.errors import StaleRecord
from bot.posting.batch import Batch, BatchState, Recipient, Row, RowState
from bot.posting.batch_transitions import changed
from bot.rendering.render import Choices, Render
from bot.rendering.requesting import Quote, Request
from tests.bot.rendering.fakes import NOON, FakeRecords, a_render

SCRIPT = "Hello {first_name}."


def a_person(user_id: str = "U1", name: str = "Ann Archer", **fields: object) -> Recipient:
    """Somebody of the workspace."""
    handle = name.partition(" ")[0].casefold()
    return Recipient.model_validate({"user_id": user_id, "handle": handle, "full_name": name, **fields})


def a_row(line: int = 2, **fields: object) -> Row:
    """A row that can have a clip."""
    person = a_person(f"U{line}", f"Person{line} Last")
    usual = {
        "line": line,
        "key": person.user_id,
        "person": person,
        "price": Decimal("0.30"),
        "reserve": Decimal("0.39"),
    }
    return Row.model_validate({**usual, **fields})


def a_batch(**fields: object) -> Batch:
    """A batch of three people that is under way, its message posted, with `fields` on top."""
    usual: dict[str, object] = {
        "id": "b1",
        "team_id": "T1",
        "user_id": "U0",
        "state": BatchState.RUNNING,
        "script": SCRIPT,
        "choices": Choices(avatar="Aditya_public_4", voice="jenny_female_english"),
        "asked_at": NOON,
        "sender": a_person("U0", "Sam Sender"),
        "rows": (a_row(2), a_row(3), a_row(4)),
        "listed": True,
        "scanned": True,
        "titled": True,
        "channel_id": "D0",
        "message_ts": "100.1",
        "shown_at": NOON,
        "shown_as": BatchState.RUNNING,
    }
    return Batch.model_validate(usual | fields)


@dataclass
class FakeBatches:
    """Batches in a dictionary, with the compare-and-set of the real ones; `others` are made before the next change."""

    stored: dict[str, Batch] = field(default_factory=dict)
    others: list[dict[str, object]] = field(default_factory=list)

    async def get(self, team_id: str, record_id: str) -> Batch | None:
        return self.stored.get(record_id)

    async def create(self, batch: Batch, /) -> None:
        self.stored.setdefault(batch.id, batch)

    async def change(self, batch: Batch, /, **updates: object) -> Batch:
        if self.others:
            self.stored[batch.id] = changed(self.stored[batch.id], self.others.pop(0))
        if self.stored[batch.id].version != batch.version:
            raise StaleRecord(batch.id)
        self.stored[batch.id] = changed(batch, updates)
        return self.stored[batch.id]

    def put(self, batch: Batch) -> Batch:
        self.stored[batch.id] = batch
        return batch

    @property
    def only(self) -> Batch:
        """The one batch that there is."""
        (batch,) = self.stored.values()
        return batch


@dataclass
class FakeDesk:
    """A desk that stores renders; `errors` are raised by the next takings in turn, None lets one through."""

    renders: FakeRecords
    errors: list[Exception | None] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    unpriced: Exception | None = None

    async def quote(self, request: Request) -> Quote:
        if self.unpriced is not None:
            raise self.unpriced
        return Quote(NOON - NOON, Decimal("0.30"), Decimal("0.39"))

    async def take(self, request: Request) -> Render:
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.taken.append(request.render_id)
        render = a_render(
            id=request.render_id, destination=request.destination, batch_id=request.batch_id, script=request.script
        )
        return self.renders.stored.setdefault(request.render_id, render)


@dataclass
class FakeSlots:
    """Slots in a dictionary, without an end to their number unless a test sets one."""

    most: int = 1_000
    taken: list[str] = field(default_factory=list)

    async def take(self, batch: Batch, wanted: Sequence[str], *, now: datetime) -> Sequence[str]:
        for each in wanted:
            if each not in self.taken and len(self.taken) < self.most:
                self.taken.append(each)
        return [each for each in wanted if each in self.taken]

    async def held(self, batch: Batch) -> frozenset[str]:
        return frozenset(self.taken)

    async def release(self, batch: Batch, ids: Sequence[str]) -> None:
        self.taken = [each for each in self.taken if each not in ids]


def states(batch: Batch) -> list[RowState]:
    """Where each clip is."""
    return [row.state for row in batch.rows]
