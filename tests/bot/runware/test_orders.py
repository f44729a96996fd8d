"""Everything that a render may choose reaches the service in its own words."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import TaskRefused
from bot.rendering.render import Choices
from bot.runware.orders import task_for
from tests.bot.runware.samples import ORDER

AUDIO = "https://x.example/a.mp3"


def wire(webhook_url: str | None = None, **choices: Any) -> dict[str, Any]:
    """What is sent for those choices."""
    order = replace(ORDER, choices=Choices(**choices), webhook_url=webhook_url)
    return task_for(order).model_dump(mode="json", by_alias=True, exclude_none=True)


def test_every_choice_is_sent() -> None:
    sent = wire(
        webhook_url="https://herald.example/runware/hooks/abc",
        image="0a6f2d0e-8b8f-4f8e-8a35-90b1f6f3c402",
        voice="jenny_female_english",
        language="en-GB",
        speed=Decimal("1.25"),
        pitch=Decimal("-0.5"),
        background="https://x.example/b.png",
        remove_background=True,
        expressiveness="medium",
        motion_prompt="smiles",
        width=720,
        height=1280,
        output_format="MOV",
        output_quality=80,
        number_results=4,
        safety_mode="full",
    )

    assert (
        sent.items()
        >= {
            "webhookURL": "https://herald.example/runware/hooks/abc",
            "inputs": {"image": "0a6f2d0e-8b8f-4f8e-8a35-90b1f6f3c402", "background": "https://x.example/b.png"},
            "speech": {
                "text": ORDER.script,
                "voice": "jenny_female_english",
                "language": "en-GB",
                "speed": 1.25,
                "pitch": -0.5,
            },
            "settings": {"removeBackground": True, "expressiveness": "medium"},
            "positivePrompt": "smiles",
            "width": 720,
            "height": 1280,
            "outputFormat": "MOV",
            "outputQuality": 80,
            "numberResults": 4,
            "safety": {"checkContent": True, "mode": "full"},
            "ttl": 3600,
            "includeCost": True,
        }.items()
    )


def test_a_recording_takes_the_place_of_the_script() -> None:
    sent = wire(avatar="a", audio=AUDIO)

    assert sent["inputs"] == {"avatar": "a", "audio": AUDIO}
    assert "speech" not in sent


def test_a_check_that_is_declined_is_sent_as_such() -> None:
    assert wire(avatar="a", voice="v", safety_mode="none")["safety"] == {"checkContent": False, "mode": "none"}


def test_what_is_not_chosen_is_left_to_the_service() -> None:
    assert (
        wire(avatar="a", voice="v")
        .keys()
        .isdisjoint({"safety", "settings", "webhookURL", "outputQuality", "resolution", "width", "positivePrompt"})
    )


@pytest.mark.parametrize(
    ("choices", "parameter"),
    [
        ({"avatar": "a", "audio": AUDIO, "language": "en-US"}, "speech.voice"),
        ({"avatar": "a", "voice": "v", "speed": Decimal("1.005")}, "speech.speed"),
        (
            {"avatar": "a", "voice": "v", "resolution": "720p", "width": 1280, "height": 720},
            "width, height, resolution",
        ),
        ({"image": "me.png", "voice": "v"}, "inputs.image"),
        ({"avatar": "a", "voice": "v", "background_color": "green"}, "settings.backgroundColor"),
        ({"avatar": "a", "voice": "v", "motion_prompt": ""}, "positivePrompt"),
    ],
)
def test_choices_outside_the_contract_are_refused_with_the_parameter(choices: dict[str, Any], parameter: str) -> None:
    with pytest.raises(TaskRefused) as caught:
        wire(**choices)

    assert (caught.value.code, caught.value.parameter, caught.value.retryable) == ("invalidTask", parameter, False)
    assert caught.value.task_uuid == ORDER.task_uuid
