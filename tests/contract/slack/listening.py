"""An app on a socket that says yes to all it is told, and remembers it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.playground.slack.desk import Desk


class Ear:
    """What the app was told, oldest first."""

    def __init__(self) -> None:
        self.payloads: list[dict[str, Any]] = []
        self._more = asyncio.Event()

    def note(self, payload: dict[str, Any]) -> None:
        """Keep a payload."""
        self.payloads.append(payload)
        self._more.set()

    async def event(self, kind: str, subtype: str | None = None) -> dict[str, Any]:
        """The first event of a kind, as soon as it was told."""
        async with asyncio.timeout(5):
            while True:
                for payload in self.payloads:
                    event: dict[str, Any] = payload.get("event", {})
                    if event.get("type") == kind and event.get("subtype") == subtype:
                        return event
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def listening(desk: Desk) -> AsyncIterator[Ear]:
    """Listen while the block runs."""
    ear, client = Ear(), desk.client()
    url = (await client.apps_connections_open(app_token=desk.settings.app_token))["url"]
    async with desk.http.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        reading = asyncio.create_task(_read(socket, ear))
        try:
            yield ear
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def _read(socket: aiohttp.ClientWebSocketResponse, ear: Ear) -> None:
    async for message in socket:
        envelope = message.json()
        if "envelope_id" in envelope:
            ear.note(envelope["payload"])
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
