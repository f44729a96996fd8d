"""A still of an avatar and a spoken sentence of a voice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from playground.studio.catalogue import voices
from playground.studio.render.media.recording import recorded_samples
from playground.studio.render.speech.greetings import greeting
from playground.studio.render.speech.speaking import VoiceSettings, speak


def preview(*arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit status and the line that was written."""
    command = [sys.executable, "-m", "playground.studio.render", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_an_avatar_has_a_still(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"a.{ending}"
    assert preview("preview-avatar", "--avatar", "Jenny_public", "--out", str(out))[0] == 0
    picture = cv2.imread(str(out))
    assert picture is not None
    assert picture.shape == (288, 512, 3)
    assert np.ptp(picture[60:260, 180:330]) > 150
    assert list(tmp_path.iterdir()) == [out]


def test_avatars_have_different_stills(tmp_path: Path) -> None:
    for name in ("Jenny_public", "Aditya_public_4"):
        preview("preview-avatar", "--avatar", name, "--out", str(tmp_path / f"{name}.png"))
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 2


@pytest.mark.parametrize(("ending", "codec"), [("m4a", "aac"), ("wav", "pcm_s16le")])
def test_a_voice_speaks_a_sentence(tmp_path: Path, ending: str, codec: str) -> None:
    out = tmp_path / f"a.{ending}"
    status, answer = preview("preview-voice", "--voice", "jenny_female_english", "--out", str(out))
    assert status == 0
    with av.open(str(out)) as container:
        assert container.streams.audio[0].codec_context.name == codec
    assert len(recorded_samples(out)) / 48_000 == pytest.approx(answer["done"]["duration_seconds"], abs=0.1)


@pytest.mark.parametrize(
    ("arguments", "code", "parameter"),
    [
        (["preview-avatar", "--avatar", "Nobody", "--out", "a.png"], "invalidAvatar", "inputs.avatar"),
        (["preview-avatar", "--avatar", "Jenny_public", "--out", "a.gif"], "invalidRequest", "out"),
        (["preview-avatar", "--avatar", "Jenny_public", "--out", "missing/a.png"], "renderFailed", None),
        (["preview-voice", "--voice", "nobody", "--out", "a.wav"], "invalidVoice", "speech.voice"),
        (["preview-voice", "--voice", "jenny_female_english", "--out", "a.txt"], "invalidRequest", "out"),
        (["preview-voice", "--voice", "jenny_female_english", "--out", "missing/a.wav"], "renderFailed", None),
        (["preview-voice", "--voice", "jenny_female_english", "--out", "missing/a.m4a"], "renderFailed", None),
    ],
)
def test_a_preview_that_cannot_be_made_is_explained(
    tmp_path: Path, arguments: list[str], code: str, parameter: str | None
) -> None:
    *start, name = arguments
    status, answer = preview(*start, str(tmp_path / name))
    assert (status, answer["error"]["code"], answer["error"]["parameter"]) == (1, code, parameter)
    assert list(tmp_path.iterdir()) == []


def test_a_voice_introduces_itself_in_its_own_language() -> None:
    assert greeting("de-AT", "Lena").startswith("Hallo, ich bin Lena")
    assert greeting("zh-HK", "Mei") == greeting("yue-HK", "Mei") != greeting("zh-CN", "Mei")


def test_every_language_has_something_to_say() -> None:
    firsts = {voice.language: voice for voice in reversed(voices())}
    assert len(firsts) > 150
    for language in ("hak-TW", "cv-RU", "ltg-LV", "smj-SE", "om-ET", "pap-AW", "nci-MX", "th-TH", "am-ET"):
        voice = firsts[language]
        speech = speak(greeting(language, voice.name), VoiceSettings(voice.engine_voice, voice.variant))
        assert len(speech.samples) / speech.rate > 1.0, language
