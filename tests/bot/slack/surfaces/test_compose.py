"""The modal and what is read from it."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidField, Refusal
from bot.slack.surfaces.compose import ComposeDraft, Pick, build_compose_view, read_compose_submission
from tests.bot.slack.surfaces.reading import nasty, problems_of_view


def make_draft(**changes: Any) -> ComposeDraft:
    """An empty draft, but for `changes`."""
    fields: dict[str, Any] = {
        "render_id": "r1",
        "channel_id": "C1",
        "price_per_second": Decimal("0.10"),
        "budget_left": Decimal("48.80"),
    }
    return ComposeDraft(**{**fields, **changes})


def field_of(view: dict[str, Any], name: str) -> dict[str, Any]:
    """The input block of one field."""
    (block,) = [block for block in view["blocks"] if block.get("block_id") == name]
    assert block["element"]["action_id"] == name
    return dict(block)


def submitted(**states: Any) -> dict[str, Any]:
    """A submitted modal, filled in well but for `states`."""
    filled: dict[str, Any] = {
        "script": {"type": "plain_text_input", "value": "  Hello  "},
        "avatar": {"type": "external_select", "selected_option": {"value": "emma-1"}},
        "voice": {"type": "external_select", "selected_option": {"value": "john-1"}},
        "language": {"type": "external_select", "selected_option": None},
        "destination": {"type": "conversations_select", "selected_conversation": "C2"},
    }
    values = {name: {name: state} for name, state in {**filled, **states}.items()}
    return {"private_metadata": json.dumps({"render": "r1", "channel": "C1"}), "state": {"values": values}}


@given(script=nasty, label=nasty, value=st.text(min_size=1, max_size=200))
def test_the_modal_keeps_to_slacks_limits_whatever_people_write(script: str, label: str, value: str) -> None:
    pick = Pick(value, label)

    view = build_compose_view(make_draft(script=script, avatar=pick, voice=pick, language=pick))

    assert problems_of_view(view) == []
    json.dumps(view, ensure_ascii=False).encode()


def test_an_empty_modal_says_what_a_minute_costs_and_what_is_left() -> None:
    view = build_compose_view(make_draft())

    assert "a minute costs about $6.00" in field_of(view, "script")["hint"]["text"]
    assert "$48.80" in view["blocks"][-1]["elements"][0]["text"]


def test_a_filled_modal_says_what_this_script_takes() -> None:
    script = field_of(build_compose_view(make_draft(script="word " * 60)), "script")

    assert "about 25 s and costs about $2.50" in script["hint"]["text"]


def test_a_script_is_filled_in_as_it_was_typed() -> None:
    script = field_of(build_compose_view(make_draft(script="2 < 3 & <@U1>\nnext")), "script")

    assert script["element"]["initial_value"] == "2 < 3 & <@U1>\nnext"


def test_a_script_that_does_not_fit_is_cut_and_the_person_told() -> None:
    view = build_compose_view(make_draft(script="word " * 700))

    assert "3,000" in view["blocks"][0]["text"]["text"]
    assert len(field_of(view, "script")["element"]["initial_value"]) <= 3000


def test_earlier_choices_are_filled_in() -> None:
    view = build_compose_view(make_draft(avatar=Pick("emma-1", "Emma"), language=Pick("en", "English")))

    assert field_of(view, "avatar")["element"]["initial_option"]["value"] == "emma-1"
    assert field_of(view, "language")["element"]["initial_option"]["text"]["text"] == "English"
    assert "initial_option" not in field_of(view, "voice")["element"]


def test_only_the_language_may_be_left_empty() -> None:
    view = build_compose_view(make_draft())

    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in inputs if block["optional"]] == ["language"]


def test_the_video_goes_to_the_open_conversation_unless_another_is_named() -> None:
    here = field_of(build_compose_view(make_draft()), "destination")["element"]
    there = field_of(build_compose_view(make_draft(conversation_id="C9")), "destination")["element"]

    assert here["default_to_current_conversation"] is True
    assert "initial_conversation" not in here
    assert there["initial_conversation"] == "C9"


def test_an_overspent_budget_is_not_shown_as_less_than_nothing() -> None:
    view = build_compose_view(make_draft(budget_left=Decimal("-3")))

    assert "$0.00 of this month's budget is left" in view["blocks"][-1]["elements"][0]["text"]


def test_a_submission_is_read_whole() -> None:
    read = read_compose_submission(submitted())

    assert read.model_dump() == {
        "render_id": "r1",
        "script": "Hello",
        "avatar": "emma-1",
        "voice": "john-1",
        "language": None,
        "channel_id": "C2",
    }


def test_a_submission_without_a_destination_goes_to_where_it_was_opened() -> None:
    read = read_compose_submission(submitted(destination={"selected_conversation": None}))

    assert read.channel_id == "C1"


@pytest.mark.parametrize(
    ("field", "state"),
    [
        ("script", {"value": None}),
        ("script", {"value": " \n "}),
        ("avatar", {"selected_option": None}),
        ("voice", {}),
    ],
)
def test_a_missing_field_is_named(field: str, state: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as raised:
        read_compose_submission(submitted(**{field: state}))

    assert raised.value.field == field


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "null", '{"render": "r1"}'])
def test_a_modal_that_is_not_ours_is_refused(metadata: str) -> None:
    with pytest.raises(Refusal):
        read_compose_submission({**submitted(), "private_metadata": metadata})
