"""Slack's cursors: each names the first item of the next page."""

import base64
import binascii
from collections.abc import Sequence
from typing import Final

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.model.wire import Json

_MOST: Final = 1000


def page(items: Sequence[Json], args: Arguments, *, key: str, default: int = 100) -> tuple[list[Json], Json]:
    """One page of `items`, which `key` tells apart, and the response_metadata that leads to the next."""
    wanted = _wanted(args)
    start = 0 if wanted is None else _position(items, key, wanted)
    return _cut(items, start, args, (key, default))


def page_by_ts(messages: Sequence[Json], args: Arguments, *, newest_first: bool) -> tuple[list[Json], Json]:
    """One page of messages in the order of their `ts`; a message that was deleted meanwhile spoils no cursor."""
    wanted = _wanted(args)
    if wanted is not None and not _is_ts(wanted):
        raise SlackError("invalid_cursor")
    reached = (m for m, message in enumerate(messages) if _reaches(message["ts"], wanted, newest_first=newest_first))
    return _cut(messages, next(reached, len(messages)), args, ("ts", 100 if newest_first else _MOST))


def _cut(items: Sequence[Json], start: int, args: Arguments, how: tuple[str, int]) -> tuple[list[Json], Json]:
    key, default = how
    limit = args.number("limit", default) or default
    if not 1 <= limit <= _MOST:
        raise SlackError("invalid_limit")
    end = start + limit
    following = items[end][key] if end < len(items) else None
    cursor = base64.urlsafe_b64encode(f"next:{following}".encode()).decode() if following is not None else ""
    return list(items[start:end]), {"next_cursor": cursor}


def _wanted(args: Arguments) -> str | None:
    cursor = args.text("cursor")
    if not cursor:
        return None
    try:
        wanted = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise SlackError("invalid_cursor") from None
    if not wanted.startswith("next:"):
        raise SlackError("invalid_cursor")
    return wanted.removeprefix("next:")


def _position(items: Sequence[Json], key: str, wanted: str) -> int:
    for position, item in enumerate(items):
        if str(item[key]) == wanted:
            return position
    raise SlackError("invalid_cursor")


def _is_ts(wanted: str) -> bool:
    seconds, _, fraction = wanted.partition(".")
    return seconds.isdigit() and fraction.isdigit()


def _reaches(ts: str, wanted: str | None, *, newest_first: bool) -> bool:
    if wanted is None:
        return True
    return float(ts) <= float(wanted) if newest_first else float(ts) >= float(wanted)
