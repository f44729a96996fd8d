"""What the life of a render needs to remember and to be woken by, in words that do not depend on Redis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from bot.rendering.render import Render


class Clock(Protocol):
    """The time, passed in so that a test can move it."""

    def __call__(self) -> datetime:
        """Now, with its zone."""


class RenderRecords(Protocol):
    """The renders, which are the truth: the queue only carries wake-ups."""

    async def get(self, team_id: str, record_id: str) -> Render | None:
        """The render as it is now."""

    async def change(self, render: Render, /, **updates: object) -> Render:
        """Store `render` with `updates` as its next version; StaleRecord if another step changed it first."""


class Acceptance(Protocol):
    """The one place where a render comes into being."""

    async def accept(self, render: Render, budget: Decimal) -> bool:
        """Store a new render and reserve its money in one step, before anything else happens.

        Returns False, changing nothing, when a render of this id is already stored (a second click).
        Raises BudgetExceeded when spent, reserved and this together would pass `budget` (US dollars a month).
        """


class Ledger(Protocol):
    """The workspace's money."""

    async def settle(self, render: Render, amount: Decimal) -> None:
        """Replace the render's reservation by `amount` (zero releases it); the second time does nothing."""


@dataclass(frozen=True)
class PollEntry:
    """A task to ask about: which render it is of, and when it was submitted."""

    team_id: str
    render_id: str
    task_uuid: UUID
    submitted_at: datetime


@dataclass(frozen=True)
class Taken:
    """What a poller took: `until` when it is its own, how many tasks are under way, when the next one is due."""

    entries: Sequence[PollEntry]
    until: datetime
    in_flight: int
    next_due: datetime | None


class PollIndex(Protocol):
    """When each task under way is next asked about: an index over the renders."""

    async def add(self, entry: PollEntry, due: datetime) -> None:
        """Ask about the task at `due`, or at once when it was hastened before; does nothing for one that is there."""

    async def take(self, *, now: datetime, lease: timedelta, early: timedelta, batch: int, batches: int) -> Taken:
        """The tasks that are due, put off by `lease` so that they come back if the taker dies.

        At most `batches` times `batch`; where the last batch is not full, what is due within `early` fills it.
        """

    async def put_off(
        self, taken: Taken, entries: Sequence[PollEntry], *, due: datetime, seen_at: datetime | None
    ) -> None:
        """Ask about these of `taken` again at `due`, but for those that were taken or hastened since.

        `seen_at` is set when the service said that they are processing.
        """

    async def hasten(self, team_id: str, render_id: str, task_uuid: UUID, *, now: datetime) -> None:
        """Make the task due `now`; remembered for a while when it is not there yet."""

    async def last_seen(self, entry: PollEntry) -> datetime | None:
        """When the service last said that the task is processing."""

    async def drop(self, entry: PollEntry) -> None:
        """Ask about the task no more."""


class HookAddress(Protocol):
    """Where the service may say that a task has a result."""

    def __call__(self, team_id: str, render_id: str, task_uuid: UUID) -> str | None:
        """The address for the task; None where the service cannot reach us."""


class Wakeups(Protocol):
    """The queue: makes a step run, soon and at least once."""

    async def wake(self, step: str, team_id: str, record_id: str, *, delay: timedelta | None = None) -> None:
        """Run `step` for the record; does nothing while that step is due or under way for it."""
