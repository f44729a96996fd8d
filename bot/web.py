"""The web process: Slack's requests to Bolt, Runware's webhooks, and health."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot import metrics
from bot.errors import StoreUnavailable
from bot.guard import Buckets, Headers, Replays, Signatures, Turned, read_body, signed_headers
from bot.install_door import InstallDoor
from bot.precedence import answering
from bot.runware.hook_body import read_hook
from bot.runware.hooks import HOOK_PATH, HookedTask, Hooks
from bot.slack.surfaces.busy import TOO_MUCH
from bot.status import Status
from bot.tracing import span

HOOK_SECONDS: Final = 2.0
"""How long Redis, and then the rest of a webhook, are waited for; Runware wants its answer within 5 s."""

_BYTES: Final = "latin-1"
_KINDS: Final = frozenset(
    {"command", "shortcut", "message_action", "event_callback", "block_actions", "block_suggestion"}
    | {"view_submission", "view_closed"}
)
_VERDICTS: Final = {204: "taken", 404: "forged", 503: "not now"}
log = structlog.get_logger("herald.web")

Hasten = Callable[[HookedTask], Awaitable[None]]


def build_web(
    bolt: AsyncApp, status: Status, hook: "HookDoor", *, guard: "Guard", install: InstallDoor | None = None
) -> Starlette:
    """The ASGI application; `status` tells how it is."""
    web = Starlette(
        routes=[
            Route("/slack/events", SlackDoor(bolt, guard), methods=["POST"]),
            Route(f"{HOOK_PATH}{{token:path}}", hook, methods=["POST"]),
            *(install.routes() if install is not None else ()),
            *status.routes(),
        ]
    )
    web.router.redirect_slashes = False  # the address in such a redirect is the caller's own Host header
    return web


@dataclass(frozen=True)
class Guard:
    """What a request must get past before Bolt sees it."""

    signatures: Signatures
    replays: Replays
    buckets: Buckets


class SlackDoor:
    """Hands Slack's requests to Bolt, and turns away before it what is not from Slack, came before or is too much.

    Bolt reads a body of any size, answers some odd headers with 500, and takes the same request any number of times.
    """

    def __init__(self, bolt: AsyncApp, guard: Guard) -> None:
        self._bolt = bolt
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            response = await self._answer(scope["headers"], receive)
        except Turned as turned:
            metrics.DOOR.labels(f"turned away with {turned.answer.status_code}").inc()
            response = turned.answer
        await response(scope, receive, send)

    async def _answer(self, headers: Headers, receive: Receive) -> Response:
        begun = perf_counter()
        timestamp, signature = signed_headers(headers)
        body = await read_body(headers, receive)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise Turned(400, "bad request") from None
        named: dict[str, str | Sequence[str]] = {name.decode(_BYTES): value.decode(_BYTES) for name, value in headers}
        named["x-slack-signature"] = self._guard.signatures.verify(timestamp, signature, text)
        try:
            request = AsyncBoltRequest(body=text, headers=named)
        except (ValueError, TypeError, AttributeError):  # signed, and yet no payload: Bolt reads it at once
            raise Turned(400, "bad request") from None
        if not self._guard.buckets.take(request.context.team_id or request.context.enterprise_id or ""):
            metrics.DOOR.labels("too much").inc()
            return _too_much(request.body)
        kind = _kind(request.body)
        with span(f"listener {kind}"), answering():
            answer = await self._dispatch(request, signature)
        metrics.ACK.labels(kind).observe(perf_counter() - begun)
        metrics.DOOR.labels("let in").inc()
        return answer

    async def _dispatch(self, request: AsyncBoltRequest, signature: str) -> Response:
        if request.body.get("type") == "block_suggestion":  # changes nothing, and the same may well be typed again
            return _starlette(await self._bolt.async_dispatch(request))
        if not await self._guard.replays.is_first(signature):
            metrics.DUPLICATES.labels("delivery").inc()
            return Response(status_code=200)
        answer = await self._bolt.async_dispatch(request)
        if answer.status >= 500:
            await self._guard.replays.forget(signature)
        return _starlette(answer)


def _kind(body: dict[str, Any]) -> str:
    """What Slack calls it, as far as Herald knows the word."""
    named = "command" if "command" in body else body.get("type")
    return str(named) if named in _KINDS else "other"


def _too_much(body: dict[str, Any]) -> Response:
    """What a person sees; events come again by themselves, and a form says that it could not be sent."""
    if "command" in body:
        return JSONResponse({"response_type": "ephemeral", "text": TOO_MUCH})
    if body.get("type") == "block_suggestion":
        return JSONResponse({"options": []})
    return PlainTextResponse("too many requests", status_code=429, headers={"Retry-After": "3"})


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
        metrics.WEBHOOKS.labels(_VERDICTS.get(response.status_code, "other")).inc()
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
        with suppress(Turned, TimeoutError):
            async with asyncio.timeout(HOOK_SECONDS):
                body = await read_body(scope["headers"], receive)
                if read_hook(body) is None:
                    metrics.WEBHOOKS.labels("of a new shape").inc()
                    log.warning("a webhook's body has a new shape", task_uuid=str(task.task_uuid), length=len(body))
        return Response(status_code=204)


def _starlette(answer: BoltResponse) -> Response:
    return Response(answer.body, status_code=answer.status, headers=answer.first_headers_without_set_cookie())
