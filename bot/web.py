"""The web process: Slack's requests to Bolt, and health."""

import re
from collections.abc import Awaitable, Callable
from typing import Final

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT: Final = 1024 * 1024
"""Slack's payloads stay under about 250 KB; what is larger is not from Slack."""
TIMESTAMP: Final = re.compile(rb"\d{10}")
SIGNATURE: Final = re.compile(rb"v0=[0-9a-f]{64}")

Ready = Callable[[], Awaitable[list[str]]]


def build_web(bolt: AsyncApp, ready: Ready) -> Starlette:
    """The ASGI application; `ready` lists what is missing before requests can be served."""
    slack = AsyncSlackRequestHandler(bolt)

    async def slack_events(request: Request) -> Response:
        return await slack.handle(request)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        missing = await ready()
        status = "not ready" if missing else "ready"
        return JSONResponse({"status": status, "missing": missing}, status_code=503 if missing else 200)

    app = Starlette(
        routes=[
            Route("/slack/events", slack_events, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
        ]
    )
    app.add_middleware(Guard)
    return app


class Guard:
    """Turns away, before Bolt, what cannot be from Slack: odd signature headers, bodies over the limit or not UTF-8."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not scope["path"].startswith("/slack/"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if not _well_formed(headers):
            await PlainTextResponse("unauthorized", status_code=401)(scope, receive, send)
            return
        body = await _read(headers, receive)
        if body is None:
            refusal = PlainTextResponse("too large", status_code=413, headers={"Connection": "close"})
            await refusal(scope, receive, send)
            return
        if not _is_text(body):
            await PlainTextResponse("bad request", status_code=400)(scope, receive, send)
            return
        await self._app(scope, _replay(body), send)


def _well_formed(headers: dict[bytes, bytes]) -> bool:
    timestamp = headers.get(b"x-slack-request-timestamp", b"")
    signature = headers.get(b"x-slack-signature", b"")
    return TIMESTAMP.fullmatch(timestamp) is not None and SIGNATURE.fullmatch(signature) is not None


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


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


def _replay(body: bytes) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive
