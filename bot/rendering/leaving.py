"""The end of Herald's part in a workspace: all that is kept of it is erased, here and at the video service."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

import structlog

from bot.errors import RecordUnreadable, RunwareError
from bot.rendering.files import tell_left
from bot.rendering.ports import RenderRecords

PAUSE_SECONDS: Final = 0.5
"""A step that was under way may still write something: after this it is erased too."""
PASSES: Final = 5
TRIES_APART_SECONDS: Final = (0.0, 1.0, 4.0, 15.0, 40.0)
"""Before each try to delete people's files at the service; what is not deleted within a minute holds up no erasure."""

Sleep = Callable[[float], Awaitable[None]]
log = structlog.get_logger("herald.rendering")


class Forgetful(Protocol):
    """The part of the video service that keeps people's files."""

    async def delete_media(self, media_uuid: UUID, /) -> None:
        """Keep the file no more; raises a RunwareError where that is not certain."""


class Place(Protocol):
    """What is kept of a workspace."""

    async def installed_at(self, team_id: str, /) -> datetime | None:
        """When Herald was installed there; None where it is not, or not by OAuth."""

    async def open_renders(self, team_id: str, /) -> Sequence[str]:
        """The ids of the renders whose life is not over."""

    async def erase(self, team_id: str, /) -> int:
        """Erase all of it; returns how much that was."""


def stamp_of(installed_at: datetime | None) -> str:
    """Which installation it is that ended, as the id of what the step is run for."""
    return "0" if installed_at is None else f"{installed_at.timestamp():.6f}"


class LeaveStep:
    """Erases a workspace after it left, whatever is under way there; it is run for the installation that ended."""

    def __init__(self, place: Place, renders: RenderRecords, service: Forgetful, *, sleep: Sleep) -> None:
        self._place = place
        self._renders = renders
        self._service = service
        self._sleep = sleep

    async def __call__(self, team_id: str, ended: str) -> timedelta | None:
        """May be cut anywhere and run again; does nothing where Herald was installed anew since.

        People's files at the service go first: nothing names them any more once the records are erased.
        """
        if await self._is_back(team_id, ended):
            return None
        await self._forget(team_id)
        erased = 0
        for number in range(PASSES):
            if number:
                await self._sleep(PAUSE_SECONDS)
            if await self._is_back(team_id, ended):
                break
            found = await self._place.erase(team_id)
            erased += found
            if number and not found:
                break
        if erased:
            log.info("a workspace that left was erased", entries=erased)
        return None

    async def _is_back(self, team_id: str, ended: str) -> bool:
        installed_at = await self._place.installed_at(team_id)
        if installed_at is None or stamp_of(installed_at) == ended:
            return False
        log.info("a workspace that left was installed anew meanwhile")
        return True

    async def _files(self, team_id: str) -> list[UUID]:
        """People's files at the service, of renders under way."""
        found: list[UUID] = []
        for render_id in await self._place.open_renders(team_id):
            try:
                render = await self._renders.get(team_id, render_id)
            except RecordUnreadable:
                continue
            if render is not None:
                found += [UUID(media_uuid) for media_uuid in render.media.values()]
        return found

    async def _forget(self, team_id: str) -> None:
        left = await self._files(team_id)
        for pause in TRIES_APART_SECONDS:
            if left:
                await self._sleep(pause)
            left = [media_uuid for media_uuid in left if not await self._is_deleted(team_id, media_uuid)]

    async def _is_deleted(self, team_id: str, media_uuid: UUID) -> bool:
        try:
            await self._service.delete_media(media_uuid)
        except RunwareError as error:
            tell_left(media_uuid, error, team_id=team_id)
            return False
        return True
