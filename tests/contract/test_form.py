"""What a person leaves in the form arrives in the task, every parameter of it."""

from functools import reduce
from typing import Any, Final
from uuid import UUID

import pytest

from bot.rendering.draft import Draft
from bot.rendering.media import sendable
from bot.rendering.tasks import TaskOrder
from bot.runware.orders import task_for
from bot.slack.surfaces.compose import ComposeForm, build_compose_view
from bot.slack.surfaces.compose_reading import read_compose
from bot.slack.surfaces.opened import Opened
from tests.bot.rendering.fakes import NOON, TASK, a_render
from tests.bot.slack.surfaces.test_compose import FIELDS, make_form

PICTURE: Final = UUID("33333333-3333-4333-8333-333333333333")
FILE: Final = {"files": [{"id": "F0FILE", "name": "a", "filetype": "png", "size": 1000}]}
SOUND: Final = {"files": [{"id": "F0FILE", "name": "a", "filetype": "wav", "size": 100_000}]}
USUAL: Final = {
    "script": {"value": "Good morning."},
    "avatar": {"selected_option": {"value": "emma"}},
    "voice": {"selected_option": {"value": "john"}},
}


def picked(value: str) -> dict[str, Any]:
    """The state of a select."""
    return {"selected_option": {"value": value}}


ARRIVES: Final[dict[str, tuple[str, dict[str, Any], object]]] = {
    "outputFormat": ("output_format", picked("MOV"), "MOV"),
    "outputQuality": ("output_quality", {"value": "80"}, 80),
    "ttl": ("ttl_seconds", {"value": "2"}, 7200),
    "numberResults": ("number_results", picked("3"), 3),
    "positivePrompt": ("motion_prompt", {"value": "nods"}, "nods"),
    "width": ("resolution", picked("720x1280"), 720),
    "height": ("resolution", picked("720x1280"), 1280),
    "resolution": ("resolution", picked("720p"), "720p"),
    "inputs.avatar": ("avatar", picked("emma-2"), "emma-2"),
    "inputs.image": ("image", FILE, str(PICTURE)),
    "inputs.audio": ("audio", SOUND, str(PICTURE)),
    "inputs.background": ("background", FILE, str(PICTURE)),
    "speech.text": ("script", {"value": "Hello."}, "Hello."),
    "speech.voice": ("voice", picked("anna"), "anna"),
    "speech.language": ("language", picked("de-DE"), "de-DE"),
    "speech.speed": ("speed", {"value": "1.25"}, 1.25),
    "speech.pitch": ("pitch", {"value": "-2.5"}, -2.5),
    "settings.backgroundColor": ("background_color", {"value": "#1E90FF"}, "#1e90ff"),
    "settings.expressiveness": ("expressiveness", picked("high"), "high"),
    "settings.removeBackground": ("remove_background", {"selected_options": [{"value": "yes"}]}, True),
    "safety.mode": ("safety_mode", picked("full"), "full"),
    "safety.checkContent": ("safety_mode", picked("full"), True),
}
"""What is left in which field of the form, by the parameter that it is to be in the task."""


def filled(field: str, state: dict[str, Any]) -> Draft:
    """What is read of the form with all fields, filled in well and with this on top."""
    form: ComposeForm = make_form(opened={"more": True}, photos="free")
    blocks = build_compose_view(form)["blocks"]
    ids = {block["element"]["action_id"]: block["block_id"] for block in blocks if "element" in block}
    values = {ids[name]: {name: left} for name, left in (USUAL | {field: state}).items()}
    metadata = Opened(draft="r1", channel="C1", more=True).write()
    return read_compose({"private_metadata": metadata, "state": {"values": values}}, form.draft, now=NOON)


def sent(draft: Draft) -> dict[str, Any]:
    """The task of the draft's video on the wire, its files known to the service."""
    render = a_render(script=draft.script, choices=draft.wishes.choices(), media={"slack-file:F0FILE": str(PICTURE)})
    order = TaskOrder(TASK, render.speech, sendable(render), draft.wishes.ttl_seconds or 86_400)
    return task_for(order).model_dump(mode="json", by_alias=True, exclude_none=True)


@pytest.mark.parametrize("parameter", ARRIVES)
def test_what_is_left_in_the_form_arrives_in_the_task(parameter: str) -> None:
    field, state, value = ARRIVES[parameter]
    task = sent(filled(field, state))

    assert reduce(lambda inner, name: inner[name], parameter.split("."), task) == value


def test_every_field_about_the_contract_is_tried() -> None:
    assert {field for field, _, _ in ARRIVES.values()} == set(FIELDS.values())


def test_a_photo_takes_the_avatars_place_and_a_recording_the_voices() -> None:
    assert set(sent(filled("image", FILE))["inputs"]) == {"image"}
    assert "speech" not in sent(filled("audio", SOUND))
