"""What Slack refuses by itself when a modal is submitted."""

from typing import Any

import pytest

from playground.slack.blocks.normal import normal_view
from playground.slack.control.required import missing_or_wrong
from playground.slack.model.cast import PLAY
from playground.slack.model.view_state import value_key
from playground.slack.model.views import new_view
from tests.playground.slack.samples import plain


def refusal(kind: str, limits: dict[str, Any], value: Any) -> str | None:
    """What stands beside an input of a kind that holds a value."""
    element = {"type": kind, "action_id": "it", **limits}
    block = {"type": "input", "block_id": "it", "label": plain("It"), "element": element}
    modal = {"type": "modal", "title": plain("Ask"), "submit": plain("Go"), "blocks": [block]}
    view = new_view(normal_view(modal), (PLAY, "U0ALICE"), view_id="V0", now=0.0, under=None, channel=None)
    view.values["it"]["it"] = {"type": kind, value_key(kind): value}
    return missing_or_wrong(view).get("it")


@pytest.mark.parametrize(
    ("kind", "limits", "value", "said"),
    [
        ("plain_text_input", {"min_length": 3}, "Hi", "Please enter at least 3 characters."),
        ("plain_text_input", {"max_length": 3}, "Hello", "Please enter at most 3 characters."),
        ("number_input", {"is_decimal_allowed": True}, "many", "Please enter a number."),
        ("number_input", {"is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ("number_input", {"is_decimal_allowed": True, "min_value": "2"}, "1.5", "Please enter a number of 2 or more."),
        ("number_input", {"is_decimal_allowed": True, "max_value": "2"}, "10", "Please enter a number of 2 or less."),
        ("email_text_input", {}, "alice", "Please enter a valid email address."),
        ("url_text_input", {}, "example.org", "Please enter a valid URL."),
        ("multi_users_select", {"max_selected_items": 1}, ["U0BOB", "U0ALICE"], "Please choose at most 1."),
        ("file_input", {"max_files": 1}, [{}, {}], "Please add at most 1 file."),
        ("file_input", {"filetypes": ["png"]}, [{"filetype": "gif"}], "Please add files of these types only: png."),
        ("users_select", {}, None, "Please complete this required field."),
        ("checkboxes", {"options": []}, [], "Please complete this required field."),
    ],
)
def test_a_value_that_does_not_fit_is_refused(kind: str, limits: dict[str, Any], value: Any, said: str) -> None:
    assert refusal(kind, limits, value) == said


@pytest.mark.parametrize(
    ("kind", "limits", "value"),
    [
        ("plain_text_input", {"min_length": 2, "max_length": 2}, "Hi"),
        ("number_input", {"is_decimal_allowed": False, "min_value": "-3", "max_value": "10"}, "-3"),
        ("number_input", {"is_decimal_allowed": True}, "1.50"),
        ("email_text_input", {}, "alice@playground.example"),
        ("url_text_input", {}, "https://playground.example/a?b=c"),
        ("multi_users_select", {"max_selected_items": 1}, ["U0BOB"]),
        ("file_input", {"max_files": 1, "filetypes": ["png"]}, [{"filetype": "png"}]),
        ("file_input", {"filetypes": ["JPG"]}, [{"filetype": "jpeg"}]),
    ],
)
def test_a_value_that_fits_is_taken(kind: str, limits: dict[str, Any], value: Any) -> None:
    assert refusal(kind, limits, value) is None
