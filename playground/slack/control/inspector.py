"""`/_control/inspector`: every call and dispatch with what went over the wire, to look at, filter and export."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from playground.slack.local import LocalSlack
from playground.slack.model.journal import Entry
from playground.slack.model.wire import Json

Hide = Callable[[str], str]

_DEFAULT_LIMIT: Final = 200
_LEAST: Final = 4
"""A shorter secret is hidden only where it stands alone: anywhere else it would be part of other words."""
_TELLTALE: Final = r"(?:xoxe\.)?x(?:ox[abeprs]|app|wfp)-[A-Za-z0-9-]+|(?<=ticket=)[0-9a-f]+"


def inspector_routes(slack: LocalSlack) -> list[web.RouteDef]:
    """The routes of the inspector: a list, and all of it as lines of JSON."""

    async def look(request: web.Request) -> web.Response:
        return web.json_response({"entries": _found(slack, request, default_limit=_DEFAULT_LIMIT)})

    async def export(request: web.Request) -> web.Response:
        lines = "".join(json.dumps(document) + "\n" for document in _found(slack, request, default_limit=None))
        headers = {"Content-Disposition": 'attachment; filename="inspector.jsonl"'}
        return web.Response(text=lines, content_type="application/jsonl", headers=headers)

    return [web.get("/_control/inspector", look), web.get("/_control/inspector.jsonl", export)]


def _found(slack: LocalSlack, request: web.Request, *, default_limit: int | None) -> list[Json]:
    """The newest entries that the query wants, oldest first.

    `kind` is `call`, `dispatch` or a name such as `chat.postMessage`; `q` a text anywhere in an entry; `since` the id
    after which entries are wanted; `limit` how many.
    """
    query, hide = request.query, _hider(slack)
    since, limit = _number(query.get("since"), 0), _number(query.get("limit"), default_limit)
    kind, wanted = query.get("kind"), query.get("q", "").lower()
    entries = [e for e in slack.journal.entries() if e.id > (since or 0) and kind in (None, "", e.direction, e.name)]
    found = [e for e in entries if not wanted or wanted in _searchable(e, hide)]
    return [_document(entry, hide) for entry in (found if limit is None else found[-limit:])]


def _searchable(entry: Entry, hide: Hide) -> str:
    wire = json.dumps([_clean(entry.request, hide), _clean(entry.response, hide)], ensure_ascii=False)
    return " ".join(part for part in (entry.name, entry.team, entry.user, entry.error, wire) if part).lower()


def _document(entry: Entry, hide: Hide) -> Json:
    return {
        "id": entry.id,
        "at": entry.at,
        "direction": entry.direction,
        "name": entry.name,
        "team": entry.team,
        "user": entry.user,
        "status": entry.status,
        "latency_ms": entry.latency_ms,
        "retry": entry.retry,
        "request": _clean(entry.request, hide),
        "response": _clean(entry.response, hide),
        "error": entry.error,
    }


def _clean(text: str, hide: Hide) -> Any:
    return _hidden(json.loads(text), hide)


def _hidden(value: Any, hide: Hide) -> Any:
    """A JSON value without the secrets in its texts, the names of its fields among them."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [_hidden(item, hide) for item in value]
    if isinstance(value, dict):
        return {hide(name): _hidden(item, hide) for name, item in value.items()}
    return value


def _hider(slack: LocalSlack) -> Hide:
    """What takes every token and secret, made up or given, out of a text."""
    settings = slack.settings
    known = {settings.signing_secret, settings.client_secret, *slack.grants.secrets()} - {""}
    longest_first = sorted((each for each in known if len(each) >= _LEAST), key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, longest_first), _TELLTALE]))
    return lambda text: "[secret]" if text in known else pattern.sub("[secret]", text)


def _number(given: str | None, default: int | None) -> int | None:
    if not given:
        return default
    if not given.isdecimal() or not given.isascii():
        raise web.HTTPBadRequest(text=f"{given} is no whole number; since and limit are")
    return int(given)
