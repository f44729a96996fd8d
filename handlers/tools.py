"""What listeners may use: one object, made by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Choices
from bot.rendering.requesting import RequestDesk
from handlers.afterwards import Afterwards


class Shelf(Protocol):
    """The service's catalogue, held in memory."""

    def has(self, kind: str, value: str) -> bool:
        """Whether `value` is an id of this `kind`: `avatar`, `voice` or `language`."""

    def label(self, value: str) -> str:
        """What a person reads for the id."""

    def suggest(self, kind: str, query: str, *, first: Sequence[str] = ()) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON), `first` ahead when nothing is typed."""


class Memory(Protocol):
    """What people chose last."""

    async def last_choices(self, team_id: str, user_id: str) -> Choices | None:
        """What the person chose last, if that is still known."""

    async def remember(self, team_id: str, user_id: str, choices: Choices) -> None:
        """Offer `choices` first the next time."""


class Purse(Protocol):
    """The workspace's money."""

    async def left(self, team_id: str, month: str, budget: Decimal) -> Decimal:
        """What is left of `budget` in `month` (`2026-11`), in US dollars."""


@dataclass(frozen=True)
class Tools:
    """The listeners' tools; `forget_workspace` drops what is remembered of a workspace's authorization."""

    desk: RequestDesk
    afterwards: Afterwards
    wakeups: Wakeups
    renders: RenderRecords
    shelf: Shelf
    memory: Memory
    purse: Purse
    monthly_budget: Decimal
    price_per_second: Decimal
    clock: Clock
    new_render_id: Callable[[], str]
    forget_workspace: Callable[[str], None]
