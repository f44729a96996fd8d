"""`/api/<method>`: who calls, whether they may, the fault that was set, the answer, the record."""

from aiohttp import web

from playground.slack.api.arguments import Arguments, read_arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.registry import METHODS, Method
from playground.slack.faults import answer
from playground.slack.local import LocalSlack
from playground.slack.model.wire import Json


def api_route(slack: LocalSlack) -> list[web.RouteDef]:
    """The routes of the Web API."""

    async def call(request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        fault = slack.faults.take(name)

        async def perform() -> web.Response:
            body = await _perform(slack, name, request)
            return web.json_response(body, headers=_headers(slack))

        if fault is not None and fault.kind in ("status", "error", "cut_before"):
            _note(slack, name, {"ok": False, "error": fault.error}, await _given(request))
        return await answer(request, fault, perform)

    return [web.get("/api/{method}", call), web.post("/api/{method}", call)]


async def _perform(slack: LocalSlack, name: str, request: web.Request) -> Json:
    args = Arguments({})
    try:
        method = METHODS.get(name)
        token, args = await read_arguments(request)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        _check_token(slack, method, token)
        body = {"ok": True, **await method.handler(slack, args)}
    except SlackError as error:
        body = error.body
    _note(slack, name, body, args)
    return body


def _check_token(slack: LocalSlack, method: Method, token: str | None) -> None:
    if method.caller == "anyone":
        return
    if token is None:
        raise SlackError("not_authed")
    settings = slack.settings
    kinds = {settings.bot_token: "bot", settings.app_token: "app"}
    if token not in kinds:
        raise SlackError("invalid_auth")
    if kinds[token] != method.caller:
        raise SlackError("not_allowed_token_type")
    if method.scopes and not set(method.scopes) & set(settings.scopes):
        raise SlackError("missing_scope", needed=method.scopes[0], provided=",".join(settings.scopes))


async def _given(request: web.Request) -> Arguments:
    try:
        return (await read_arguments(request))[1]
    except SlackError:
        return Arguments({})


def _note(slack: LocalSlack, name: str, body: Json, args: Arguments) -> None:
    entry = {"method": name, "at": slack.clock.now(), "ok": body["ok"], "error": body.get("error"), "args": args.values}
    slack.workspace.journal.calls.append(entry)
    slack.changes.mark()


def _headers(slack: LocalSlack) -> dict[str, str]:
    return {"X-OAuth-Scopes": ",".join(slack.settings.scopes), "X-Slack-Req-Id": slack.workspace.mint.new("R")}
