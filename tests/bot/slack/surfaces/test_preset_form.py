"""The form of a preset: filled in, read back, and never more than Slack takes."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from bot.errors import InvalidField, Refusal
from bot.rendering.draft import Wishes
from bot.slack.surfaces.inputs import Pick
from bot.slack.surfaces.preset_form import (
    DELETE_PRESET,
    PresetForm,
    build_notice_view,
    build_preset_form,
    read_preset_form,
)
from tests.bot.slack.surfaces.reading import nasty, problems_of_view

WISHES = Wishes(
    avatar="emma-1",
    voice="john-1",
    language="en-US",
    speed=Decimal("1.25"),
    pitch=Decimal("-2.5"),
    background_color="#1e90ff",
    remove_background=True,
    expressiveness="high",
    motion_prompt="Nods now and then",
    width=1280,
    height=720,
    output_format="WEBM",
    output_quality=80,
    number_results=2,
    safety_mode="fast",
    ttl_seconds=7200,
)
PICKS: dict[str, Any] = {
    "avatar": Pick("emma-1", "Emma"),
    "voice": Pick("john-1", "John"),
    "language": Pick("en-US", "English (US)"),
}


def shown(wishes: Wishes = WISHES, **fields: Any) -> dict[str, Any]:
    """The form of a preset."""
    usual: dict[str, Any] = {"preset_id": "p1", "wishes": wishes, "name": "Weekly", **PICKS}
    return build_preset_form(PresetForm(**(usual | fields)))


def left_as_it_is(view: dict[str, Any], **states: Any) -> dict[str, Any]:
    """The view as Slack hands it over when nothing was changed but for `states`."""
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {element["action_id"]: states.get(element["action_id"], _state_of(element))}
    return {**view, "state": {"values": values}}


def _state_of(element: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": element["type"],
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options", []),
        "selected_conversations": element.get("initial_conversations", []),
    }


def test_what_is_left_as_it_is_stays_as_it_was() -> None:
    view = shown(shared=True, is_default=True, channels=["C1", "C2"], known=True)

    sent = read_preset_form(left_as_it_is(view))

    assert problems_of_view(view) == []
    assert sent.wishes == WISHES
    assert (sent.preset_id, sent.name, sent.shared, sent.is_default, sent.channels) == (
        *("p1", "Weekly", True, True),
        ["C1", "C2"],
    )


def test_a_new_one_is_nobodys_default_and_ones_own() -> None:
    sent = read_preset_form(left_as_it_is(shown()))

    assert (sent.shared, sent.is_default, sent.channels) == (False, False, [])


@pytest.mark.parametrize("known", [True, False])
def test_only_what_is_kept_can_be_deleted_after_a_question(known: bool) -> None:
    buttons = [e for block in shown(known=known)["blocks"] for e in block.get("elements", []) if "action_id" in e]

    assert [(button["action_id"], "confirm" in button) for button in buttons] == [(DELETE_PRESET, True)] * known


def test_a_background_picture_is_kept_until_a_colour_takes_its_place() -> None:
    view = shown(Wishes(avatar="emma-1", background="slack-file:F1"))

    kept = read_preset_form(left_as_it_is(view))
    painted = read_preset_form(left_as_it_is(view, background_color={"value": "1E90FF"}))

    assert (kept.wishes.background, kept.wishes.background_color) == ("slack-file:F1", None)
    assert (painted.wishes.background, painted.wishes.background_color) == (None, "#1e90ff")


@pytest.mark.parametrize(
    ("field", "state"),
    [
        ("background_color", {"value": "blue"}),
        ("speed", {"value": "fast"}),
        ("output_quality", {"value": "1.5"}),
        ("output_format", {"selected_option": {"value": "AVI"}}),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(field: str, state: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as refused:
        read_preset_form(left_as_it_is(shown(), **{field: state}))

    assert refused.value.field == field


def test_a_preset_keeps_something() -> None:
    empty = shown(Wishes(), avatar=None, voice=None, language=None)

    with pytest.raises(InvalidField, match="at least one thing"):
        read_preset_form(left_as_it_is(empty))


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "p1"])
def test_a_form_of_another_kind_is_refused(metadata: str) -> None:
    with pytest.raises(Refusal, match="too old"):
        read_preset_form({**left_as_it_is(shown()), "private_metadata": metadata})


@given(name=nasty, label=nasty)
def test_slack_takes_the_form_whatever_people_wrote(name: str, label: str) -> None:
    wishes = Wishes(avatar="emma-1", motion_prompt=name, background="slack-file:F1", background_color=label)
    pick = Pick("emma-1", label)

    view = shown(
        wishes, name=name, avatar=pick, known=True, notices=[f"Gone: {name}"], channels=[f"C{n}" for n in range(99)]
    )

    assert problems_of_view(view) == []


@given(words=nasty)
def test_slack_takes_a_notice_whatever_is_in_it(words: str) -> None:
    assert problems_of_view(build_notice_view("That did not work", f"Because: {words}")) == []
