"""Captions: what is said, shown while it is said."""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.studio.render.captions import Cue, cues_of, subrip, webvtt
from playground.studio.render.speech.speaking import VoiceSettings, Word, speak
from playground.studio.render.speech.text import speakable_text
from playground.studio.render.timing.segments import Timeline, lay_out, lay_out_recording
from tests.playground.studio.render.conftest import Render, small_order

SCRIPT = "Good morning, team. The release is out, and it is by far the best that this company has ever made.\n\nThanks!"
CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)[.,](\d{3})")


def spoken(script: str, voice: str = "gmw/en-US") -> Timeline:
    return lay_out(speak(speakable_text(script), VoiceSettings(voice, "f2")))


def sounds(timeline: Timeline, start: float, end: float) -> bool:
    """Whether the voice is heard for most of that time."""
    samples = timeline.samples[round(start * timeline.rate) : round(end * timeline.rate)]
    return float(np.mean(np.abs(samples.astype(float)) > 200)) > 0.3


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return spoken(SCRIPT)


@pytest.fixture(scope="module")
def cues(timeline: Timeline) -> tuple[Cue, ...]:
    return cues_of(timeline)


def test_captions_hold_the_whole_script_in_order(cues: tuple[Cue, ...]) -> None:
    assert " ".join(" ".join(cue.text.split()) for cue in cues) == " ".join(SCRIPT.split())


def test_sentences_begin_a_caption_of_their_own(cues: tuple[Cue, ...]) -> None:
    assert [cue.text.split()[0] for cue in cues] == ["Good", "The", "Thanks!"]


def test_captions_follow_each_other_within_the_clip(timeline: Timeline, cues: tuple[Cue, ...]) -> None:
    assert cues[0].start == pytest.approx(0.25, abs=0.05)
    assert all(cue.start < cue.end for cue in cues)
    assert all(one.end <= two.start for one, two in pairwise(cues))
    assert cues[-1].end <= timeline.seconds


def test_a_caption_begins_when_its_first_word_is_heard(timeline: Timeline, cues: tuple[Cue, ...]) -> None:
    for cue in cues:
        assert sounds(timeline, cue.start + 0.02, cue.start + 0.32)
    for cue in cues[1:]:
        assert not sounds(timeline, cue.start - 0.2, cue.start - 0.02)


def test_no_line_is_too_long_to_be_read(cues: tuple[Cue, ...]) -> None:
    assert_readable(cues)


@given(st.lists(st.tuples(st.integers(1, 42), st.sampled_from(["", "", ",", ".", "!", "\n"])), min_size=1, max_size=60))
def test_no_words_make_a_line_too_long_to_be_read(words: list[tuple[int, str]]) -> None:
    text, places = "", []
    for length, mark in words:
        places.append(len(text))
        text += "x" * (length - (mark not in ("", "\n"))) + mark + " "
    said = tuple(Word(float(number), place) for number, place in enumerate(places))
    silence = np.zeros(0, np.int16)
    assert_readable(cues_of(Timeline(silence, 16_000, 25 * len(words), (), text, said)))


def assert_readable(cues: tuple[Cue, ...]) -> None:
    lines = [cue.text.split("\n") for cue in cues]
    assert max(map(len, lines)) <= 2
    assert max(len(line) for both in lines for line in both) <= 42


@pytest.mark.parametrize(
    ("voice", "script"),
    [
        ("sit/cmn", "大家早上好。新版本昨天晚上已经发布，到目前为止一切正常，谢谢大家的配合和支持，我们下周再见。"),
        ("gmw/en-US", "Ciao, привет друзья! 你好。 مرحبا بكم"),
        ("gmw/de", "Größe: 3.5 m² & mehr! Äpfel kosten 1.234,56 € …"),
        ("gmw/en-US", "a" * 300),
    ],
)
def test_any_script_is_captioned_whole(voice: str, script: str) -> None:
    shown = "".join("".join(cue.text.split()) for cue in cues_of(spoken(script, voice)))
    kept = re.sub(r"\W", "", speakable_text(script))
    assert re.sub(r"\W", "", shown) == kept


def test_webvtt_escapes_what_would_be_markup() -> None:
    text = webvtt((Cue(0.25, 3661.5, "1 < 2 & 3 --> 4"),))
    assert text == "WEBVTT\n\n00:00:00.250 --> 01:01:01.500\n1 &lt; 2 &amp; 3 --&gt; 4\n"


def test_subrip_numbers_its_captions() -> None:
    text = subrip((Cue(0.25, 1.0, "One."), Cue(1.0, 2.0, "Two.")))
    assert text == "1\n00:00:00,250 --> 00:00:01,000\nOne.\n\n2\n00:00:01,000 --> 00:00:02,000\nTwo.\n"


def test_both_files_stand_beside_a_spoken_film(render: Render, tmp_path: Path) -> None:
    done = render(small_order(tmp_path / "film.mp4", "Hello there.")).last["done"]
    found = [(tmp_path / f"film.{ending}").read_text() for ending in ("vtt", "srt")]
    assert all("Hello there." in text for text in found)
    *_, last = CLOCK.findall(found[0])
    assert int(last[2]) + int(last[3]) / 1000 <= done["duration_seconds"]


def test_a_recording_has_no_captions() -> None:
    assert cues_of(lay_out_recording(np.ones(16_000, np.int16), 16_000)) == ()
