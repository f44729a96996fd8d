"""Which values inputs can hold."""

from typing import Any

import pytest

from playground.slack.control.values import fits
from tests.playground.slack.samples import option

LISTING: dict[str, Any] = {"options": [option("One"), option("Two")]}
GROUPED: dict[str, Any] = {"option_groups": [{"options": [option("One")]}, {"options": [option("Two")]}]}


@pytest.mark.parametrize(
    ("kind", "more", "key", "good", "bad"),
    [
        ("plain_text_input", {}, "value", "Hi", 5),
        ("static_select", LISTING, "selected_option", option("Two"), option("Three")),
        ("static_select", GROUPED, "selected_option", option("Two"), option("Three")),
        ("radio_buttons", LISTING, "selected_option", option("One"), "one"),
        ("checkboxes", LISTING, "selected_options", [option("One")], [option("One"), option("Three")]),
        ("external_select", {}, "selected_option", option("Anything"), ["Anything"]),
        ("multi_external_select", {}, "selected_options", [option("Anything")], option("Anything")),
        ("users_select", {}, "selected_user", "U0BOB", {"id": "U0BOB"}),
        ("multi_users_select", {}, "selected_users", ["U0BOB"], "U0BOB"),
        ("datetimepicker", {}, "selected_date_time", 1_795_337_070, "1795337070"),
        ("rich_text_input", {}, "rich_text_value", {"type": "rich_text", "elements": []}, "Hi"),
        ("file_input", {}, "files", [{"id": "F0"}], ["F0"]),
    ],
)
def test_a_value_is_of_its_inputs_kind_and_offer(
    kind: str, more: dict[str, Any], key: str, good: Any, bad: Any
) -> None:
    element = {"type": kind, "action_id": "it", **more}
    assert fits(element, {"type": kind, key: good})
    assert fits(element, {"type": kind, key: None})
    assert not fits(element, {"type": kind, key: bad})
    assert not fits(element, {"type": kind})
    assert not fits(element, {"type": "another", key: good})
