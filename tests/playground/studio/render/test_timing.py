"""From phonemes to mouth poses."""

import itertools

import numpy as np
import pytest

from playground.studio.render.speech.speaking import Phoneme, Speech
from playground.studio.render.timing.coarticulation import mouth_track, rest_track
from playground.studio.render.timing.ipa import Viseme, is_stressed, visemes_of
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Segment, lay_out

RATE = 22050
OPEN, WIDE, PRESS, BITE = 0, 1, 2, 3


@pytest.mark.parametrize(
    ("ipa", "visemes"),
    [
        ("m", ["PP"]),
        ("ˈɑː", ["aa"]),
        ("aɪ", ["aa", "ih"]),
        ("tʃ", ["CH"]),
        ("", []),
        ("(en)", []),
        ("v", ["FF"]),
    ],
)
def test_a_phoneme_becomes_the_shapes_of_a_mouth(ipa: str, visemes: list[Viseme]) -> None:
    assert visemes_of(ipa) == visemes


def test_stress_is_read_from_its_mark() -> None:
    assert is_stressed("ˈɑː")
    assert not is_stressed("ɑː")


def speech(*phonemes: Phoneme, seconds: float = 1.0) -> Speech:
    return Speech(np.ones(int(seconds * RATE), np.int16), RATE, phonemes)


def test_the_sound_is_padded_to_whole_frames() -> None:
    timeline = lay_out(speech(Phoneme(0.0, 1.0, "ɑ")))
    assert len(timeline.samples) == round(timeline.frames * RATE / FRAMES_PER_SECOND)
    assert timeline.samples[0] == timeline.samples[-1] == 0


def test_speech_without_a_phoneme_has_no_segments() -> None:
    assert lay_out(speech(Phoneme(0.0, 0.0, ""), seconds=0.0)).segments == ()


def test_segments_follow_each_other_without_overlap() -> None:
    phonemes = (Phoneme(0.0, 0.2, "m"), Phoneme(0.2, 0.5, "aɪ"), Phoneme(0.5, 0.9, ""), Phoneme(0.9, 1.0, "p"))
    segments = lay_out(speech(*phonemes)).segments
    assert [segment.viseme for segment in segments] == ["silence", "PP", "aa", "ih", "silence", "PP", "silence"]
    assert all(one.end <= two.start + 1e-9 for one, two in itertools.pairwise(segments))


def poses(*segments: Segment) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return mouth_track(segments, frames=50)


def test_a_vowel_opens_the_mouth_and_a_bilabial_closes_it() -> None:
    track = poses(Segment(0.4, 0.8, "aa"), Segment(0.8, 0.9, "PP"), Segment(0.9, 1.3, "aa"))
    assert track[15, OPEN] > 0.8
    assert track[21, OPEN] < 0.05
    assert track[21, PRESS] > 0.8


def test_a_short_bilabial_between_vowels_still_closes() -> None:
    track = poses(Segment(0.4, 0.80, "aa"), Segment(0.80, 0.82, "PP"), Segment(0.82, 1.3, "aa"))
    assert track[:, OPEN][18:23].min() < 0.05


def test_a_labiodental_brings_the_lip_under_the_teeth() -> None:
    assert poses(Segment(0.4, 0.8, "aa"), Segment(0.8, 0.9, "FF"))[21, BITE] >= 0.85


def test_rounding_is_seen_before_it_is_heard() -> None:
    track = poses(Segment(0.2, 0.8, "kk"), Segment(0.8, 1.2, "ou"))
    assert track[19, WIDE] < -0.2


def test_the_face_rests_in_a_long_pause_only() -> None:
    rest = rest_track([Segment(0.0, 0.6, "aa"), Segment(0.6, 0.8, "silence"), Segment(0.8, 1.0, "aa")], frames=50)
    assert rest[10] == rest[17] == 0.0
    assert rest[40] == 1.0
