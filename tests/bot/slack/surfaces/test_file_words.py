"""A person learns which file was wrong, why, and how to mend it."""

import inspect
import re

import pytest

from bot.media import checking
from bot.rendering import files
from bot.rendering.render import Failure
from bot.slack import media
from bot.slack.surfaces.file_words import explain_file
from bot.slack.surfaces.words import explain_failure
from tests.bot.slack.samples import make_render

SOURCES = "".join(inspect.getsource(module) for module in (checking, files, media))
CODES = sorted(set(re.findall(r'"(file_\w+)"', SOURCES)) - {"file_not_found"})
"""Every code with which a file is refused."""


def test_the_text_names_the_file_the_fault_and_the_mend() -> None:
    failure = Failure(code="file_wrong_kind", message="me.gif is a GIF, not a JPEG picture", parameter="background")

    assert explain_failure(failure, make_render()).text.startswith(
        "Your background picture me.gif is a GIF, not a JPEG picture. Nothing was charged. "
        "Save it as JPEG, PNG or WebP, then press Render again"
    )


@pytest.mark.parametrize("parameter", ["background", "image", "audio"])
@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_a_way_on(code: str, parameter: str) -> None:
    explanation = explain_file(Failure(code=code, message="is wrong", parameter=parameter))

    assert explanation is not None
    assert "ress Render again" in explanation.advice


@pytest.mark.parametrize(("code", "parameter"), [("file_empty", None), ("invalidAudio", "inputs.audio")])
def test_other_failures_are_not_about_a_file_of_the_form(code: str, parameter: str | None) -> None:
    assert explain_file(Failure(code=code, message="x", parameter=parameter)) is None


@pytest.mark.parametrize(
    ("code", "parameter", "part"),
    [
        ("invalidImage", "inputs.background", "background picture"),
        ("unsupportedMedia", "audio", "recording"),
        ("invalidValue", "settings.backgroundColor", "background colour"),
        ("maxMediaSizeExceeded", "background", "background picture"),
    ],
)
def test_a_file_that_the_service_turned_down_is_named(code: str, parameter: str, part: str) -> None:
    words = explain_failure(Failure(code=code, message="x", parameter=parameter), make_render())

    assert f"did not accept the {part}" in words.text
