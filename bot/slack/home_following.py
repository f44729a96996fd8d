"""A Home that is being looked at follows what changes, but not more often than people can read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from bot.errors import PostRefused, SlackBusy
from bot.rendering.render import Render

STEP: Final = "home"
PUBLISH_EVERY: Final = timedelta(seconds=10)
"""How often a Home that is being looked at follows what changes."""
SETTLE: Final = timedelta(milliseconds=500)
"""Changes come in groups: the first waits for the others."""

log = structlog.get_logger("herald.home")


class Pages(Protocol):
    """Where Homes are published."""

    async def publish(self, team_id: str, user_id: str) -> None:
        """Show the person their Home as it is now; raises StoreUnavailable, SlackBusy, PostRefused."""


class Homes(Protocol):
    """Whose Home is being looked at."""

    async def change(self, team_id: str, user_id: str) -> datetime | None:
        """What the Home shows has changed; returns when it was last published, None when nobody looks at it."""

    async def begin(self, team_id: str, user_id: str, *, now: datetime) -> bool:
        """The Home is being published; False when nobody looks at it any more."""

    async def changed_since(self, team_id: str, user_id: str) -> bool:
        """Whether something changed after the last publishing began."""


class Wakeups(Protocol):
    """The queue."""

    async def wake(self, step: str, team_id: str, record_id: str, *, delay: timedelta | None = None) -> None:
        """Run `step` for the record."""


class HomeNews:
    """Hears of each change of a render, and lets the Home that shows it follow."""

    def __init__(self, homes: Homes, wakeups: Wakeups, now: Callable[[], datetime]) -> None:
        self._homes = homes
        self._wakeups = wakeups
        self._now = now

    async def tell(self, render: Render) -> None:
        """Publish the Home of the render's person soon, if they look at it."""
        published = await self._homes.change(render.team_id, render.user_id)
        if published is not None:
            wait = published + PUBLISH_EVERY - self._now()
            await self._wakeups.wake(STEP, render.team_id, render.user_id, delay=max(wait, SETTLE))


class HomeStep:
    """The queue's step that publishes a Home which is being looked at; the record's id is the person's."""

    def __init__(self, pages: Pages, homes: Homes, now: Callable[[], datetime]) -> None:
        self._pages = pages
        self._homes = homes
        self._now = now

    async def __call__(self, team_id: str, user_id: str) -> timedelta | None:
        """Publish; again later when Slack is busy, or when something changed meanwhile."""
        if not await self._homes.begin(team_id, user_id, now=self._now()):
            return None
        try:
            await self._pages.publish(team_id, user_id)
        except SlackBusy as busy:
            return max(busy.retry_after, PUBLISH_EVERY)
        except PostRefused as refused:
            log.warning("Slack does not take the Home", team_id=team_id, code=refused.code)
            return None
        return PUBLISH_EVERY if await self._homes.changed_since(team_id, user_id) else None
