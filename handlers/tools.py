"""What listeners may use: one object, made by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from bot.posting.results import Results
from bot.rendering.cancelling import Cancelling
from bot.rendering.draft import Draft
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.preset import Preset, PresetShelf
from bot.rendering.render import Choices
from bot.rendering.requesting import RequestDesk
from bot.slack.calls import SlackCalls
from handlers.afterwards import Afterwards


class Offer(Protocol):
    """What a workspace may choose from, held in memory."""

    async def has(self, team_id: str, kind: str, value: str, /) -> bool:
        """Whether the workspace may use `value` as this `kind`: `avatar`, `voice` or `language`."""

    async def labels(self, team_id: str, /) -> Callable[[str], str]:
        """What people in the workspace read for an id."""

    async def suggest(
        self, team_id: str, kind: str, query: str, /, *, first: Sequence[str] = (), language: str | None = None
    ) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON), `first` ahead when nothing is typed.

        Voices are those for `language` (a code), where there are some.
        """

    def preview(self, value: str, /) -> str | None:
        """The address of an avatar's picture, or of a sample of a voice, where there is one."""

    def speaks(self, voice: str, language: str, /) -> bool:
        """Whether the voice is one for the language (a code); true where nothing is known of the voice."""

    @property
    def resolutions(self) -> Sequence[str]:
        """The service's presets for the size of a video."""


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

    async def direct(self, team_id: str, user_id: str) -> str | None:
        """The id of the conversation that Herald has with the person alone, once it is known."""

    async def remember_direct(self, team_id: str, user_id: str, channel_id: str) -> None:
        """Know from now on where Herald and the person talk alone."""

    async def is_first(self, team_id: str, event_id: str) -> bool:
        """Whether an event comes for the first time; Slack sends again what was answered late."""


class DraftStore(Protocol):
    """What people have begun to ask for."""

    async def save(self, draft: Draft) -> None:
        """Keep the draft as it is now, as the person's newest; a draft that became a render is not kept again."""

    async def get(self, team_id: str, user_id: str, draft_id: str) -> Draft | None:
        """The person's draft; None where there is none (any more), or only somebody else's."""

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Draft]:
        """The person's drafts, the newest first."""

    async def drop(self, team_id: str, user_id: str, draft_id: str) -> None:
        """Keep the draft no more."""


class PresetStore(Protocol):
    """What people begin with."""

    async def shelf(self, team_id: str, user_id: str) -> PresetShelf:
        """All that the person may use, and what they begin with."""

    async def save(self, preset: Preset, /, *, channels: Sequence[str] = ()) -> Preset:
        """Keep the preset as it is now, as the default of just these channels; raises InvalidField."""

    async def delete(self, preset: Preset, /) -> None:
        """Keep the preset no more."""

    async def set_default(self, team_id: str, user_id: str, preset_id: str | None) -> None:
        """Let the person begin with this preset wherever a channel has none of its own; None for with none."""


class Home(Protocol):
    """The person's tab."""

    async def publish(self, team_id: str, user_id: str) -> None:
        """Show the person their Home as it is now."""

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        """Whether the person is an admin of the workspace."""


class Homes(Protocol):
    """Whose Home is being looked at."""

    async def open(self, team_id: str, user_id: str, *, now: datetime) -> None:
        """The person looks at their Home from now on."""


@dataclass(frozen=True)
class Tools:
    """The listeners' tools; `forget_workspace` drops what is remembered of a workspace's authorization."""

    desk: RequestDesk
    afterwards: Afterwards
    wakeups: Wakeups
    renders: RenderRecords
    cancelling: Cancelling
    results: Results
    offer: Offer
    memory: Memory
    drafts: DraftStore
    presets: PresetStore
    home: Home
    homes: Homes
    calls: SlackCalls
    monthly_budget: Decimal
    price_per_second: Decimal
    clock: Clock
    new_render_id: Callable[[], str]
    forget_workspace: Callable[[str], None]

    async def begin(self, team_id: str, user_id: str) -> Beginning:
        """What the modal begins with for this person, now."""
        month = f"{self.clock():%Y-%m}"
        return await self.memory.begin(team_id, user_id, month=month, budget=self.monthly_budget)
