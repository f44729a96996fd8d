"""The request's fields and the rules between them."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.runware.models import Inputs, Speech, VideoInference, VideoSettings
from tests.bot.runware.samples import TASK

SPEECH = Speech(text="Hello", voice="john_doe_male_english")


def _task(**changes: Any) -> VideoInference:
    fields = {"task_uuid": TASK, "ttl": 60, "inputs": Inputs(avatar="Aditya_public_4"), "speech": SPEECH} | changes
    return VideoInference(**fields)


def test_names_on_the_wire_are_runwares() -> None:
    task = _task(webhook_url="https://herald.example/hook", settings=VideoSettings(background_color="#ff0000"))
    wire = task.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert {"taskUUID", "webhookURL", "deliveryMethod", "includeCost", "outputFormat"} <= wire.keys()
    assert wire["settings"] == {"backgroundColor": "#ff0000"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"speech": None}, "exactly one of speech"),
        ({"inputs": Inputs(avatar="a", audio="https://x.example/a.mp3")}, "exactly one of speech"),
        ({"inputs": Inputs()}, r"exactly one of inputs\.image"),
        ({"inputs": Inputs(avatar="a", image="https://x.example/i.png")}, r"exactly one of inputs\.image"),
        ({"width": 1280}, "width and height"),
        ({"width": 1280, "height": 720, "resolution": "720p"}, "not both resolution"),
        (
            {
                "inputs": Inputs(avatar="a", background="https://x.example/b.png"),
                "settings": VideoSettings(background_color="#00ff00"),
            },
            r"not both settings\.backgroundColor",
        ),
    ],
)
def test_fields_that_exclude_each_other_cannot_be_built(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValidationError, match=rule):
        _task(**changes)


def test_audio_may_stand_in_for_speech() -> None:
    task = _task(speech=None, inputs=Inputs(avatar="a", audio="https://x.example/a.mp3"))
    assert task.inputs.audio == "https://x.example/a.mp3"


@pytest.mark.parametrize(
    "changes",
    [
        {"ttl": 59},
        {"number_results": 5},
        {"output_quality": 19},
        {"output_format": "mp4"},
        {"include_cost": False},
        {"seed": 7},
        {"positive_prompt": ""},
    ],
)
def test_values_outside_the_contract_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _task(**changes)


@pytest.mark.parametrize("speech", [{"speed": 1.6}, {"speed": 1.005}, {"pitch": -50.1}, {"text": ""}, {"volume": 1}])
def test_speech_outside_the_contract_cannot_be_built(speech: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Speech(**({"text": "Hello", "voice": "v"} | speech))


def test_audio_as_data_uri_cannot_be_built() -> None:
    with pytest.raises(ValidationError, match="UUID or a URL"):
        Inputs(avatar="a", audio="data:audio/mpeg;base64,AAAA")


def test_a_broken_task_does_not_repeat_the_script_in_its_error() -> None:
    with pytest.raises(ValidationError) as caught:
        _task(speech=Speech(text="the secret plan", voice="v"), width=5)
    assert "the secret plan" not in str(caught.value)
