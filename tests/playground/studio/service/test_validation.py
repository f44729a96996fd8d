"""What a task may hold."""

from typing import Any

import pytest

from playground.studio.catalogue import avatar_ids, voices
from playground.studio.service.validation import check_task
from tests.playground.studio.service.caller import Caller, Json, speech_task, video_task

WALL = {"background": "https://pictures.example/wall.png"}


def flaw(task: Json) -> tuple[str, Any]:
    """Code and parameter of the one thing that is wrong with a task."""
    (error,) = check_task(task)
    return error.code, error.parameter


def hints(task: Json) -> Json:
    """The hints beside the one thing that is wrong with a task."""
    (error,) = check_task(task)
    return dict(error.hints)


def test_fully_spelled_out_task_is_in_order() -> None:
    task = speech_task(text="Hi", language="en-US", speed=0.57, pitch=-12.3) | {
        "outputType": "URL",
        "outputFormat": "WEBM",
        "outputQuality": 20,
        "deliveryMethod": "async",
        "safety": {"checkContent": True, "mode": "full"},
        "webhookURL": "https://hooks.example/runware?token=1",
        "uploadEndpoint": "https://bucket.example/video.webm?signature=1",
        "positivePrompt": "smile",
        "ttl": 60,
        "includeCost": True,
        "numberResults": 4,
        "width": 1080,
        "height": 1920,
        "settings": {"removeBackground": True, "expressiveness": "high", "backgroundColor": "#00ff7F"},
    }
    assert check_task(task) == []


@pytest.mark.parametrize("field", ["inputs", "speech", "settings"])
def test_unknown_key_is_refused_where_it_stands(field: str) -> None:
    task = video_task()
    task[field] = {**task.get(field, {}), "volume": 3}
    assert flaw(task) == ("unsupportedParameter", f"{field}.volume")
    assert flaw(video_task(seed=3)) == ("unsupportedParameter", "seed")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ttl": 59}, "invalidTtl"),
        ({"ttl": 3600.5}, "invalidTtl"),
        ({"ttl": True}, "invalidTtl"),
        ({"numberResults": 0}, "invalidNumberResults"),
        ({"numberResults": 5}, "invalidNumberResults"),
        ({"outputQuality": 100}, "invalidOutputQuality"),
        ({"outputFormat": "mp4"}, "invalidOutputFormat"),
        ({"resolution": "4k"}, "invalidResolution"),
        ({"deliveryMethod": "sync"}, "invalidDeliveryMethod"),
        ({"includeCost": "yes"}, "invalidIncludeCost"),
        ({"model": "heygen:avatar@5"}, "invalidModel"),
        ({"taskUUID": "4f2b"}, "invalidTaskUUID"),
        ({"taskUUID": "2b2b2b2b-2b2b-1b2b-8b2b-2b2b2b2b2b2b"}, "invalidTaskUUID"),
        ({"inputs": []}, "invalidInputs"),
    ],
)
def test_value_that_is_not_allowed_is_refused_by_name(change: Json, code: str) -> None:
    assert flaw(video_task(**change)) == (code, next(iter(change)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": ""}, "invalidText"),
        ({"text": " \n\t"}, "invalidText"),
        ({"text": "a" * 5001}, "invalidText"),
        ({"text": None}, "invalidText"),
        ({"voice": "nobody_female_english"}, "invalidVoice"),
        ({"language": "xx-XX"}, "invalidLanguage"),
        ({"language": ""}, "invalidLanguage"),
        ({"speed": 1.51}, "invalidSpeed"),
        ({"speed": 1.005}, "invalidSpeed"),
        ({"pitch": -50.1}, "invalidPitch"),
        ({"pitch": "high"}, "invalidPitch"),
    ],
)
def test_speech_that_cannot_be_spoken_is_refused_by_name(change: Json, code: str) -> None:
    assert flaw(speech_task(**change)) == (code, f"speech.{next(iter(change))}")


def test_refusal_tells_what_would_be_allowed() -> None:
    assert hints(video_task(ttl=1)) == {"type": "integer", "min": 60}
    assert hints(video_task(outputQuality=1)) == {"type": "integer", "min": 20, "max": 99}
    assert hints(speech_task(speed=9)) == {"type": "number", "min": 0.5, "max": 1.5, "multiplier": 0.01}
    assert hints(video_task(inputs={"avatar": "Nobody"}))["allowedValues"] == list(avatar_ids())


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"inputs": {"image": "https://pictures.example/me.png", "avatar": avatar_ids()[0]}}, "inputs.image"),
        ({"inputs": {"avatar": avatar_ids()[0], "audio": "https://sounds.example/me.mp3"}}, "inputs.audio"),
        (
            {"settings": {"backgroundColor": "#ff0000"}, "inputs": {**WALL, "avatar": avatar_ids()[0]}},
            "inputs.background",
        ),
        ({"safety": {"mode": "fast"}}, "safety.mode"),
        ({"safety": {"mode": "full", "checkContent": False}}, "safety.checkContent"),
    ],
)
def test_fields_that_contradict_each_other_are_all_named(change: Json, parameter: str) -> None:
    code, parameters = flaw(video_task(**change))
    assert code == "incompatibleParameters"
    assert parameter in parameters


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("webhookURL", "ftp://hooks.example/"),
        ("webhookURL", "hooks.example"),
        ("uploadEndpoint", "https://"),
        ("uploadEndpoint", "https://bucket.example/a b"),
        ("uploadEndpoint", "https://bucket.example:99999/"),
    ],
)
def test_address_that_is_no_whole_http_url_is_refused(field: str, value: str) -> None:
    assert flaw(video_task(**{field: value}))[1] == field


@pytest.mark.parametrize("colour", ["#ff000", "red", "#ff0000\n", "ff0000"])
def test_colour_has_six_hexadecimal_digits(colour: str) -> None:
    assert flaw(video_task(settings={"backgroundColor": colour})) == (
        "invalidBackgroundColor",
        "settings.backgroundColor",
    )


@pytest.mark.parametrize("audio", ["data:audio/wav;base64,UklGRg==", "UklGRg==", "me.mp3", ""])
def test_recording_comes_as_uuid_or_url_only(audio: str) -> None:
    task = video_task(speech=None, inputs={"avatar": avatar_ids()[0], "audio": audio})
    assert flaw(task) == ("invalidAudio", "inputs.audio")


@pytest.mark.parametrize("field", ["taskUUID", "model"])
def test_missing_field_is_named(field: str) -> None:
    assert flaw(video_task(**{field: None})) == (f"missing{field[0].upper()}{field[1:]}", field)


def test_somebody_and_something_to_say_must_be_there() -> None:
    task = video_task(inputs={}, speech=None)
    parameters = [error.parameter for error in check_task(task)]
    assert parameters == [("inputs.avatar", "inputs.image"), ("speech", "inputs.audio")]


@pytest.mark.parametrize("field", ["text", "voice"])
def test_speech_needs_both_a_text_and_a_voice(field: str) -> None:
    task = video_task()
    del task["speech"][field]
    assert flaw(task) == (f"missing{field.capitalize()}", f"speech.{field}")


def test_steps_are_counted_as_they_are_written() -> None:
    assert check_task(speech_task(speed=1.15, pitch=-0.3)) == []
    assert flaw(speech_task(pitch=0.30000000000000004)) == ("invalidPitch", "speech.pitch")


def test_size_comes_as_a_known_pair_or_as_a_resolution() -> None:
    assert flaw(video_task(width=1280)) == ("missingHeight", "height")
    assert flaw(video_task(height=720)) == ("missingWidth", "width")
    assert flaw(video_task(width=1280, height=721)) == ("invalidDimensions", ("width", "height"))
    contradiction = video_task(width=1280, height=720, resolution="720p")
    assert flaw(contradiction) == ("incompatibleParameters", ("width", "height", "resolution"))


async def test_every_flaw_of_a_task_is_told_at_once(studio: Caller) -> None:
    task = video_task(ttl=1, inputs={"avatar": "Nobody"}, speech={"text": "", "voice": voices()[0].id})
    status, body = await studio.send(task)
    assert status == 400
    assert {error["parameter"] for error in body["errors"]} == {"ttl", "inputs.avatar", "speech.text"}
    assert {error["taskUUID"] for error in body["errors"]} == {task["taskUUID"]}
    assert body["data"] == []
