"""`/api/<method>`: who calls, whether they may, the fault that was set, the answer, the record."""

import time
from base64 import b64decode
from binascii import Error as BadBase64
from typing import Final

from aiohttp import web

from playground.slack.api.arguments import Arguments, read_arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.registry import METHODS
from playground.slack.faults import answer
from playground.slack.local import LocalSlack
from playground.slack.model.grants import GrantError
from playground.slack.model.wire import Json

_FOR_PEOPLE: Final = ("auth.test", "auth.revoke")
"""What a person's own token is taken for; all other methods act as the bot."""

_UNTOLD: Final = ("client_secret", "code", "refresh_token")


def api_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The routes of the Web API."""

    async def call(request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        fault = slack.faults.take(name)

        async def perform() -> web.Response:
            body, seen = await _perform(slack, name, request)
            return web.json_response(body, headers=_headers(seen, name))

        if fault is not None and fault.kind in ("status", "error", "cut_before"):
            status = fault.status if fault.kind == "status" else None if fault.kind == "cut_before" else 200
            error = "ratelimited" if status == 429 else fault.error
            _note(slack, name, await _given(request), body={"ok": False, "error": error}, status=status)
        return await answer(request, fault, perform)

    return [web.get("/api/{method}", call), web.post("/api/{method}", call)]


async def _perform(slack: LocalSlack, name: str, request: web.Request) -> tuple[Json, LocalSlack]:
    """The answer to a call, and the service as its caller sees it."""
    begun = time.perf_counter()
    args, seen = Arguments({}), slack
    try:
        token, args = await read_arguments(request)
        args.values.update(_client_credentials(request))
        seen = _admitted(slack, name, token, args.text("team_id"))
        body = {"ok": True, **await METHODS[name].handler(seen, args)}
    except SlackError as error:
        body = error.body
    _note(seen, name, args, body=body, status=200, begun=begun)
    return body, seen


def _admitted(slack: LocalSlack, name: str, token: str | None, team_id: str | None) -> LocalSlack:
    """The service as the caller sees it. Raises SlackError for one who may not call the method."""
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    if method.caller == "anyone":
        return slack
    if token is None:
        raise SlackError("not_authed")
    try:
        grant = slack.grants.find(token)
    except GrantError as error:
        raise SlackError(str(error)) from None
    if grant.kind == "user" and name in _FOR_PEOPLE:
        return slack.called_by(grant)
    if ("app" if method.caller == "app" else "bot") != ("bot" if grant.kind == "workflow" else grant.kind):
        raise SlackError("not_allowed_token_type")
    if method.scopes and not set(method.scopes) & set(grant.scopes):
        raise SlackError("missing_scope", needed=method.scopes[0], provided=",".join(grant.scopes))
    return slack.called_by(grant, team_id)


def _client_credentials(request: web.Request) -> Json:
    """The client id and secret that came by basic authentication."""
    kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return {}
    try:
        client_id, _, client_secret = b64decode(encoded, validate=True).decode().partition(":")
    except (BadBase64, UnicodeDecodeError):
        return {}
    return {"client_id": client_id, "client_secret": client_secret}


async def _given(request: web.Request) -> Arguments:
    try:
        return (await read_arguments(request))[1]
    except SlackError:
        return Arguments({})


def _note(
    slack: LocalSlack, name: str, args: Arguments, *, body: Json, status: int | None, begun: float | None = None
) -> None:
    latency = 0.0 if begun is None else round((time.perf_counter() - begun) * 1000, 3)
    caller = {} if slack.caller is None else {"team": slack.caller.team_id, "user": slack.caller.user}
    told = {**caller, "at": slack.clock.now(), "status": status, "latency_ms": latency, "error": body.get("error")}
    shown = {key: "[secret]" if key in _UNTOLD else value for key, value in args.values.items()}
    slack.journal.note("call", name, told, (shown, body))
    slack.changes.mark()


def _headers(slack: LocalSlack, name: str) -> dict[str, str]:
    method = METHODS.get(name)
    accepted = {"X-Accepted-OAuth-Scopes": ",".join(method.scopes)} if method is not None and method.scopes else {}
    return {"X-OAuth-Scopes": ",".join(slack.scopes), "X-Slack-Req-Id": slack.workspace.mint.new("R"), **accepted}
