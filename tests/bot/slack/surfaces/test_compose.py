"""The modal: what it shows of a draft, and what is read from it."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.errors import InvalidField, Refusal
from bot.rendering.draft import Draft, Origin, Wishes
from bot.rendering.render import Choices, Destination
from bot.runware.models import Inputs, Safety, Speech, VideoInference, VideoSettings
from bot.slack.surfaces.compose import ComposeForm, build_compose_view, split_script
from bot.slack.surfaces.compose_reading import read_compose
from bot.slack.surfaces.escape import tidy
from bot.slack.surfaces.inputs import FormState, Pick
from bot.slack.surfaces.opened import Opened
from tests.bot.rendering.fakes import NOON
from tests.bot.slack.surfaces.reading import nasty, problems_of_view, texts

METADATA = '{"draft": "r1", "channel": "C1"}'
EVERYTHING = Wishes(
    avatar="emma-1",
    voice="john-1",
    language="en-US",
    speed=Decimal("1.25"),
    pitch=Decimal("-2.5"),
    background="slack-file:F0PICTURE",
    remove_background=True,
    expressiveness="high",
    motion_prompt="Nods & waves <now>",
    width=720,
    height=1280,
    output_format="WEBM",
    output_quality=80,
    number_results=3,
    safety_mode="full",
    ttl_seconds=5400,
)


def make_draft(**changes: Any) -> Draft:
    """An empty draft, but for `changes`."""
    fields: dict[str, Any] = {"id": "r1", "team_id": "T1", "user_id": "U1", "updated_at": NOON}
    return Draft(**{**fields, "destination": Destination(channel_id="C1"), **changes})


def make_form(draft: Draft | None = None, *, opened: dict[str, Any] | None = None, **changes: Any) -> ComposeForm:
    """The form of a draft, its choices labelled as their ids, but for `changes`."""
    shown = draft or make_draft()
    picks = {
        kind: Pick(value, value) for kind in ("avatar", "voice", "language") if (value := getattr(shown.wishes, kind))
    }
    carried = Opened(**{"draft": shown.id, "channel": "C1", **(opened or {})})
    fields: dict[str, Any] = {"price_per_second": Decimal("0.10"), "budget_left": Decimal("48.80"), **picks}
    return ComposeForm(**{"draft": shown, "opened": carried, "resolutions": ("720p", "1080p"), **fields, **changes})


def field_of(view: dict[str, Any], name: str) -> dict[str, Any]:
    """The input block of one field."""
    (block,) = [block for block in view["blocks"] if block.get("element", {}).get("action_id") == name]
    return dict(block)


def has_field(view: dict[str, Any], name: str) -> bool:
    """Whether the form has a field."""
    return any(block.get("element", {}).get("action_id") == name for block in view["blocks"])


def left_as_it_was(view: dict[str, Any]) -> dict[str, Any]:
    """The view as Slack hands it over when its person submits it without a change."""
    initial = {"value": "initial_value", "selected_option": "initial_option", "selected_options": "initial_options"}
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = {key: element[name] for key, name in initial.items() if name in element}
            values[block["block_id"]] = {element["action_id"]: state}
    return {"private_metadata": view["private_metadata"], "state": {"values": values}}


def submitted(metadata: str = METADATA, **states: Any) -> dict[str, Any]:
    """A submitted modal, filled in well but for `states`."""
    filled: dict[str, Any] = {
        "script": {"value": "  Hello  "},
        "avatar": {"selected_option": {"value": "emma-1"}},
        "voice": {"selected_option": {"value": "john-1"}},
        "language": {"selected_option": None},
        "destination": {"selected_conversation": "C2"},
    }
    values = {name: {name: state} for name, state in {**filled, **states}.items()}
    return {"private_metadata": metadata, "state": {"values": values}}


def read(view: dict[str, Any], base: Draft | None = None) -> Draft:
    """The draft as the modal has it."""
    return read_compose(view, base or make_draft(), now=NOON)


@given(script=nasty, label=nasty, value=st.text(min_size=1, max_size=200), prompt=nasty)
def test_the_modal_keeps_to_slacks_limits_whatever_people_write(
    script: str, label: str, value: str, prompt: str
) -> None:
    pick = Pick(value, label)
    draft = make_draft(script=script, wishes=EVERYTHING.model_copy(update={"motion_prompt": prompt}))

    view = build_compose_view(
        make_form(
            draft,
            opened={"more": True, "turn": 3, "voice_turn": 2},
            avatar=pick,
            voice=pick,
            language=pick,
            picture="https://x.example/a.png",
            sample="https://x.example/a.mp3",
            presets=[Pick(f"p{number}", label) for number in range(100)],
            notices=[label, label],
        )
    )

    assert problems_of_view(view) == []
    json.dumps(view, ensure_ascii=False).encode()


def test_an_empty_modal_says_what_a_minute_costs_and_what_is_left() -> None:
    view = build_compose_view(make_form())

    assert "a minute costs about $6.00" in field_of(view, "script")["hint"]["text"]
    assert "$48.80" in view["blocks"][-1]["elements"][0]["text"]


def test_a_filled_modal_says_what_this_script_takes() -> None:
    script = field_of(build_compose_view(make_form(make_draft(script="Hello"), takes="About 25 s.")), "script")

    assert script["hint"]["text"] == "About 25 s."


def test_a_script_is_filled_in_as_it_was_typed() -> None:
    script = field_of(build_compose_view(make_form(make_draft(script="2 < 3 & <@U1>\nnext"))), "script")

    assert script["element"]["initial_value"] == "2 < 3 & <@U1>\nnext"


def test_a_long_script_goes_on_in_a_second_field_and_is_read_as_one() -> None:
    script = "word " * 999 + "end"
    view = build_compose_view(make_form(make_draft(script=script), opened={"more": True}))

    first, second = (field_of(view, name)["element"]["initial_value"] for name in ("script", "more_script"))
    assert len(first) <= 3000
    assert f"{first} {second}" == script
    assert read(left_as_it_was(view)).script == script


@given(script=nasty)
def test_a_split_script_loses_nothing_but_space(script: str) -> None:
    first, second = split_script(script)

    assert len(first.encode("utf-16-le")) // 2 <= 3000
    assert "".join((first + second).split()) == "".join(tidy(script).split())


def test_the_simple_form_asks_for_five_things_only() -> None:
    view = build_compose_view(make_form())

    inputs = [block["element"]["action_id"] for block in view["blocks"] if block["type"] == "input"]
    assert inputs == ["script", "avatar", "language", "voice", "destination", "only_me"]


def test_an_avatar_is_shown_and_a_voice_can_be_heard() -> None:
    form = make_form(make_draft(wishes=EVERYTHING), picture="https://x.example/a.png", sample="https://x.example/a.mp3")

    view = build_compose_view(form)

    (image,) = [block for block in view["blocks"] if block["type"] == "image"]
    assert (image["image_url"], image["alt_text"]) == ("https://x.example/a.png", "emma-1")
    assert "<https://x.example/a.mp3|Hear this voice>" in list(texts(view))


def test_an_odd_preview_is_left_out() -> None:
    view = build_compose_view(make_form(make_draft(wishes=EVERYTHING), picture="javascript:x", sample="file:///x"))

    assert [block for block in view["blocks"] if block["type"] == "image"] == []
    assert "Hear this voice" not in str(view)


def test_presets_are_offered_where_there_are_some() -> None:
    assert not has_field(build_compose_view(make_form()), "preset")

    preset = field_of(build_compose_view(make_form(presets=[Pick("p1", "Friday news")])), "preset")
    assert [option["value"] for option in preset["element"]["options"]] == ["p1"]
    assert preset["dispatch_action"] is True


def test_the_video_goes_to_the_open_conversation_when_it_was_asked_for_by_command() -> None:
    element = field_of(build_compose_view(make_form()), "destination")["element"]

    assert element["default_to_current_conversation"] is True
    assert "initial_conversation" not in element


def test_a_video_asked_for_elsewhere_goes_to_its_own_place() -> None:
    again = make_draft(origin=Origin.AGAIN, destination=Destination(channel_id="C9"))

    assert field_of(build_compose_view(make_form(again)), "destination")["element"]["initial_conversation"] == "C9"


@pytest.mark.parametrize(("channel", "left_out"), [(None, True), ("C1", False)], ids=["from anywhere", "in a channel"])
def test_shared_channels_are_on_offer_only_to_who_stands_in_a_channel(channel: str | None, left_out: bool) -> None:
    element = field_of(build_compose_view(make_form(opened={"channel": channel})), "destination")["element"]

    assert element["filter"].get("exclude_external_shared_channels", False) is left_out


def test_only_me_is_ticked_when_it_was_chosen() -> None:
    view = build_compose_view(make_form(make_draft(destination=Destination(channel_id="U1"))))

    assert field_of(view, "only_me")["element"]["initial_options"]
    assert read(left_as_it_was(view)).destination == Destination(channel_id="U1")


def test_an_overspent_budget_is_not_shown_as_less_than_nothing() -> None:
    view = build_compose_view(make_form(budget_left=Decimal("-3")))

    assert "$0.00 of this month's budget is left" in view["blocks"][-1]["elements"][0]["text"]


def test_a_field_that_is_filled_in_anew_has_a_new_id_and_the_script_keeps_its_own() -> None:
    view = build_compose_view(make_form(opened={"turn": 2, "voice_turn": 1, "more": True}))

    assert field_of(view, "avatar")["block_id"] == "avatar__2"
    assert field_of(view, "voice")["block_id"] == "voice__3"
    assert field_of(view, "speed")["block_id"] == "speed__2"
    assert field_of(view, "script")["block_id"] == "script"


def test_a_submission_is_read_whole() -> None:
    draft = read(submitted())

    assert (draft.script, draft.destination) == ("Hello", Destination(channel_id="C2"))
    assert draft.wishes == Wishes(avatar="emma-1", voice="john-1")


def test_all_options_are_read_as_they_were_shown() -> None:
    draft = make_draft(script="Hello", wishes=EVERYTHING, audio_length=None)
    view = build_compose_view(make_form(draft, opened={"more": True}))

    assert read(left_as_it_was(view), draft).wishes == EVERYTHING


def test_what_the_form_does_not_show_stays_as_it_was() -> None:
    base = make_draft(script="Hello", wishes=EVERYTHING, audio_length=timedelta(seconds=9))

    wishes = read(submitted(), base).wishes

    assert (wishes.speed, wishes.number_results, wishes.background) == (Decimal("1.25"), 3, "slack-file:F0PICTURE")


@pytest.mark.parametrize(("shown", "typed"), [("#1E90FF", "#1e90ff"), (" 1e90ff ", "#1e90ff")])
def test_a_colour_is_read_in_any_usual_form(shown: str, typed: str) -> None:
    assert read(submitted(background_color={"value": shown})).wishes.background_color == typed


@pytest.mark.parametrize(("hours", "seconds"), [("24", 86_400), ("0.5", 1800), ("0.02", 72)])
def test_hours_are_read_as_seconds(hours: str, seconds: int) -> None:
    assert read(submitted(ttl_seconds={"value": hours})).wishes.ttl_seconds == seconds


@pytest.mark.parametrize(
    ("field", "state"),
    [
        ("background_color", {"value": "blue"}),
        ("speed", {"value": "fast"}),
        ("output_quality", {"value": "NaN"}),
        ("ttl_seconds", {"value": "Infinity"}),
        ("output_format", {"selected_option": {"value": "AVI"}}),
    ],
)
def test_a_field_that_cannot_be_read_is_named(field: str, state: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as raised:
        read(submitted(metadata=METADATA, **{field: state}))

    assert raised.value.field == field


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "null", '{"render": "r1"}'])
def test_a_modal_that_is_not_ours_is_refused(metadata: str) -> None:
    with pytest.raises(Refusal):
        read(submitted(metadata))


NOT_ASKED_FOR = {
    "task_type": "there is one model",
    "task_uuid": "Herald's own name for the task",
    "model": "there is one model",
    "output_type": "Herald fetches the URL",
    "delivery_method": "there is one way",
    "webhook_url": "Herald's own address",
    "upload_endpoint": "where results are kept is the operator's choice",
    "include_cost": "Herald always asks",
    "safety.check_content": "follows from the mode",
}
FIELDS = {
    "output_format": "output_format",
    "output_quality": "output_quality",
    "ttl": "ttl_seconds",
    "number_results": "number_results",
    "positive_prompt": "motion_prompt",
    "width": "resolution",
    "height": "resolution",
    "resolution": "resolution",
    "inputs.avatar": "avatar",
    "inputs.image": "image",
    "inputs.audio": "audio",
    "inputs.background": "background",
    "speech.text": "script",
    "speech.voice": "voice",
    "speech.language": "language",
    "speech.speed": "speed",
    "speech.pitch": "pitch",
    "settings.background_color": "background_color",
    "settings.expressiveness": "expressiveness",
    "settings.remove_background": "remove_background",
    "safety.mode": "safety_mode",
}


def contract() -> set[str]:
    """Every parameter of the contract, the inner ones with a dot."""
    inner: dict[str, type[BaseModel]] = {
        "inputs": Inputs,
        "speech": Speech,
        "settings": VideoSettings,
        "safety": Safety,
    }
    own = set(VideoInference.model_fields) - set(inner)
    return own | {f"{name}.{field}" for name, model in inner.items() for field in model.model_fields}


def test_every_parameter_of_the_contract_is_in_the_form_or_there_is_a_reason() -> None:
    view = build_compose_view(make_form(opened={"more": True}, photos="free"))

    assert set(FIELDS) | set(NOT_ASKED_FOR) == contract()
    assert [name for name, field in FIELDS.items() if not has_field(view, field)] == []


def test_every_choice_of_a_render_can_be_wished_for() -> None:
    assert set(Choices.model_fields) - set(Wishes.model_fields) == set()


def test_a_size_of_the_form_is_a_size_of_the_contract() -> None:
    element = field_of(build_compose_view(make_form(opened={"more": True})), "resolution")["element"]
    sizes = [option["value"] for option in element["options"]]

    assert {"720p", "1080p", "1920x1080", "720x1280"} <= set(sizes)
    for size in sizes[2:]:
        wishes = read(submitted(resolution={"selected_option": {"value": size}})).wishes
        task = {"width": wishes.width, "height": wishes.height, "inputs": {"avatar": "a"}}
        speech = {"text": "Hi", "voice": "v"}
        VideoInference.model_validate({**task, "speech": speech, "task_uuid": "00000000-0000-4000-8000-000000000000"})


def test_a_state_of_no_form_at_all_is_empty() -> None:
    state = FormState.of({})

    assert (state.text("script"), state.option("avatar"), state.ticked("only_me"), "script" in state) == (
        None,
        None,
        False,
        False,
    )
