"""Views and blocks that the tests use."""

from typing import Any


def plain(text: str) -> dict[str, Any]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def option(name: str) -> dict[str, Any]:
    """An option whose value is its name in lower case."""
    return {"text": plain(name), "value": name.lower()}


def section(text: str = "Hello", **more: Any) -> dict[str, Any]:
    """A section block."""
    return {"type": "section", "text": plain(text), **more}


SCRIPT: dict[str, Any] = {
    "type": "input",
    "block_id": "script",
    "label": plain("Script"),
    "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "min_length": 3, "max_length": 40},
}
AVATAR: dict[str, Any] = {
    "type": "input",
    "block_id": "avatar",
    "label": plain("Avatar"),
    "element": {"type": "external_select", "action_id": "avatar", "min_query_length": 0},
}
LANGUAGE: dict[str, Any] = {
    "type": "input",
    "block_id": "language",
    "dispatch_action": True,
    "label": plain("Language"),
    "element": {
        "type": "static_select",
        "action_id": "language",
        "options": [option("English"), option("German")],
        "initial_option": option("English"),
    },
}
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "compose",
    "title": plain("New video"),
    "submit": plain("Create"),
    "notify_on_close": True,
    "private_metadata": "C0LAUNCH",
    "blocks": [SCRIPT, AVATAR, LANGUAGE],
}
RETRY: dict[str, Any] = {
    "type": "actions",
    "block_id": "buttons",
    "elements": [{"type": "button", "action_id": "retry", "text": plain("Retry"), "value": "render-7"}],
}
FILLED: dict[str, Any] = {
    "script": {"text": {"type": "plain_text_input", "value": "Good morning"}},
    "avatar": {"avatar": {"type": "external_select", "selected_option": option("Ada")}},
}
