"""What Slack itself refuses when a modal is submitted: empty required inputs and texts of a wrong length."""

from playground.slack.model.view_state import value_in
from playground.slack.model.views import OpenView
from playground.slack.model.wire import Json


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
    if isinstance(value, str) and element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if len(value) < least:
            return f"Please enter at least {least} characters."
        if len(value) > most:
            return f"Please enter at most {most} characters."
    return None
