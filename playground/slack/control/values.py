"""Which values an input can hold: of the right shape, and of the options that it lists."""

from typing import Any, Final

from playground.slack.blocks.composition import listed_options
from playground.slack.model.view_state import value_key
from playground.slack.model.wire import Json

_OF_OPTIONS: Final = ("selected_option", "selected_options")
_NUMBERS: Final = ("selected_date_time",)
_OBJECTS: Final = ("rich_text_value", "selected_option", "selected_options", "files")
_LISTS: Final = (
    *("selected_options", "selected_users", "selected_channels", "selected_conversations"),
    "files",
)


def fits(element: Json, value: Json) -> bool:
    """Whether a person could have entered a value, spelled as Slack's state spells it, into an element."""
    key = value_key(element["type"])
    if value.get("type") != element["type"] or key not in value:
        return False
    held = value[key]
    if held is None:
        return True
    if key in _LISTS:
        return isinstance(held, list) and all(_is_one(element, key, each) for each in held)
    return _is_one(element, key, held)


def _is_one(element: Json, key: str, item: Any) -> bool:
    """Whether an item is of the kind that this key holds."""
    kind = dict if key in _OBJECTS else int if key in _NUMBERS else str
    if not isinstance(item, kind) or isinstance(item, bool):
        return False
    if key not in _OF_OPTIONS or element["type"].endswith("external_select"):
        return True
    return isinstance(item, dict) and item.get("value") in [option["value"] for option in listed_options(element)]
