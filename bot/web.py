"""The web process: Slack's requests to Bolt, Runware's webhooks, and health."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.errors import StoreUnavailable
from bot.runware.hook_body import read_hook
from bot.runware.hooks import HOOK_PATH, HookedTask, Hooks

BODY_LIMIT: Final = 1024 * 1024
"""Slack's payloads stay under about 250 KB; what is larger is not from Slack."""
TIMESTAMP: Final = re.compile(rb"\d{10}")
SIGNATURE: Final = re.compile(rb"v0=[0-9a-f]{64}")

HOOK_SECONDS: Final = 2.0
"""How long Redis, and then the rest of a webhook, are waited for; Runware wants its answer within 5 s."""

log = structlog.get_logger("herald.web")

Ready = Callable[[], Awaitable[list[str]]]
Hasten = Callable[[HookedTask], Awaitable[None]]


def build_web(bolt: AsyncApp, ready: Ready, hook: "HookDoor") -> Starlette:
    """The ASGI application; `ready` lists what is missing before requests can be served."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        missing = await ready()
        status = "not ready" if missing else "ready"
        return JSONResponse({"status": status, "missing": missing}, status_code=503 if missing else 200)

    return Starlette(
        routes=[
            Route("/slack/events", SlackDoor(bolt), methods=["POST"]),
            Route(f"{HOOK_PATH}{{token:path}}", hook, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
        ]
    )


class SlackDoor:
    """Hands Slack's requests to Bolt, and turns away before it what cannot be from Slack.

    Those are odd signature headers, bodies over the limit, and bodies that are no text: Bolt reads a body of any size,
    and answers some odd headers with 500.
    """

    def __init__(self, bolt: AsyncApp) -> None:
        self._bolt = bolt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        response = await self._answer(scope, receive)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        headers = dict(scope["headers"])
        if not _well_formed(headers):
            return PlainTextResponse("unauthorized", status_code=401)
        body = await _read(headers, receive)
        if body is None:
            return PlainTextResponse("too large", status_code=413, headers={"Connection": "close"})
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("bad request", status_code=400)
        named = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
        return _starlette(await self._bolt.async_dispatch(AsyncBoltRequest(body=text, headers=named)))


class HookDoor:
    """Takes Runware's word that a task has a result: a reason to ask at once, and no more than that.

    Only the address says who calls. What is in the body is believed of nobody; but a shape that is new to Herald is
    told to the operator, for it shows that the service's contract has moved.
    """

    def __init__(self, hooks: Hooks, hasten: Hasten) -> None:
        self._hooks = hooks
        self._hasten = hasten

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        response = await self._answer(scope, receive)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        task = self._hooks.read(scope["path_params"]["token"])
        if task is None:
            return PlainTextResponse("not found", status_code=404)
        try:
            async with asyncio.timeout(HOOK_SECONDS):
                await self._hasten(task)
        except (StoreUnavailable, TimeoutError):
            return PlainTextResponse("try again", status_code=503)
        with suppress(TimeoutError):
            async with asyncio.timeout(HOOK_SECONDS):
                body = await _read(dict(scope["headers"]), receive)
                if body is not None and read_hook(body) is None:
                    log.warning("a webhook's body has a new shape", task_uuid=str(task.task_uuid), length=len(body))
        return Response(status_code=204)


def _starlette(answer: BoltResponse) -> Response:
    return Response(answer.body, status_code=answer.status, headers=answer.first_headers_without_set_cookie())


def _well_formed(headers: dict[bytes, bytes]) -> bool:
    timestamp = headers.get(b"x-slack-request-timestamp", b"")
    signature = headers.get(b"x-slack-signature", b"")
    return TIMESTAMP.fullmatch(timestamp) is not None and SIGNATURE.fullmatch(signature) is not None


async def _read(headers: dict[bytes, bytes], receive: Receive) -> bytes | None:
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length[:20]) > BODY_LIMIT:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            return None
        if not message.get("more_body", False):
            return bytes(body)
