"""What Slack itself refuses when a modal is submitted: empty required inputs, and values that do not fit theirs."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from playground.slack.model.view_state import value_in
from playground.slack.model.views import OpenView
from playground.slack.model.wire import Json

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_URL: Final = re.compile(r"https?://[^\s/]+\S*")

_SAME: Final = {"jpeg": "jpg", "text": "txt", "tiff": "tif", "htm": "html"}


def missing_or_wrong(view: OpenView) -> dict[str, str]:
    """The error to show at each input block that cannot be submitted."""
    errors: dict[str, str] = {}
    for block in view.content["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = view.values.get(block["block_id"], {}).get(element["action_id"])
        error = None if state is None else _error(block, element, state)
        if error is not None:
            errors[block["block_id"]] = error
    return errors


def _error(block: Json, element: Json, state: Json) -> str | None:
    value = value_in(state)
    if value is None or value in ("", []):
        return None if block["optional"] else "Please complete this required field."
    check = _CHECKS.get(element["type"])
    if check is not None:
        return check(element, value)
    return _too_many(element, value) if isinstance(value, list) else None


def _wrong_length(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else None


def _no_number(element: Json, value: str) -> str | None:
    if not _NUMBER.fullmatch(value):
        return "Please enter a number."
    if "." in value and not element["is_decimal_allowed"]:
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and Decimal(value) < Decimal(least):
        return f"Please enter a number of {least} or more."
    if most is not None and Decimal(value) > Decimal(most):
        return f"Please enter a number of {most} or less."
    return None


def _no_address(element: Json, value: str) -> str | None:
    return None if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _no_url(element: Json, value: str) -> str | None:
    return None if _URL.fullmatch(value) else "Please enter a valid URL."


def _too_many_files(element: Json, value: list[Json]) -> str | None:
    most, wanted = element.get("max_files", 10), element.get("filetypes") or []
    if len(value) > most:
        return f"Please add at most {most} {'file' if most == 1 else 'files'}."
    kinds = {_kind(name) for name in wanted}
    if kinds and any(_kind(file["filetype"]) not in kinds for file in value):
        return f"Please add files of these types only: {', '.join(wanted)}."
    return None


def _kind(filetype: str) -> str:
    """A file type by one of its names."""
    return _SAME.get(filetype.lower(), filetype.lower())


def _too_many(element: Json, value: list[Any]) -> str | None:
    most = element.get("max_selected_items")
    return f"Please choose at most {most}." if most is not None and len(value) > most else None


_CHECKS: Final[dict[str, Callable[[Json, Any], str | None]]] = {
    "plain_text_input": _wrong_length,
    "number_input": _no_number,
    "email_text_input": _no_address,
    "url_text_input": _no_url,
    "file_input": _too_many_files,
}
