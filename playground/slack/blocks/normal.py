"""What Slack fills into blocks and views it takes: ids and defaults."""

import secrets
from typing import Any, Final

from playground.slack.model.wire import Json

_INTERACTIVE_HOMES: Final = ("actions", "context_actions")
_INNER_BLOCKS: Final = {"carousel": ("elements",), "container": ("child_blocks",)}


def normal_blocks(blocks: list[Json]) -> list[Json]:
    """The blocks with all ids and defaults in place."""
    return [_normal_block(block) for block in blocks]


def normal_view(view: Json) -> Json:
    """A view's content as Slack keeps it: all optional keys there, ids and defaults in place."""
    content: Json = {
        "type": view["type"],
        "callback_id": view.get("callback_id") or "",
        "private_metadata": view.get("private_metadata") or "",
        "external_id": view.get("external_id") or "",
        "title": _with_emoji(view.get("title")),
        "submit": _with_emoji(view.get("submit")),
        "close": _with_emoji(view.get("close")),
        "clear_on_close": bool(view.get("clear_on_close")),
        "notify_on_close": bool(view.get("notify_on_close")),
        "blocks": normal_blocks(view["blocks"]),
    }
    return content


def _normal_block(block: Json) -> Json:
    normal: Json = {key: _with_emoji(value) for key, value in block.items()}
    normal.setdefault("block_id", secrets.token_urlsafe(4))
    if block["type"] == "input":
        normal.setdefault("optional", False)
        normal.setdefault("dispatch_action", False)
        normal["element"] = _normal_element(normal["element"])
    if block["type"] in _INTERACTIVE_HOMES:
        normal["elements"] = [_normal_element(element) for element in normal["elements"]]
    if block["type"] == "section" and "accessory" in block:
        normal["accessory"] = _normal_element(normal["accessory"])
    for key in _INNER_BLOCKS.get(block["type"], ()):
        normal[key] = [_normal_block(inner) for inner in normal[key]]
    if block["type"] == "card" and block.get("actions") is not None:
        normal["actions"] = [_normal_element(element) for element in normal["actions"]]
    return normal


def _normal_element(element: Json) -> Json:
    normal = {**element}
    if element["type"] != "image":
        normal.setdefault("action_id", secrets.token_urlsafe(4))
    if element["type"] == "plain_text_input":
        normal.setdefault("dispatch_action_config", {"trigger_actions_on": ["on_enter_pressed"]})
    return normal


def _with_emoji(value: Any) -> Any:
    """The value with `emoji` said in each plain text, as deep as it goes."""
    if isinstance(value, list):
        return [_with_emoji(item) for item in value]
    if not isinstance(value, dict):
        return value
    deep = {key: _with_emoji(item) for key, item in value.items()}
    if deep.get("type") == "plain_text":
        deep.setdefault("emoji", True)
    return deep
