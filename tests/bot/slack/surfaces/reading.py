"""What Slack would make of a message: its texts, the tokens in them, and whether it keeps to the limits."""

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.escape import width
from playground.slack.blocks.checks import message_block_problems
from playground.slack.blocks.views import is_too_large, view_problems

_TOKEN = re.compile(r"<([^<>]*)>")

_PIECES = [
    *("<!channel>", "<@U0BOB>", "<#C1|x>", "<!subteam^S1>", "<https://evil.example|here>"),
    *("<!date^1^{time}^https://evil.example|x>", "&lt;", "&", ">", "\n", "\u2028", "\x00", "\u202e"),
    *("\ud83d", "😀", "👩\u200d👧", "字", "word "),
]
nasty = st.one_of(
    st.text(),
    st.sampled_from(_PIECES),
    st.lists(st.sampled_from(_PIECES), max_size=400).map("".join),
    st.text(alphabet="<>&😀\ud800 a", min_size=2990, max_size=3100),
)
"""Texts that people, or those who pose as them, might send."""


def texts(found: Any) -> Iterator[str]:
    """All text objects' texts, in order."""
    if isinstance(found, dict):
        if found.get("type") in {"mrkdwn", "plain_text"}:
            yield found["text"]
        for value in found.values():
            yield from texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from texts(value)


def marked_texts(found: Any) -> Iterator[str]:
    """The texts in which Slack looks for tokens."""
    if isinstance(found, dict):
        if found.get("type") == "mrkdwn":
            assert found["verbatim"] is True
            yield found["text"]
        for value in found.values():
            yield from marked_texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from marked_texts(value)


def tokens(message: Message) -> set[str]:
    """Every mention, channel and link in a message, as written between `<` and `>`."""
    return {token for text in (message.text, *marked_texts(message.blocks)) for token in _TOKEN.findall(text)}


def problems_of(message: Message) -> list[str]:
    """What Slack would refuse of a message."""
    found = message_block_problems(message.blocks)
    found += [f"too wide: {text[:20]}" for text in texts(message.blocks) if width(text) > 3000]
    found += [] if 0 < len(message.text) <= 4000 else ["text is empty or too long"]
    found += [f"cannot be encoded: {error}" for error in _encoding_problems(message)]
    return found


def problems_of_view(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse of a view."""
    found = view_problems(view, ("modal",))
    found += ["view_too_large"] if is_too_large(view) else []
    for block in view["blocks"]:
        element = block.get("element", {})
        if width(element.get("initial_value", "")) > 3000:
            found.append("initial_value is too wide")
        if width(element.get("initial_option", {}).get("text", {}).get("text", "")) > 75:
            found.append("initial_option is too wide")
    return found


def _encoding_problems(message: Message) -> Iterator[str]:
    for text in (message.text, *texts(message.blocks)):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            yield str(error)
