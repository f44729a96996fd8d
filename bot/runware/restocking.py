"""Keeping the shelf filled: from the copy that all processes share, and once a day from the service."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import httpx
import structlog
from pydantic import ValidationError

from bot.errors import RunwareError, StoreUnavailable
from bot.runware.catalogue import KeptCatalogue
from bot.runware.document import fetch_catalogue, source_of
from bot.runware.shelf import Shelf

REFRESH_EVERY: Final = timedelta(days=1)
LOOK_EVERY: Final = timedelta(minutes=1)
"""How often a process looks whether another one, or the operator, has kept a newer copy."""
RETRY_AFTER: Final = timedelta(seconds=30)
RETRY_AT_MOST: Final = timedelta(hours=1)

log = structlog.get_logger("herald.catalogue")


class Copy(Protocol):
    """Where the last good catalogue is kept as text, with a stamp that tells it from another."""

    async def stamp(self) -> str | None:
        """The stamp of the last good copy, if there is one."""

    async def load(self) -> str | None:
        """The last good copy, if there is one."""

    async def save(self, text: str, stamp: str) -> None:
        """Replace the last good copy."""


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def read_copy(text: str | None) -> KeptCatalogue | None:
    """The copy in a kept text; None where there is none, or one of a version with another form."""
    try:
        return None if text is None else KeptCatalogue.model_validate_json(text)
    except ValidationError:
        return None


class Restocking:
    """Fills the shelf from the last good copy, and from the service's schema document when the copy is a day old."""

    def __init__(
        self,
        shelf: Shelf,
        copy: Copy,
        http: httpx.AsyncClient,
        schema_url: str,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._shelf = shelf
        self._copy = copy
        self._http = http
        self._schema_url = schema_url
        self._now = now
        self._kept: KeptCatalogue | None = None
        self._stamp: str | None = None
        self._due: datetime | None = None
        self._failures = 0
        self._warned: str | None = None

    async def load(self) -> bool:
        """Offer the last good copy; False when there is none."""
        text = await self._copy.load()
        kept = await asyncio.to_thread(read_copy, text)
        if kept is None:
            return False
        await self._offer(kept)
        self._stamp = kept.stamp
        return True

    async def look(self) -> timedelta:
        """Take over what was kept elsewhere, and refresh when it is time; returns when to look again."""
        try:
            stamp = await self._copy.stamp()
            if stamp is not None and stamp != self._stamp:
                await self.load()
                self._stamp = stamp  # of a copy that cannot be read too: it is not read each minute
        except StoreUnavailable as error:
            log.debug("cannot look for a newer catalogue", reason=str(error))
        if self._due is None or self._now() >= self._due:
            await self.refresh()
        left = (self._due or self._now()) - self._now()
        return min(max(left, timedelta(seconds=1)), LOOK_EVERY)

    async def refresh(self) -> bool:
        """Offer what the schema document lists, and keep it; False when it is to be tried again.

        A document that is not good changes nothing.
        """
        try:
            kept = await fetch_catalogue(self._http, self._schema_url, before=self._kept, now=self._now())
            await self._offer(kept)
            await self._copy.save(kept.model_dump_json(), kept.stamp)
        except (RunwareError, StoreUnavailable) as error:
            self._put_off(error)
            return False
        finally:
            self._shelf.loading = False
        self._stamp = kept.stamp
        self._warned, self._failures = None, 0
        return True

    async def _offer(self, kept: KeptCatalogue) -> None:
        if self._kept is None or kept.catalogue != self._kept.catalogue:
            await asyncio.to_thread(self._shelf.put, kept.catalogue)  # a tenth of a second, which would hold up acks
        self._kept = kept
        self._shelf.fetched_at = kept.fetched_at
        self._shelf.loading = False
        elsewhere = kept.source != source_of(self._schema_url)
        self._due = self._now() if elsewhere else min(kept.fetched_at, self._now()) + REFRESH_EVERY

    def _put_off(self, error: RunwareError | StoreUnavailable) -> None:
        """Try again soon, then less and less often; the operator is told once of each reason."""
        self._due = self._now() + min(RETRY_AFTER * 2 ** min(self._failures, 10), RETRY_AT_MOST)
        self._failures += 1
        reason = str(error)
        if reason == self._warned:
            return
        self._warned = reason
        if isinstance(error, StoreUnavailable):
            log.warning("catalogue refreshed, but not kept", reason=reason, mend="see to Redis; it is tried again")
            return
        log.warning(
            "catalogue not refreshed; the last good one stays in use",
            reason=reason,
            of="the first start" if self._kept is None else f"{self._kept.fetched_at:%Y-%m-%d %H:%M} UTC",
            mend="look at RUNWARE_SCHEMA_URL, then run: python -m bot catalogue refresh",
        )


async def keep_fresh(restocking: Restocking, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Look each minute, refresh once a day, and sooner where that did not work; runs until it is cancelled."""
    task = asyncio.current_task()
    while True:
        try:
            pause = await restocking.look()
        except Exception as error:
            log.error("the catalogue could not be looked after; it is tried again", exc_info=error)
            pause = LOOK_EVERY
        if task is not None and task.cancelling():
            return  # redis-py loses a cancellation that comes while it connects
        await sleep(pause.total_seconds())
