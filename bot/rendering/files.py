"""The steps that bring a person's files to the service before the task is sent, and delete them there afterwards."""

from datetime import timedelta
from decimal import ROUND_UP
from math import ceil
from typing import Final, Protocol
from uuid import UUID

import structlog

from bot.budget import CENT
from bot.errors import (
    FileNotNow,
    FileRefused,
    PostRefused,
    RunwareBusy,
    RunwareError,
    SlackBusy,
    StaleRecord,
    TaskRefused,
    TaskUncertain,
)
from bot.rendering.ending import Endings
from bot.rendering.given import NO_ROOM, GivenFiles
from bot.rendering.media import awaited
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Failure, Render, RenderState

SOON: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=2)
"""The longest that a service's Retry-After is obeyed in one go, so that a nonsense value cannot park a render."""
LONGEST_PAUSE: Final = timedelta(minutes=1)
GIVE_UP_AFTER: Final = timedelta(minutes=10)
DELETE_AGAIN: Final = timedelta(minutes=10)
DELETE_UNTIL: Final = timedelta(hours=24)
"""For how long after the end files are tried to be deleted at a service that does not answer."""

log = structlog.get_logger("herald.rendering")


class MediaService(Protocol):
    """Where the service keeps the files that tasks name."""

    async def store_media(self, content: bytes, content_type: str) -> UUID:
        """Upload a file; raises TaskRefused, RunwareBusy, TaskUncertain (a second time stores it twice)."""

    async def delete_media(self, media_uuid: UUID) -> None:
        """Delete one; what is not there counts as deleted. Raises as above."""


class MediaStep:
    """Brings the files of an anchored render to the service, one in each run; then the task can be sent."""

    def __init__(
        self,
        records: RenderRecords,
        given: GivenFiles,
        service: MediaService,
        endings: Endings,
        wakeups: Wakeups,
        clock: Clock,
    ) -> None:
        self._records = records
        self._given = given
        self._service = service
        self._endings = endings
        self._wakeups = wakeups
        self._clock = clock

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """anchored with files on their way → anchored with all of them there; or failed, with nothing charged."""
        render = await self._records.get(team_id, render_id)
        if render is None or render.state is not RenderState.ANCHORED or render.awaits_consent:
            return None
        missing = next(iter(awaited(render).items()), None)
        if missing is None:
            await self._wakeups.wake("submit", render.team_id, render.id)
            return None
        if self._given.full:
            return NO_ROOM
        if render.media_since is None:
            render = await self._records.change(render, media_since=self._clock())
        return await self._try(render, *missing)

    async def _try(self, render: Render, field: str, reference: str) -> timedelta | None:
        try:
            render = await self._bring(render, field, reference)
        except (FileRefused, PostRefused, TaskRefused) as refused:
            if isinstance(refused, TaskRefused) and refused.retryable:
                return await self._wait(render, field, None)
            await self._endings.fail(render, _failure(refused, field))
            return None
        except (FileNotNow, SlackBusy, RunwareBusy, TaskUncertain) as passing:
            return await self._wait(render, field, getattr(passing, "retry_after", None))
        if not awaited(render):
            await self._wakeups.wake("submit", render.team_id, render.id)
            return None
        return timedelta(0)

    async def _bring(self, render: Render, field: str, reference: str) -> Render:
        """The render with the file at the service; a lost answer to the upload leaves one there that nobody names."""
        async with self._given.held(render, field, reference) as file:
            try:
                measured = _measured(render, file.cleaned.length)
            except FileRefused as refused:
                raise refused.named(file.name) from None
            media_uuid = await self._service.store_media(file.cleaned.content, file.cleaned.media_type)
        try:
            return await self._records.change(render, media={**render.media, reference: str(media_uuid)}, **measured)
        except StaleRecord:  # called off meanwhile
            await self._drop(render, media_uuid)
            raise

    async def _drop(self, render: Render, media_uuid: UUID) -> None:
        try:
            await self._service.delete_media(media_uuid)
        except RunwareError as error:
            tell_left(media_uuid, error, team_id=render.team_id, record_id=render.id)

    async def _wait(self, render: Render, field: str, asked: timedelta | None) -> timedelta | None:
        pause = pause_for(self._clock() - (render.media_since or self._clock()), asked)
        if pause is None:
            await self._endings.fail(render, stuck(field))
        return pause


class ForgetMediaStep:
    """Deletes the files of an ended render at the service."""

    def __init__(self, records: RenderRecords, service: MediaService, clock: Clock) -> None:
        self._records = records
        self._service = service
        self._clock = clock

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """Runs until none is left; not before the render is closed, whose step changes it alone."""
        render = await self._records.get(team_id, render_id)
        if render is None or not render.ended or not render.media:
            return None
        if not render.closed:
            return SOON
        for media_uuid in map(UUID, render.media.values()):
            try:
                await self._service.delete_media(media_uuid)
            except RunwareError as error:
                passes = isinstance(error, RunwareBusy | TaskUncertain)
                if passes and self._clock() - (render.ended_at or self._clock()) < DELETE_UNTIL:
                    return DELETE_AGAIN
                tell_left(media_uuid, error, team_id=render.team_id, record_id=render.id)
        await self._records.change(render, media={})
        return None


def pause_for(taken: timedelta, asked: timedelta | None) -> timedelta | None:
    """When to try a file again that was first tried so long ago; None where it is not to be tried any more.

    As long as was asked; else for as long again as it already took, so that little is tried in vain.
    """
    if taken >= GIVE_UP_AFTER:
        return None
    return min(asked, LONGEST_WAIT) if asked else min(max(taken, SOON), LONGEST_PAUSE)


def stuck(field: str) -> Failure:
    """Why a render ends whose file was tried for too long."""
    reason = f"could not be brought to the video service within {GIVE_UP_AFTER.seconds // 60} minutes"
    return Failure(code="file_stuck", message=reason, parameter=field)


def _measured(render: Render, length: timedelta | None) -> dict[str, object]:
    """What a recording's true length makes of the price; raises FileRefused where more money was not kept for it."""
    if length is None:
        return {}
    seconds = max(2, ceil(length.total_seconds()))
    price = (render.price * seconds / render.expected_seconds).quantize(CENT, rounding=ROUND_UP)
    if price > render.reserved:
        raise FileRefused(
            "file_longer_than_told",
            f"lasts {seconds} seconds; going by its size, money was kept for {render.expected_seconds}",
        )
    return {"expected_seconds": seconds, "price": price}


def _failure(refused: FileRefused | PostRefused | TaskRefused, field: str) -> Failure:
    message = refused.message if isinstance(refused, TaskRefused) else str(refused)
    return Failure(code=refused.code, message=message, parameter=field)


def tell_left(media_uuid: UUID, error: RunwareError, **whose: str) -> None:
    """Tell the operator of a file that could not be deleted at the service."""
    log.warning("a person's file stays at the service", media_uuid=str(media_uuid), error=str(error), **whose)
