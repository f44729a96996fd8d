"""Five-line fakes of the ports that the life of a render stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from bot.errors import StaleRecord
from bot.posting.posting import Posting
from bot.rendering.ports import PollEntry, Taken
from bot.rendering.render import MOST_STUMBLES, Choices, Destination, Render
from bot.rendering.tasks import TaskOrder, TaskReport
from bot.rendering.transitions import changed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TASK = UUID("11111111-1111-4111-8111-111111111111")
SECOND_TASK = UUID("22222222-2222-4222-8222-222222222222")


def a_render(**fields: object) -> Render:
    """A render as it is when it was just requested, with `fields` on top."""
    usual: dict[str, object] = {
        "id": "r1",
        "team_id": "T1",
        "user_id": "U1",
        "version": 1,
        "script": "Good morning, team.",
        "choices": Choices(avatar="Aditya_public_4", voice="jenny_female_english"),
        "destination": Destination(channel_id="C1"),
        "ttl_seconds": 86_400,
        "expected_seconds": 3,
        "price": Decimal("0.30"),
        "reserved": Decimal("0.39"),
        "requested_at": NOON,
    }
    return Render.model_validate(usual | fields)


def given_up(record: Render | Posting) -> tuple[str, ...]:
    """The steps without which a record went on, because they broke again and again."""
    return tuple(step for step, times in record.stumbles.items() if times >= MOST_STUMBLES)


@dataclass
class FakeClock:
    """A clock that a test moves."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class FakeRecords:
    """Renders in a dictionary, with the compare-and-set of the real ones."""

    stored: dict[str, Render] = field(default_factory=dict)

    async def get(self, team_id: str, record_id: str) -> Render | None:
        return self.stored.get(record_id)

    async def change(self, render: Render, /, **updates: object) -> Render:
        if self.stored[render.id].version != render.version:
            raise StaleRecord(render.id)
        self.stored[render.id] = changed(render, updates)
        return self.stored[render.id]

    def put(self, render: Render) -> Render:
        self.stored[render.id] = render
        return render


@dataclass
class FakeWakeups:
    """The wake-ups in the order they were asked for."""

    woken: list[tuple[str, str]] = field(default_factory=list)

    async def wake(self, step: str, team_id: str, record_id: str, *, delay: timedelta | None = None) -> None:
        self.woken.append((step, record_id))


@dataclass
class FakePolls:
    """Due polls in a dictionary."""

    due: dict[PollEntry, datetime] = field(default_factory=dict)
    seen: dict[PollEntry, datetime] = field(default_factory=dict)

    async def add(self, entry: PollEntry, due: datetime) -> None:
        self.due.setdefault(entry, due)

    async def take(self, *, now: datetime, lease: timedelta, early: timedelta, batch: int, batches: int) -> Taken:
        taken = [entry for entry, due in self.due.items() if due <= now][: batch * batches]
        self.due.update(dict.fromkeys(taken, now + lease))
        return Taken(tuple(taken), now + lease, len(self.due), min(self.due.values(), default=None))

    async def put_off(
        self, taken: Taken, entries: Sequence[PollEntry], *, due: datetime, seen_at: datetime | None
    ) -> None:
        for entry in entries:
            if self.due.get(entry) == taken.until:
                self.due[entry] = due
            if seen_at is not None and entry in self.due:
                self.seen[entry] = seen_at

    async def hasten(self, team_id: str, render_id: str, task_uuid: UUID, *, now: datetime) -> None:
        hastened = [entry for entry in self.due if entry.task_uuid == task_uuid]
        self.due.update(dict.fromkeys(hastened, now))

    async def last_seen(self, entry: PollEntry) -> datetime | None:
        return self.seen.get(entry)

    async def drop(self, entry: PollEntry) -> None:
        self.due.pop(entry, None)
        self.seen.pop(entry, None)


@dataclass
class FakeService:
    """A service that does what the test says: `answers` submissions in turn (errors are raised), `reports` to polls.

    Its archive has what is `archived`, of any task.
    """

    answers: list[Exception | None] = field(default_factory=list)
    reports: dict[UUID, TaskReport] = field(default_factory=dict)
    archived: TaskReport | None = None
    archive_error: Exception | None = None
    poll_error: Exception | None = None
    orders: list[TaskOrder] = field(default_factory=list)
    polled: list[UUID] = field(default_factory=list)

    async def submit(self, order: TaskOrder) -> None:
        self.orders.append(order)
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer

    async def poll(self, task_uuids: Sequence[UUID]) -> Mapping[UUID, TaskReport]:
        self.polled.extend(task_uuids)
        if self.poll_error is not None:
            raise self.poll_error
        return {task: report for task, report in self.reports.items() if task in task_uuids}

    async def look_back(self, task_uuid: UUID) -> TaskReport | None:
        if self.archive_error is not None:
            raise self.archive_error
        return self.archived


@dataclass
class FakeLedger:
    """What was settled, by render."""

    settled: dict[str, Decimal] = field(default_factory=dict)

    async def settle(self, render: Render, amount: Decimal) -> None:
        self.settled[render.id] = amount


@dataclass
class FakeThread:
    """A thread that remembers what it was told to show; `errors` are raised by the next calls in turn."""

    errors: list[Exception] = field(default_factory=list)
    earlier_anchor: str | None = None
    posted: list[Render] = field(default_factory=list)
    shown: list[Render] = field(default_factory=list)
    told: list[Render] = field(default_factory=list)

    async def post_anchor(self, render: Render) -> str:
        self._fail()
        self.posted.append(render)
        return "100.1"

    async def open_direct(self, render: Render) -> str:
        self._fail()
        return "D1"

    async def find_anchor(self, render: Render) -> str | None:
        self._fail()
        return self.earlier_anchor

    async def show(self, render: Render) -> None:
        self._fail()
        self.shown.append(render)

    async def tell_person(self, render: Render) -> None:
        self._fail()
        self.told.append(render)

    def _fail(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
