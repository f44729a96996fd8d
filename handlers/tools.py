"""What listeners may use: one object, made by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Choices
from bot.rendering.requesting import RequestDesk
from handlers.afterwards import Afterwards


class Offer(Protocol):
    """What a workspace may choose from, held in memory."""

    async def has(self, team_id: str, kind: str, value: str, /) -> bool:
        """Whether the workspace may use `value` as this `kind`: `avatar`, `voice` or `language`."""

    async def labels(self, team_id: str, /) -> Callable[[str], str]:
        """What people in the workspace read for an id."""

    async def suggest(self, team_id: str, kind: str, query: str, /, *, first: Sequence[str] = ()) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON), `first` ahead when nothing is typed."""


class Beginning(Protocol):
    """What the modal begins with."""

    @property
    def choices(self) -> Choices | None:
        """What the person chose last, if that is still known."""

    @property
    def budget_left(self) -> Decimal:
        """What is left of the month's budget, in US dollars."""


class Memory(Protocol):
    """What is kept of people."""

    async def begin(self, team_id: str, user_id: str, *, month: str, budget: Decimal) -> Beginning:
        """What the person chose last, and what is left of `budget` (US dollars) in `month` (`2026-11`)."""

    async def last_choices(self, team_id: str, user_id: str) -> Choices | None:
        """What the person chose last, if that is still known."""


@dataclass(frozen=True)
class Tools:
    """The listeners' tools; `forget_workspace` drops what is remembered of a workspace's authorization."""

    desk: RequestDesk
    afterwards: Afterwards
    wakeups: Wakeups
    renders: RenderRecords
    offer: Offer
    memory: Memory
    monthly_budget: Decimal
    price_per_second: Decimal
    clock: Clock
    new_render_id: Callable[[], str]
    forget_workspace: Callable[[str], None]

    async def begin(self, team_id: str, user_id: str) -> Beginning:
        """What the modal begins with for this person, now."""
        month = f"{self.clock():%Y-%m}"
        return await self.memory.begin(team_id, user_id, month=month, budget=self.monthly_budget)
