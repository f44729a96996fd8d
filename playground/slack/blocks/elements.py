"""Checks of block elements: buttons, selects and inputs, and where each may stand."""

from dataclasses import dataclass
from typing import Any, Final

from playground.slack.blocks.composition import (
    ANY_TEXT,
    PLAIN,
    check_confirm,
    check_option_groups,
    check_options,
    check_text,
    listed_options,
)
from playground.slack.blocks.element_rules import check_own_rules
from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json

_EVERYWHERE: Final = frozenset({"section", "actions", "input"})
_INPUT: Final = frozenset({"input"})


@dataclass(frozen=True, kw_only=True)
class _Spec:
    homes: frozenset[str] = _EVERYWHERE
    required: tuple[str, ...] = ()
    strings: tuple[tuple[str, int], ...] = ()
    options: tuple[int, int] | None = None
    option_kinds: tuple[str, ...] = PLAIN


_OPTIONS_HUNDRED: Final = _Spec(options=(1, 100))
_MULTI: Final = frozenset({"section", "input"})
_SPECS: Final = {
    "button": _Spec(
        homes=frozenset({"section", "actions", "card"}),
        required=("text",),
        strings=(("value", 2000), ("url", 3000), ("accessibility_label", 75)),
    ),
    "workflow_button": _Spec(homes=frozenset({"section", "actions"}), required=("text", "workflow")),
    "image": _Spec(homes=frozenset({"section", "context"}), required=("alt_text",), strings=(("alt_text", 2000),)),
    "overflow": _Spec(homes=frozenset({"section", "actions"}), required=("options",), options=(1, 5)),
    "static_select": _OPTIONS_HUNDRED,
    "external_select": _Spec(),
    "users_select": _Spec(),
    "conversations_select": _Spec(),
    "channels_select": _Spec(),
    "multi_static_select": _Spec(homes=_MULTI, options=(1, 100)),
    "multi_external_select": _Spec(homes=_MULTI),
    "multi_users_select": _Spec(homes=_MULTI),
    "multi_conversations_select": _Spec(homes=_MULTI),
    "multi_channels_select": _Spec(homes=_MULTI),
    "checkboxes": _Spec(required=("options",), options=(1, 10), option_kinds=ANY_TEXT),
    "radio_buttons": _Spec(required=("options",), options=(1, 10), option_kinds=ANY_TEXT),
    "datepicker": _Spec(),
    "timepicker": _Spec(),
    "datetimepicker": _Spec(homes=frozenset({"actions", "input"})),
    "plain_text_input": _Spec(homes=_INPUT, strings=(("initial_value", 3000),)),
    "email_text_input": _Spec(homes=_INPUT),
    "url_text_input": _Spec(homes=_INPUT),
    "number_input": _Spec(homes=_INPUT, required=("is_decimal_allowed",)),
    "rich_text_input": _Spec(homes=_INPUT),
    "file_input": _Spec(homes=_INPUT),
    "feedback_buttons": _Spec(homes=frozenset({"context_actions"}), required=("positive_button", "negative_button")),
    "icon_button": _Spec(homes=frozenset({"context_actions"}), required=("icon", "text")),
}


def check_element(problems: Problems, element: Any, home: str, pointer: str) -> None:
    """Check an element that stands in a block of type `home`."""
    if not isinstance(element, dict):
        problems.add("must be an object", pointer)
        return
    kind = element.get("type")
    spec = _SPECS.get(kind) if isinstance(kind, str) else None
    if spec is None or home not in spec.homes:
        problems.add(f"unsupported type: {kind}", pointer)
        return
    problems.require(element, spec.required, pointer)
    problems.string(element, "action_id", (1, 255), pointer)
    problems.whole(element, "min_query_length", (0, 3000), pointer)
    for key, most in spec.strings:
        problems.string(element, key, (0, most), pointer)
    _check_texts(problems, element, pointer)
    if spec.options is not None:
        _check_choices(problems, element, spec, pointer)
    check_own_rules(problems, element, pointer)


def _check_texts(problems: Problems, element: Json, pointer: str) -> None:
    if element["type"] in ("button", "workflow_button", "icon_button") and "text" in element:
        check_text(problems, element["text"], 75, f"{pointer}/text")
    if "placeholder" in element:
        check_text(problems, element["placeholder"], 150, f"{pointer}/placeholder")
    if "confirm" in element:
        check_confirm(problems, element["confirm"], f"{pointer}/confirm")


def _check_choices(problems: Problems, element: Json, spec: _Spec, pointer: str) -> None:
    assert spec.options is not None
    grouped, listed = "option_groups" in element, "options" in element
    if grouped:
        check_option_groups(problems, element["option_groups"], f"{pointer}/option_groups")
    if listed:
        check_options(problems, element["options"], spec.options, f"{pointer}/options", spec.option_kinds)
    if grouped == listed and "select" in element["type"]:
        problems.add("exactly one of options and option_groups is required", pointer)
    _check_initial(problems, element, pointer)


def _check_initial(problems: Problems, element: Json, pointer: str) -> None:
    initial = [element["initial_option"]] if "initial_option" in element else element.get("initial_options") or []
    if not isinstance(initial, list):
        problems.add("must be an array", f"{pointer}/initial_options")
        return
    values = [option.get("value") for option in listed_options(element) if isinstance(option, dict)]
    for option in initial:
        if not isinstance(option, dict) or option.get("value") not in values:
            problems.add("initial option is not among the options", pointer)
