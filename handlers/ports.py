"""What listeners need of the rest of Herald, in words that do not depend on how it is built."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from bot.policy import Person, Policy
from bot.posting.announcement import Announcement
from bot.posting.workflow_run import WorkflowRun
from bot.rendering.draft import Draft
from bot.rendering.preset import Preset, PresetShelf
from bot.rendering.render import Choices
from bot.rendering.tasks import TaskOrder
from bot.rendering.usage import Spending
from bot.store.audit import Page
from bot.store.policies import KeptPolicy


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

    async def first(self, team_id: str, kind: str, /) -> str | None:
        """The avatar or voice that somebody begins with who never chose one; None where there is none."""

    def preview(self, value: str, /) -> str | None:
        """The address of an avatar's picture, or of a sample of a voice, where there is one."""

    def speaks(self, voice: str, language: str, /) -> bool:
        """Whether the voice is one for the language (a code); true where nothing is known of the voice."""

    @property
    def resolutions(self) -> Sequence[str]:
        """The service's presets for the size of a video."""


class Beginning(Protocol):
    """What somebody begins with."""

    @property
    def choices(self) -> Choices | None:
        """What they chose last."""

    @property
    def budget_left(self) -> Decimal:
        """What is left of the workspace's budget, or of their own where that is less; in US dollars."""

    @property
    def left_of(self) -> Literal["workspace", "person"]:
        """Whose budget that is."""

    @property
    def policy(self) -> Policy:
        """What the admins decided."""

    @property
    def person(self) -> Person | None:
        """Who they are, where that is known."""


class Policies(Protocol):
    """What the workspaces' admins decided."""

    async def get(self, team_id: str) -> Policy:
        """The policy, at most some seconds old; free of a trip once it is held in memory."""

    async def current(self, team_id: str) -> KeptPolicy:
        """The policy as it is now, with its version."""

    async def change(
        self, team_id: str, updates: Mapping[str, object], *, actor: str, at: datetime, seen: int | None = None
    ) -> Sequence[str]:
        """Set these fields, with a line in the audit list for each; the names of those that are other than before."""


class Roster(Protocol):
    """Who people are in their workspace."""

    def known(self, team_id: str, user_id: str) -> Person | None:
        """Who the person is, if that is in memory: the only question before an ack."""

    async def find(self, team_id: str, user_id: str) -> Person:
        """Who the person is, as Slack said within the hour; raises SlackBusy, PostRefused."""

    async def ask(self, team_id: str, user_id: str) -> Person:
        """Who the person is, as Slack says now; likewise."""


class Audit(Protocol):
    """The workspaces' audit lists."""

    async def note(self, team_id: str, actor: str, what: str, about: str, at: datetime) -> None:
        """Add a line: who did `what`, a word or two, to `about`, in which people stand as `<@U0123>`."""

    async def page(self, team_id: str, *, limit: int, before: str | None = None) -> Page:
        """The newest lines, or those older than `before`."""


class AnnouncementLists(Protocol):
    """Whose announcements are whose."""

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Announcement]:
        """What a person wrote, and what they were asked to approve, the newest first."""


class Usages(Protocol):
    """What a month cost."""

    async def spending(self, team_id: str, month: str) -> Spending:
        """Who spent what in the month (`2026-11`)."""


class Memory(Protocol):
    """What is kept of people."""

    async def begin(self, team_id: str, user_id: str, *, month: str, budget: Decimal) -> Beginning:
        """What the person chose last, and what is left of `budget` (US dollars) in `month` (`2026-11`)."""

    async def begin_with_presets(
        self, team_id: str, user_id: str, *, month: str, budget: Decimal
    ) -> tuple[Beginning, PresetShelf]:
        """The same, with the presets that the person may use."""

    async def last_choices(self, team_id: str, user_id: str) -> Choices | None:
        """What the person chose last, if that is still known."""

    async def direct(self, team_id: str, user_id: str) -> str | None:
        """The id of the conversation that Herald has with the person alone, once it is known."""

    async def remember_direct(self, team_id: str, user_id: str, channel_id: str) -> None:
        """Know from now on where Herald and the person talk alone."""

    async def is_first(self, team_id: str, event_id: str, *, within: timedelta = ...) -> bool:
        """Whether an event comes for the first time `within` that time; Slack sends again what was answered late."""


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


Price = Callable[[TaskOrder], Awaitable[Decimal | None]]
"""What the service would charge, by a dry run; None where it does not say. Raises RunwareError."""


class Runs(Protocol):
    """The runs of Herald's step in workflows."""

    async def create(self, run: WorkflowRun, /) -> None:
        """Store a new run; does nothing when one of this id is there."""


class Homes(Protocol):
    """Whose Home is being looked at."""

    async def open(self, team_id: str, user_id: str, *, now: datetime) -> None:
        """The person looks at their Home from now on."""


class Leaving(Protocol):
    """The end of Herald's part in a workspace; raises StoreUnavailable."""

    async def leave_workspace(self, team_id: str, at: datetime, *, enterprise_id: str | None = None) -> None:
        """Slack ended the workspace's installation, or its part in that of its organisation."""

    async def leave_organisation(self, enterprise_id: str, at: datetime) -> None:
        """Slack ended the installation in all workspaces of the organisation."""
