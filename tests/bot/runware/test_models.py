"""The request's fields and the rules between them."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.errors import TaskRefused
from bot.runware.models import SIZES, VideoInference
from bot.runware.refusals import unsendable
from tests.bot.runware.samples import TASK

SPEECH = {"text": "Hello", "voice": "john_doe_male_english"}
IMAGE = "https://x.example/i.png"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
UUID_TEXT = "0a6f2d0e-8b8f-1f8e-ca35-90b1f6f3c402"


def built(**changes: Any) -> VideoInference:
    """A good task but for `changes`, which are spelled as on the wire."""
    usual = {"taskUUID": str(TASK), "inputs": {"avatar": "Aditya_public_4"}, "speech": SPEECH}
    return VideoInference.model_validate(usual | changes)


def refused(**changes: Any) -> TaskRefused:
    """Why that task cannot be built."""
    with pytest.raises(ValidationError) as caught:
        built(**changes)
    return unsendable(caught.value)


def wire(task: VideoInference) -> dict[str, Any]:
    """The task as it is sent."""
    return task.model_dump(mode="json", by_alias=True, exclude_none=True)


def test_names_on_the_wire_are_runwares() -> None:
    task = VideoInference(
        task_uuid=TASK,
        webhook_url="https://herald.example/hook",
        inputs=built().inputs,
        speech=built().speech,
    )

    assert {"taskUUID", "webhookURL", "deliveryMethod", "includeCost", "outputFormat"} <= wire(task).keys()


def test_a_task_with_every_parameter_is_sent_as_it_was_given() -> None:
    everything = {
        "taskType": "videoInference",
        "taskUUID": str(TASK),
        "model": "heygen:avatar@4",
        "outputType": "URL",
        "outputFormat": "WEBM",
        "outputQuality": 20,
        "deliveryMethod": "async",
        "webhookURL": "https://herald.example/hook?token=a%2Fb",
        "uploadEndpoint": "https://bucket.example/x.mp4?X-Amz-Signature=abc%2B123&X-Amz-Expires=60",
        "safety": {"checkContent": True, "mode": "full"},
        "ttl": 60,
        "includeCost": False,
        "numberResults": 4,
        "inputs": {"image": PNG, "background": UUID_TEXT},
        "positivePrompt": "nods",
        "width": 1280,
        "height": 720,
        "speech": SPEECH | {"language": "en-US", "speed": 1.05, "pitch": -0.3},
        "settings": {"expressiveness": "high", "removeBackground": True},
    }

    assert wire(VideoInference.model_validate(everything)) == everything


@pytest.mark.parametrize(
    ("changes", "parameter", "words"),
    [
        ({"speech": None}, "speech, inputs.audio", "Give speech"),
        ({"inputs": {"avatar": "a", "audio": IMAGE}}, "speech, inputs.audio", "not both"),
        ({"inputs": {}}, "inputs.image, inputs.avatar", "somebody has to speak"),
        ({"inputs": {"avatar": "a", "image": IMAGE}}, "inputs.image, inputs.avatar", "not both"),
        ({"width": 1280}, "height", "give both"),
        ({"height": 720}, "width", "give both"),
        ({"width": 1280, "height": 720, "resolution": "720p"}, "width, height, resolution", "not both"),
        ({"width": 1280, "height": 721}, "width, height", "1280x720"),
        (
            {"inputs": {"avatar": "a", "background": IMAGE}, "settings": {"backgroundColor": "#00ff00"}},
            "settings.backgroundColor, inputs.background",
            "not both",
        ),
        ({"safety": {"mode": "fast"}}, "safety.mode", "checkContent"),
        ({"safety": {"mode": "full", "checkContent": False}}, "safety.mode", "checkContent"),
        ({"speech": {"text": "Hello"}}, "speech.voice", "missing"),
        ({"speech": {"voice": "v"}}, "speech.text", "missing"),
    ],
)
def test_a_rule_that_is_broken_is_named_with_its_parameters_and_the_mend(
    changes: dict[str, Any], parameter: str, words: str
) -> None:
    error = refused(**changes)

    assert (error.code, error.parameter) == ("invalidTask", parameter)
    assert words in error.message


@pytest.mark.parametrize(
    "changes",
    [
        {"speech": None, "inputs": {"avatar": "a", "audio": "https://x.example/a.mp3"}},
        {"settings": {"removeBackground": True}},
        {"safety": {"checkContent": True}},
        {"safety": {"checkContent": False, "mode": "none"}},
        {"safety": {"mode": "none"}},
        {"resolution": "1080p"},
        *({"width": width, "height": height} for width, height in sorted(SIZES)),
    ],
)
def test_what_no_rule_forbids_can_be_built(changes: dict[str, Any]) -> None:
    assert wire(built(**changes)).items() >= {key: value for key, value in changes.items() if value is not None}.items()


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"ttl": 59}, "ttl"),
        ({"ttl": True}, "ttl"),
        ({"ttl": "60"}, "ttl"),
        ({"ttl": 60.5}, "ttl"),
        ({"numberResults": 0}, "numberResults"),
        ({"numberResults": 5}, "numberResults"),
        ({"outputQuality": 19}, "outputQuality"),
        ({"outputQuality": 100}, "outputQuality"),
        ({"outputFormat": "mp4"}, "outputFormat"),
        ({"outputType": "dataURI"}, "outputType"),
        ({"deliveryMethod": "sync"}, "deliveryMethod"),
        ({"includeCost": 1}, "includeCost"),
        ({"model": "heygen:avatar@5"}, "model"),
        ({"taskUUID": "7563e046-3c5b-1f0e-9d59-2c0f3a1d8a01"}, "taskUUID"),
        ({"taskUUID": b"0123456789abcdef"}, "taskUUID"),
        ({"webhookURL": "ftp://x.example/"}, "webhookURL"),
        ({"webhookURL": "https://"}, "webhookURL"),
        ({"webhookURL": "https://x.example/a b"}, "webhookURL"),
        ({"uploadEndpoint": "bucket/video.mp4"}, "uploadEndpoint"),
        ({"safety": {"mode": "slow"}}, "safety.mode"),
        ({"safety": {"checkContent": "true"}}, "safety.checkContent"),
        ({"positivePrompt": ""}, "positivePrompt"),
        ({"positivePrompt": "x" * 5001}, "positivePrompt"),
        ({"width": 0, "height": 720}, "width"),
        ({"resolution": 720}, "resolution"),
        ({"settings": {"backgroundColor": "red"}}, "settings.backgroundColor"),
        ({"settings": {"backgroundColor": "#ff0000\n"}}, "settings.backgroundColor"),
        ({"settings": {"expressiveness": "LOW"}}, "settings.expressiveness"),
        ({"settings": {"removeBackground": 0}}, "settings.removeBackground"),
        ({"inputs": {"avatar": 7}}, "inputs.avatar"),
        ({"seed": 7}, "seed"),
        ({"routing": {}}, "routing"),
        ({"speech": SPEECH | {"volume": 1}}, "speech.volume"),
    ],
)
def test_a_value_outside_the_contract_is_named(changes: dict[str, Any], parameter: str) -> None:
    assert refused(**changes).parameter == parameter


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("speed", value) for value in (0.49, 1.51, 1.005, True, "1", float("nan"), 0.1 + 0.2 + 0.4)),
        *(("pitch", value) for value in (-50.1, 50.1, 0.05, False, "0", float("inf"))),
        ("text", ""),
        ("text", "x" * 5001),
        ("voice", ""),
        ("language", ""),
    ],
)
def test_speech_outside_the_contract_is_named(field: str, value: Any) -> None:
    assert refused(speech=SPEECH | {field: value}).parameter == f"speech.{field}"


@pytest.mark.parametrize("hundredths", range(50, 151))
def test_every_step_of_speed_is_exact(hundredths: int) -> None:
    speech = built(speech=SPEECH | {"speed": hundredths / 100}).speech
    assert speech is not None
    assert speech.speed == Decimal(hundredths) / 100


def test_every_step_of_pitch_is_exact() -> None:
    for tenths in range(-500, 501):
        speech = built(speech=SPEECH | {"pitch": tenths / 10}).speech
        assert speech is not None
        assert speech.pitch == Decimal(tenths) / 10


@pytest.mark.parametrize("image", [UUID_TEXT, IMAGE, PNG, f"data:image/png;base64,{PNG}"])
@pytest.mark.parametrize("field", ["image", "background"])
def test_a_picture_may_be_named_in_each_way(field: str, image: str) -> None:
    inputs = {"image": IMAGE} | {field: image}
    assert wire(built(inputs=inputs))["inputs"] == inputs


@pytest.mark.parametrize(
    "image", ["", "portrait", "portrait.png", "data:image/png;base64,", "data:image/png,abc", "a" * 33]
)
def test_what_names_no_picture_is_refused(image: str) -> None:
    assert refused(inputs={"image": image}).parameter == "inputs.image"


@pytest.mark.parametrize("audio", ["", "a.mp3", f"data:audio/mpeg;base64,{PNG}", PNG])
def test_a_recording_is_a_uuid_or_a_url(audio: str) -> None:
    assert refused(speech=None, inputs={"avatar": "a", "audio": audio}).parameter == "inputs.audio"


def test_a_broken_task_does_not_repeat_the_script_in_its_error() -> None:
    with pytest.raises(ValidationError) as caught:
        built(speech=SPEECH | {"text": "the secret plan"}, width=5)
    assert "the secret plan" not in f"{caught.value} {unsendable(caught.value)}"
