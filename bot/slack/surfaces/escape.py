"""Text from people and from catalogues, made safe to show; and Slack's escaped text made readable again."""

import re
import unicodedata
from typing import Final

_FOR_SLACK: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the reading direction of what follows, with which one text can pose as another."""
_TOKEN_OR_ENTITY: Final = re.compile(r"<([^<>]*)>|&(amp|lt|gt);")
_ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">"}
_LINKED_BY_SLACK: Final = re.compile(r"(?<=[@#])|(?<=://)|(?<=\w\.)(?=\w)")
_JOINER: Final = "\u2060"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection"""
ELLIPSIS: Final = "…"


def escape(text: str) -> str:
    """Escape `text` for mrkdwn, so that nothing in it is a mention, a channel ping or a link.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.translate(_FOR_SLACK)


def defuse(text: str) -> str:
    """Escape `text` for a message's `text`, where Slack also looks for bare addresses, `@name` and `#channel`."""
    return escape(_LINKED_BY_SLACK.sub(_JOINER, text))


def tidy(text: str) -> str:
    """Drop what cannot be shown: control characters but line breaks, halves of characters, turned directions."""
    lines = _TURNING.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"})


def inert(cell: str) -> str:
    """A cell of a table that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def width(text: str) -> int:
    """The length as a browser counts it, in UTF-16 units: never less than Slack's own count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """`text` cut to `limit` characters, the last of them an ellipsis; at a word's end where one is near."""
    if width(text) <= limit:
        return text
    kept = text[: limit - 1]
    while width(kept) > limit - 1:
        kept = kept[:-1]
    at_word = kept.rsplit(maxsplit=1)[0] if " " in kept.strip() else kept
    return (at_word if len(at_word) > 0.8 * len(kept) else kept).rstrip() + ELLIPSIS


def one_line(text: str, limit: int) -> str:
    """`text` on one line, tidied and shortened, not yet escaped."""
    return shorten(" ".join(tidy(text).split()), limit)


def unescape(text: str) -> str:
    """What a person typed, from what Slack sends: `<@U1|ann>` is `@ann`, `<https://x.com|x.com>` is `x.com`."""
    return _TOKEN_OR_ENTITY.sub(_read_token, text)


def _read_token(match: re.Match[str]) -> str:
    if match[2] is not None:
        return _ENTITIES[match[2]]
    target, _, label = match[1].partition("|")
    label = _TOKEN_OR_ENTITY.sub(_read_token, label)
    if target.startswith("@"):
        return "@" + (label.removeprefix("@") or "someone")
    if target.startswith("#"):
        return "#" + (label.removeprefix("#") or "channel")
    if target.startswith("!"):
        return _read_special(target.removeprefix("!"), label)
    return label or _TOKEN_OR_ENTITY.sub(_read_token, target)


def _read_special(target: str, label: str) -> str:
    name = target.partition("^")[0]
    if name == "date":
        return label
    return label or f"@{name if name in {'here', 'channel', 'everyone'} else 'group'}"
