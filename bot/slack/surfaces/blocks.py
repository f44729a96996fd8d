"""The few blocks that Herald's messages and views are made of."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from bot.slack.surfaces.escape import one_line, shorten

ADDRESS_LIMIT: Final = 2500
"""Leaves room for words beside the address in one section."""
OPTION_LIMIT: Final = 75
HEADER_LIMIT: Final = 150
TITLE_LIMIT: Final = 24
CONFIRM_TITLE_LIMIT: Final = 100
CONFIRM_TEXT_LIMIT: Final = 300
CONFIRM_BUTTON_LIMIT: Final = 30
_WEB_ADDRESS: Final = re.compile(r"https?://[\x21-\x7e]+")
Block = dict[str, Any]

RENDER_AGAIN: Final = "render_again"
"""The `action_id` of the button that opens the modal again, filled in; its value is the render's id."""


@dataclass(frozen=True)
class Message:
    """A message for Slack: `text` is what notifications and screen readers say, `blocks` what is seen."""

    text: str
    blocks: list[Block] = field(default_factory=list)


def plain(text: str, limit: int) -> Block:
    """A plain text of at most `limit` characters, in which nothing is markup."""
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": False}


def marked(text: str) -> Block:
    """A text with markup, in which Slack looks for nothing that is not marked."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str) -> Block:
    """A paragraph; `text` is markup of at most 3,000 characters."""
    return {"type": "section", "text": marked(text)}


def header(text: str) -> Block:
    """A title; plain text."""
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def context(text: str) -> Block:
    """A small grey line; `text` is markup."""
    return {"type": "context", "elements": [marked(text)]}


def render_again_button(render_id: str) -> Block:
    """The row with the button that opens the modal again, filled in."""
    return actions(button(RENDER_AGAIN, "Render again", render_id))


def button(
    action_id: str,
    label: str,
    value: str,
    *,
    confirm: Block | None = None,
    danger: bool = False,
    primary: bool = False,
) -> Block:
    """A button; one that cannot be taken back asks first, a `primary` one stands out."""
    made: Block = {"type": "button", "action_id": action_id, "text": plain(label, OPTION_LIMIT), "value": value}
    if confirm is not None:
        made["confirm"] = confirm
    if danger:
        made["style"] = "danger"
    elif primary:
        made["style"] = "primary"
    return made


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def confirmation(title: str, text: str, *, yes: str, no: str) -> Block:
    """The question that Slack asks before a button counts; plain texts."""
    return {
        "title": plain(title, CONFIRM_TITLE_LIMIT),
        "text": plain(text, CONFIRM_TEXT_LIMIT),
        "confirm": plain(yes, CONFIRM_BUTTON_LIMIT),
        "deny": plain(no, CONFIRM_BUTTON_LIMIT),
    }


def option(value: str, label: str) -> Block:
    """An option of a select."""
    return {"text": plain(one_line(label, OPTION_LIMIT) or "Unnamed", OPTION_LIMIT), "value": value}


def message_address(team_url: str, channel_id: str, ts: str) -> str:
    """Where a message is; `team_url` is the workspace's own address.

    https://docs.slack.dev/reference/methods/chat.getPermalink shows the form.
    """
    return f"{team_url}archives/{channel_id}/p{ts.replace('.', '')}"


def link(url: str, label: str) -> str | None:
    """A marked link; None for what is no web address or too long to be shown."""
    if not _WEB_ADDRESS.fullmatch(url):
        return None
    address = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return f"<{address}|{label}>" if len(address) <= ADDRESS_LIMIT else None
