"""The state of a view: the value of each of its inputs, as Slack spells it."""

from collections.abc import Iterator
from typing import Any, Final

from playground.slack.model.wire import Json

Values = dict[str, dict[str, Json]]

_SINGLE: Final = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
_MULTI: Final = {
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", "initial_files"),
}
_KEYS: Final = {**_SINGLE, **_MULTI}


def used(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each element that a person can use, with the block it stands in: the inner one, where blocks gather others."""
    for block in blocks:
        inner = _INNER.get(block["type"])
        if inner is not None:
            yield from used(block[inner])
            continue
        for element in _elements(block):
            yield block, element


def _elements(block: Json) -> list[Json]:
    if block["type"] == "input":
        return [block["element"]]
    if block["type"] in ("actions", "context_actions"):
        return list(block["elements"])
    if block["type"] == "card":
        return list(block.get("actions") or [])
    return [block["accessory"]] if "accessory" in block else []


_INNER: Final = {"container": "child_blocks", "carousel": "elements"}


def stateful(view: Json) -> Iterator[tuple[Json, Json]]:
    """Each block and element of a view that has a value."""
    for block, element in used(view["blocks"]):
        if element["type"] in _KEYS:
            yield block, element


def value_key(element_type: str) -> str:
    """The key that holds a value of this type, e.g. `selected_option`."""
    return _KEYS[element_type][0]


def value_in(state: Json) -> Any:
    """The bare value in a state value; None or [] when nothing was entered."""
    return state.get(value_key(state["type"]))


def initial_values(view: Json, channel: str | None) -> Values:
    """The state of a view just opened, while the person was in `channel`."""
    values: Values = {}
    for block, element in stateful(view):
        values.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element, channel)
    return values


def carried_over(view: Json, old: Values, channel: str | None) -> Values:
    """The state of a view put in place of another: an input of the same ids and type keeps its value."""
    values = initial_values(view, channel)
    for block_id, actions in values.items():
        for action_id, fresh in actions.items():
            kept = old.get(block_id, {}).get(action_id)
            if kept is not None and kept["type"] == fresh["type"]:
                actions[action_id] = kept
    return values


def _initial(element: Json, channel: str | None) -> Json:
    kind = element["type"]
    key, initial_key = _KEYS[kind]
    if element.get("default_to_current_conversation") and initial_key not in element and channel is not None:
        here: Any = [channel] if kind in _MULTI else channel
        return {"type": kind, key: here}
    empty: Any = [] if kind in _MULTI else None
    return {"type": kind, key: element.get(initial_key, empty)}
