"""A server of the tests that studios call: it keeps what it gets, and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.serving import listening_socket, running


@dataclass(frozen=True)
class Got:
    """One request."""

    method: str
    path: str
    content_type: str
    body: bytes


class Receiver:
    """Answers with the statuses of `statuses` in turn, then with 200; `content` is the body of every answer."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[Got] = []
        self.statuses: list[int] = []
        self.content = b""
        self.redirects: dict[str, str] = {}
        self.gate: asyncio.Event | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Keep the request, and answer it."""
        self.got.append(Got(request.method, request.raw_path, request.content_type, await request.read()))
        if self.gate is not None:
            await self.gate.wait()
        if request.path in self.redirects:
            return web.Response(status=302, headers={"Location": self.redirects[request.path]})
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, body=self.content)


@asynccontextmanager
async def receiving(**attributes: Any) -> AsyncIterator[Receiver]:
    """A receiver that listens while the block runs."""
    receiver = Receiver()
    for name, value in attributes.items():
        setattr(receiver, name, value)
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{rest:.*}", receiver.answer)
    async with running(app, listening_socket(0)) as url:
        receiver.url = url
        yield receiver
        if receiver.gate is not None:
            receiver.gate.set()
