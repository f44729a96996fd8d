"""`/_control/inspector`: every call and dispatch with what went over the wire, to look at, filter and export."""

import json
import re
from typing import Any, Final

from aiohttp import web

from playground.slack.local import LocalSlack
from playground.slack.model.journal import Entry
from playground.slack.model.wire import Json

_DEFAULT_LIMIT: Final = 200
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
    query, secret = request.query, _secrets(slack)
    since, limit = _number(query.get("since"), 0), _number(query.get("limit"), default_limit)
    kind, wanted = query.get("kind"), query.get("q", "").lower()
    entries = [e for e in slack.journal.entries() if e.id > (since or 0) and kind in (None, "", e.direction, e.name)]
    found = [e for e in entries if not wanted or wanted in _searchable(e, secret)]
    return [_document(entry, secret) for entry in (found if limit is None else found[-limit:])]


def _searchable(entry: Entry, secret: re.Pattern[str]) -> str:
    parts = (entry.name, entry.team, entry.user, entry.error, entry.request, entry.response)
    return secret.sub("[secret]", " ".join(part for part in parts if part)).lower()


def _document(entry: Entry, secret: re.Pattern[str]) -> Json:
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
        "request": _clean(entry.request, secret),
        "response": _clean(entry.response, secret),
        "error": entry.error,
    }


def _clean(text: str, secret: re.Pattern[str]) -> Any:
    return json.loads(secret.sub("[secret]", text))


def _secrets(slack: LocalSlack) -> re.Pattern[str]:
    """Finds every token and secret, made up or given."""
    settings = slack.settings
    known = {settings.signing_secret, settings.client_secret, *slack.grants.secrets()} - {""}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest_first), _TELLTALE]))


def _number(given: str | None, default: int | None) -> int | None:
    if not given:
        return default
    if not given.isdecimal() or not given.isascii():
        raise web.HTTPBadRequest(text=f"{given} is no whole number; since and limit are")
    return int(given)
