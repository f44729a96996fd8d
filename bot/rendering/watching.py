"""Renders whose changes somebody wants to hear of."""

from collections.abc import Awaitable, Callable

import structlog

from bot.errors import HeraldError
from bot.rendering.ports import RenderRecords
from bot.rendering.render import Render

log = structlog.get_logger("herald.rendering")


class WatchedRenders:
    """The renders' records; `tell` hears of each change after it was made, and cannot undo or delay it."""

    def __init__(self, records: RenderRecords, tell: Callable[[Render], Awaitable[None]]) -> None:
        self._records = records
        self._tell = tell

    async def get(self, team_id: str, record_id: str) -> Render | None:
        """The render as it is now."""
        return await self._records.get(team_id, record_id)

    async def change(self, render: Render, /, **updates: object) -> Render:
        """Store `render` with `updates` as its next version; StaleRecord if another step changed it first."""
        after = await self._records.change(render, **updates)
        try:
            await self._tell(after)
        except HeraldError as error:
            log.warning("nobody heard of the change", team_id=render.team_id, error=type(error).__name__)
        return after
