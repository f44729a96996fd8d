"""Slack's cursors: each names the first item of the next page."""

import base64
import binascii

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.model.wire import Json


def page(items: list[Json], args: Arguments, *, key: str, default: int = 100) -> tuple[list[Json], Json]:
    """One page of `items`, which `key` tells apart, and the response_metadata that leads to the next."""
    limit = args.number("limit", default)
    if not 1 <= limit <= 1000:
        raise SlackError("invalid_limit")
    start = _start(items, args.text("cursor"), key)
    rest = items[start : start + limit + 1]
    following = rest[limit][key] if len(rest) > limit else None
    cursor = base64.urlsafe_b64encode(f"next:{following}".encode()).decode() if following is not None else ""
    return rest[:limit], {"next_cursor": cursor}


def _start(items: list[Json], cursor: str | None, key: str) -> int:
    if not cursor:
        return 0
    try:
        wanted = base64.urlsafe_b64decode(cursor.encode()).decode()
    except (binascii.Error, UnicodeError):
        raise SlackError("invalid_cursor") from None
    for position, item in enumerate(items):
        if wanted == f"next:{item[key]}":
            return position
    raise SlackError("invalid_cursor")
