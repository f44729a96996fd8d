"""Webhooks and uploads on their way: each is tried again until it is delivered or given up."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import aiohttp
from yarl import URL

from playground.dials import FaultDial
from playground.studio.service.delivery.pauses import ATTEMPTS, random_pause
from playground.studio.service.delivery.sending import NotDelivered, Sender
from playground.studio.service.delivery.table import Delivery, DeliveryTable, Fate

logger = logging.getLogger(__name__)

_AT_ONCE: Final = 64


class Outbox:
    """Sends what waits in the table, side by side; faults on `webhook` and `upload`."""

    def __init__(
        self, table: DeliveryTable, videos: Path, *, faults: FaultDial, pause: Callable[[int], float] = random_pause
    ) -> None:
        self._table = table
        self._videos = videos
        self._faults = faults
        self._pause = pause
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._newest = 0
        self._under_way: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Go on with what an earlier run left waiting."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._newest = 0
        self.wake()

    async def stop(self) -> None:
        """Stop; what is under way stays waiting."""
        for task in self._under_way:
            task.cancel()
        for task in list(self._under_way):
            with suppress(asyncio.CancelledError):
                await task
        if self._session is not None:
            await self._session.close()

    def wake(self) -> None:
        """Look for new deliveries."""
        assert self._session is not None
        sender = Sender(self._session, self._videos)
        for delivery in self._table.waiting(self._newest):
            self._newest = delivery.number
            task = asyncio.create_task(self._deliver(delivery, sender))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _deliver(self, delivery: Delivery, sender: Sender) -> None:
        fault = self._faults.take_own(delivery.kind)
        if fault is not None and fault.kind == "lost":
            self._table.note(replace(delivery, fate="lost", last="The studio was told to lose it."))
            return
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        delivery = await self._try_until_settled(delivery, sender)
        if fault is not None and fault.kind == "duplicate" and delivery.fate == "delivered":
            await self._attempt(delivery, sender)

    async def _try_until_settled(self, delivery: Delivery, sender: Sender) -> Delivery:
        while True:
            delivery = await self._attempt(delivery, sender)
            if delivery.fate != "waiting":
                return delivery
            await asyncio.sleep(self._pause(delivery.attempts))

    async def _attempt(self, delivery: Delivery, sender: Sender) -> Delivery:
        attempts = delivery.attempts + 1
        try:
            async with self._slots:
                said = await sender.send(delivery)
            settled = replace(delivery, attempts=attempts, fate="delivered", last=said)
        except NotDelivered as failure:
            fate: Fate = "given up" if attempts >= ATTEMPTS else delivery.fate
            settled = replace(delivery, attempts=attempts, fate=fate, last=str(failure))
            logger.warning("result %s: %s to %s, attempt %d: %s", *_told(settled), attempts, settled.last)
        self._table.note(settled)
        return settled


def shown_address(url: str) -> str:
    """An address without its path and query, which may hold a caller's secret."""
    return str(URL(url).origin())


def _told(delivery: Delivery) -> tuple[str, str, str]:
    return delivery.video_uuid, delivery.kind, shown_address(delivery.url)
