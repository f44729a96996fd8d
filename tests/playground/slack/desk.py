"""A person at the local Slack: acts through the control API, and looks at what is there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import listening_socket, running
from playground.slack.server import build_app
from playground.slack.settings import DEFAULT_SCOPES, Settings

ALL_SCOPES = (*DEFAULT_SCOPES, "channels:read", "groups:read", "groups:history", "team:read")


@dataclass(frozen=True)
class Desk:
    """A running local Slack and what a test needs to use it."""

    url: str
    settings: Settings
    http: aiohttp.ClientSession

    def client(self, token: str | None = None) -> AsyncWebClient:
        """The SDK's client, which never sends anything twice."""
        token = token or self.settings.bot_token
        return AsyncWebClient(token=token, base_url=f"{self.url}/api/", retry_handlers=[])

    async def act(self, act: str, **fields: Any) -> dict[str, Any]:
        """Do something as a person; must be possible."""
        status, answer = await self.try_act(act, **fields)
        assert status == 200, answer
        return answer

    async def try_act(self, act: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        """Do something as a person, possible or not."""
        return await self._post("act", {"act": act, **fields})

    async def state(self, user: str | None = None) -> dict[str, Any]:
        """All there is, or what one person sees."""
        query = {} if user is None else {"user": user}
        async with self.http.get(f"{self.url}/_control/state", params=query) as answer:
            state: dict[str, Any] = await answer.json()
            return state

    async def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The state as soon as something holds."""
        async with asyncio.timeout(5):
            while not holds(state := await self.state()):  # noqa: ASYNC110 - the state is the service's own
                await asyncio.sleep(0.01)
            return state

    async def fault(self, on: str, kind: str, **more: Any) -> None:
        """Set one fault."""
        await self._post("faults", {"faults": [{"on": on, "kind": kind, **more}]})

    async def advance(self, seconds: float) -> None:
        """Turn the clock."""
        await self._post("clock", {"advance_seconds": seconds})

    async def reset(self) -> None:
        """Start over."""
        await self._post("reset", {})

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """The recorded calls of one method."""
        return [call for call in (await self.state())["calls"] if call["method"] == method]

    async def upload(self, data: bytes, name: str = "video.mp4") -> str:
        """The first two steps of an upload; returns the file's id."""
        ticket = await self.client().files_getUploadURLExternal(filename=name, length=len(data))
        async with self.http.post(ticket["upload_url"], data=data) as answer:
            assert answer.status == 200, await answer.text()
        file_id: str = ticket["file_id"]
        return file_id

    async def _post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        async with self.http.post(f"{self.url}/_control/{path}", json=body) as answer:
            return answer.status, await answer.json()


@asynccontextmanager
async def open_desk(settings: Settings, port: int = 0) -> AsyncIterator[Desk]:
    """Serve a local Slack while the block runs."""
    async with running(build_app(settings), listening_socket(port)) as url, aiohttp.ClientSession() as http:
        yield Desk(url=url, settings=settings, http=http)
