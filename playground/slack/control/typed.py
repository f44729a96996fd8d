"""What a person types, as Slack turns it into its own notation."""

import re
from collections.abc import Iterator
from typing import Final

from playground.slack.model.wire import Json
from playground.slack.model.workspace import Workspace

_KEPT: Final = re.compile(r"(?P<notation><(?:@[UW]|#[CG])\w+(?:\|[^<>]*)?>)|(?P<url>https?://[^\s<>|]+)")

_NOTATION: Final = re.compile(r"(<[^<>]+>)")
"""What `encode` made of people, channels, everybody and addresses; it escapes any other angle bracket."""


def encode(workspace: Workspace, typed: str, *, with_names: bool) -> str:
    """`@Bob, see #launch & <b>` as `<@U0BOB>, see <#C0LAUNCH|launch> &amp; &lt;b&gt;`.

    `with_names` writes people as `<@U0BOB|bob>`, as commands with `should_escape` have them. People and
    channels that are in Slack's notation already stay; nobody can type `<!channel>` that way.
    """
    encoded: list[str] = []
    position = 0
    for match in _KEPT.finditer(typed):
        kept = match["notation"] or f"<{_escaped(match['url'])}>"
        encoded += [_encode_plain(workspace, typed[position : match.start()], with_names), kept]
        position = match.end()
    return "".join([*encoded, _encode_plain(workspace, typed[position:], with_names)])


def _encode_plain(workspace: Workspace, text: str, with_names: bool) -> str:
    text = _escaped(text)
    for name, notation in _names(workspace, with_names):
        text = re.sub(rf"(?<![\w<]){re.escape(name)}\b", notation, text, flags=re.IGNORECASE)
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _names(workspace: Workspace, with_names: bool) -> Iterator[tuple[str, str]]:
    for user in workspace.users.values():
        notation = f"<@{user.id}|{user.name}>" if with_names else f"<@{user.id}>"
        for name in dict.fromkeys((user.real_name, user.display_name, user.name)):
            yield f"@{name}", notation
    for channel in workspace.channels.values():
        if channel.kind == "channel":
            yield f"#{channel.name}", f"<#{channel.id}|{channel.name}>"
    for everyone in ("channel", "here", "everyone"):
        yield f"@{everyone}", f"<!{everyone}>"


def rich_text(text: str, block_id: str) -> Json:
    """The rich_text block of a message a person wrote."""
    elements = [_element(part) for part in _NOTATION.split(text) if part]
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _element(part: str) -> Json:
    """One piece of a text: plain, or a thing in Slack's notation."""
    if not part.startswith("<"):
        return {"type": "text", "text": _plain(part)}
    inner = part[1:-1]
    if inner.startswith("@"):
        return {"type": "user", "user_id": inner[1:].partition("|")[0]}
    if inner.startswith("#"):
        return {"type": "channel", "channel_id": inner[1:].partition("|")[0]}
    if inner.startswith("!"):
        return {"type": "broadcast", "range": inner[1:]}
    return {"type": "link", "url": _plain(inner)}


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
