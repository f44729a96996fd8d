"""A person's Home: gathered from what is kept of them, and published."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol

from bot.posting.announcement import Announcement
from bot.posting.batch import Batch
from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import PresetShelf
from bot.rendering.render import Choices, Render
from bot.rendering.usage import Usage
from bot.slack.calls import SlackCalls
from bot.slack.home_limits import Limits
from bot.slack.surfaces.anchor import LabelsOf
from bot.slack.surfaces.home import RENDERS_SHOWN, HomeContents, build_home

DRAFTS_READ: Final = 20
ANNOUNCEMENTS_READ: Final = 20
BATCHES_READ: Final = 5


class Drafts(Protocol):
    """What the person has begun."""

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Draft]:
        """Their drafts, the newest first."""


class History(Protocol):
    """What the person asked for."""

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Render]:
        """Their last renders as they are now."""


class Usages(Protocol):
    """What a month cost."""

    async def of(self, team_id: str, user_id: str, month: str) -> Usage:
        """The month (`2026-11`) of a workspace and of one person in it."""


class Announcements(Protocol):
    """What the person announced, or is asked to approve."""

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Announcement]:
        """As they are now, the newest first."""


class Batches(Protocol):
    """What the person made for many."""

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Batch]:
        """Their batches as they are now, the newest first."""


class LimitsOf(Protocol):
    """What the admins decided."""

    async def of(self, team_id: str, user_id: str, month: str) -> Limits:
        """What holds for the person in the month (`2026-11`)."""


class Presets(Protocol):
    """What the person may begin with."""

    async def shelf(self, team_id: str, user_id: str) -> PresetShelf:
        """All that they may use."""


class Memory(Protocol):
    """What is known of the person."""

    async def last_choices(self, team_id: str, user_id: str) -> Choices | None:
        """What they chose last."""


@dataclass(frozen=True)
class HomeSources:
    """Where what a Home shows is kept, and the operator's terms in US dollars."""

    drafts: Drafts
    history: History
    usages: Usages
    presets: Presets
    memory: Memory
    announcements: Announcements
    batches: Batches
    labels: LabelsOf
    limits: LimitsOf
    price_per_second: Decimal


class HomePages:
    """Publishes Homes."""

    def __init__(self, calls: SlackCalls, sources: HomeSources, *, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._sources = sources
        self._now = now

    async def publish(self, team_id: str, user_id: str) -> None:
        """Show the person their Home as it is now; raises StoreUnavailable, SlackBusy, PostRefused."""
        now = self._now()
        contents, labels = await asyncio.gather(
            self._gather(team_id, user_id, month=f"{now:%Y-%m}"), self._sources.labels(team_id)
        )
        view = build_home(contents, now=now, labels=labels)
        await self._calls.repeat(
            team_id, "views.publish", lambda slack: slack.views_publish(user_id=user_id, view=view)
        )

    async def _gather(self, team_id: str, user_id: str, *, month: str) -> HomeContents:
        kept = self._sources
        announced = kept.announcements.newest(team_id, user_id, ANNOUNCEMENTS_READ)
        limited = kept.limits.of(team_id, user_id, month)
        others = asyncio.gather(
            kept.drafts.newest(team_id, user_id, DRAFTS_READ),
            kept.history.newest(team_id, user_id, RENDERS_SHOWN),
            kept.usages.of(team_id, user_id, month),
            kept.presets.shelf(team_id, user_id),
            kept.memory.last_choices(team_id, user_id),
            self._calls.workspace(team_id, "views.publish"),
        )
        made = kept.batches.newest(team_id, user_id, BATCHES_READ)
        found, announcements, batches, limits = await asyncio.gather(others, announced, made, limited)
        drafts, renders, usage, shelf, choices, workspace = found
        return HomeContents(
            user_id=user_id,
            budget=limits.budget,
            own_budget=limits.own_budget,
            spending=limits.spending,
            price_per_second=kept.price_per_second,
            usage=usage,
            shelf=shelf,
            drafts=drafts,
            renders=renders,
            announcements=announcements,
            batches=batches,
            begins_with=_first_choices(choices),
            team_url=workspace.url,
        )


def _first_choices(choices: Choices | None) -> Wishes | None:
    """Of what was chosen last, what the next video begins with as people name it."""
    if choices is None:
        return None
    return Wishes(avatar=choices.avatar, voice=choices.voice, language=choices.language)
