"""A Slack that answers each call as a test says, and counts them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.slack.clients import SlackClients, open_session
from playground.dials import cut
from playground.serving import listening_socket, running

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

OK = {"ok": True, "ts": "1.000100", "channel": "C0GENERAL"}


@dataclass
class Scripted:
    """The answers still to come, the last of them for good; and the calls that were seen."""

    answers: list[Answer]
    seen: list[str] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Note the call and give the next answer."""
        await request.read()
        self.seen.append(request.path)
        return await (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(request)

    async def nap(self, seconds: float) -> None:
        """Note a pause instead of making it."""
        self.naps.append(seconds)


@asynccontextmanager
async def scripted(*answers: Answer) -> AsyncIterator[tuple[SlackClients, Scripted]]:
    """Clients of a Slack that gives these answers in turn."""
    slack = Scripted(list(answers))
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", slack.answer)
    async with running(app, listening_socket(0)) as url, open_session() as session:
        slack.url = url
        yield SlackClients(session, f"{url}/api/", slack.nap), slack


def json(body: object, status: int = 200, **headers: str) -> Answer:
    """An answer with a JSON body."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return answer


def text(body: str, content_type: str, status: int = 200) -> Answer:
    """An answer with a body that is no JSON."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=body, content_type=content_type, status=status)

    return answer


async def reset(request: web.Request) -> web.StreamResponse:
    """The call is taken and the connection dies before its answer."""
    return cut(request)


async def hang(request: web.Request) -> web.StreamResponse:
    """No answer, for longer than the test waits."""
    await asyncio.sleep(0.5)
    return web.Response()


async def half(request: web.Request) -> web.StreamResponse:
    """An answer that breaks off in the middle."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"ok": tr')
    return cut(request)
