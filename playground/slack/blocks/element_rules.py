"""What only some elements must keep: dates and times, numbers, limits of their own, filters."""

import re
from collections.abc import Callable
from typing import Any, Final

from playground.slack.blocks.composition import check_option
from playground.slack.blocks.pictures import check_picture
from playground.slack.blocks.problems import Problems
from playground.slack.model.wire import Json

_DATE: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_PLACES: Final = ("im", "mpim", "private", "public")
_TRIGGERS: Final = ("on_enter_pressed", "on_character_entered")


def check_own_rules(problems: Problems, element: Json, pointer: str) -> None:
    """Check what is asked of this type of element alone."""
    kind = element["type"]
    rules = _RULES.get(kind)
    if rules is not None:
        rules(problems, element, pointer)
    if kind.startswith("multi_"):
        problems.whole(element, "max_selected_items", (1, 3000), pointer)
    if "conversations_select" in kind:
        _check_filter(problems, element.get("filter"), f"{pointer}/filter")
    _check_dispatch(problems, element.get("dispatch_action_config"), f"{pointer}/dispatch_action_config")
    problems.boolean(element, "focus_on_load", pointer)


def _check_button(problems: Problems, element: Json, pointer: str) -> None:
    problems.choice(element, "style", ("primary", "danger"), pointer)


def _check_workflow_button(problems: Problems, element: Json, pointer: str) -> None:
    _check_button(problems, element, pointer)
    workflow = element.get("workflow")
    trigger = workflow.get("trigger") if isinstance(workflow, dict) else None
    if not isinstance(trigger, dict) or not isinstance(trigger.get("url"), str):
        problems.add("missing required field: url", f"{pointer}/workflow/trigger")


def _check_text_limits(problems: Problems, element: Json, pointer: str) -> None:
    problems.whole(element, "min_length", (0, 3000), pointer)
    problems.whole(element, "max_length", (1, 3000), pointer)
    initial, least, most = (element.get(key) for key in ("initial_value", "min_length", "max_length"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        problems.add("must not be greater than max_length", f"{pointer}/min_length")
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        problems.add(f"must be less than {most + 1} characters", f"{pointer}/initial_value")


def _check_files(problems: Problems, element: Json, pointer: str) -> None:
    problems.whole(element, "max_files", (1, 10), pointer)
    if element.get("filetypes") is not None:
        for position, name in enumerate(problems.count(element["filetypes"], (1, 100), f"{pointer}/filetypes")):
            if not isinstance(name, str):
                problems.add("must be a string", f"{pointer}/filetypes/{position}")


def _check_date(problems: Problems, element: Json, pointer: str) -> None:
    _check_form(problems, element.get("initial_date"), (_DATE, "YYYY-MM-DD"), f"{pointer}/initial_date")


def _check_time(problems: Problems, element: Json, pointer: str) -> None:
    _check_form(problems, element.get("initial_time"), (_TIME, "HH:mm"), f"{pointer}/initial_time")


def _check_moment(problems: Problems, element: Json, pointer: str) -> None:
    problems.whole(element, "initial_date_time", (1_000_000_000, 9_999_999_999), pointer)


def _check_number(problems: Problems, element: Json, pointer: str) -> None:
    for key in ("initial_value", "min_value", "max_value"):
        _check_form(problems, element.get(key), (_NUMBER, "a number"), f"{pointer}/{key}")
    problems.boolean(element, "is_decimal_allowed", pointer)


def _check_initial(problems: Problems, element: Json, pointer: str) -> None:
    if element.get("initial_option") is not None:
        check_option(problems, element["initial_option"], f"{pointer}/initial_option")


def _check_initials(problems: Problems, element: Json, pointer: str) -> None:
    if element.get("initial_options") is not None:
        listed = problems.count(element["initial_options"], (1, 100), f"{pointer}/initial_options")
        for position, option in enumerate(listed):
            check_option(problems, option, f"{pointer}/initial_options/{position}")


def _check_form(problems: Problems, value: Any, form: tuple[re.Pattern[str], str], pointer: str) -> None:
    pattern, words = form
    if value is not None and not (isinstance(value, str) and pattern.fullmatch(value)):
        problems.add(f"must be {words}" if words.startswith("a ") else f"must have the form {words}", pointer)


def _check_filter(problems: Problems, wanted: Any, pointer: str) -> None:
    if wanted is None:
        return
    if not isinstance(wanted, dict) or not wanted:
        problems.add("must be an object with at least one field", pointer)
        return
    if "include" in wanted:
        for position, place in enumerate(problems.count(wanted["include"], (1, 4), f"{pointer}/include")):
            if place not in _PLACES:
                problems.add(f"must be one of: {', '.join(_PLACES)}", f"{pointer}/include/{position}")


def _check_dispatch(problems: Problems, config: Any, pointer: str) -> None:
    if config is None:
        return
    triggers = config.get("trigger_actions_on") if isinstance(config, dict) else None
    for position, trigger in enumerate(problems.count(triggers, (1, 2), f"{pointer}/trigger_actions_on")):
        if trigger not in _TRIGGERS:
            problems.add(f"must be one of: {', '.join(_TRIGGERS)}", f"{pointer}/trigger_actions_on/{position}")


_RULES: Final[dict[str, Callable[[Problems, Json, str], None]]] = {
    "button": _check_button,
    "workflow_button": _check_workflow_button,
    "image": check_picture,
    "plain_text_input": _check_text_limits,
    "file_input": _check_files,
    "datepicker": _check_date,
    "timepicker": _check_time,
    "datetimepicker": _check_moment,
    "number_input": _check_number,
    "external_select": _check_initial,
    "multi_external_select": _check_initials,
}
