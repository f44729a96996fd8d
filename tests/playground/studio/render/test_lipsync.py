"""The mouth in the finished file against the phonemes in the speech."""

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.studio.render.narration import narrate
from playground.studio.render.request import RenderRequest
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from playground.studio.render.timing.ipa import Viseme
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Segment, Timeline
from tests.playground.studio.render.conftest import Render, decoded_luma, small_order

SCRIPT = "Papa and mama, my happy bob. Palm trees are far apart. Maybe, perhaps. Father bought a map."
AVATAR = "Jenny_public"
OPEN: frozenset[Viseme] = frozenset({"aa", "E", "oh", "ah"})

Clip = tuple[Timeline, NDArray[np.float64]]


@pytest.fixture(scope="module")
def clip(render: Render, tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """The speech of a clip, and how many dark pixels (the inside of the mouth) each of its frames has."""
    out = tmp_path_factory.mktemp("lips") / "a.mp4"
    order = small_order(out, SCRIPT, avatar=AVATAR, width=480, height=360)
    assert render(order).status == 0
    timeline = narrate(RenderRequest.model_validate(order))
    return timeline, np.array([mouth_opening(luma) for luma in decoded_luma(out)])


def mouth_opening(luma: NDArray[np.uint8]) -> float:
    """The share of the mouth area that is darker than any lip."""
    area = DrawnRig(look_for(AVATAR), Size(luma.shape[1], luma.shape[0])).mouth_area
    wide = (area.right - area.left) // 4
    lips = luma[area.top : area.bottom, area.left + wide : area.right - wide]
    return float((lips < 60).mean())


def opening_at(clip: Clip, segments: list[Segment]) -> float:
    """The median opening in the middle of the segments."""
    frames = [min(len(clip[1]) - 1, round(segment.centre * FRAMES_PER_SECOND - 0.5)) for segment in segments]
    assert len(frames) >= 3
    return float(np.median(clip[1][frames]))


def stressed_vowels(timeline: Timeline) -> list[Segment]:
    return [s for s in timeline.segments if s.viseme in OPEN and s.stressed and s.end - s.start > 0.08]


def test_there_is_a_frame_for_each_moment_of_the_speech(clip: Clip) -> None:
    assert len(clip[1]) == clip[0].frames


def test_the_mouth_is_closed_in_bilabials(clip: Clip) -> None:
    closed = opening_at(clip, [s for s in clip[0].segments if s.viseme == "PP"])
    assert closed <= 0.25 * opening_at(clip, stressed_vowels(clip[0]))


def test_the_mouth_is_closed_in_pauses(clip: Clip) -> None:
    pauses = [s for s in clip[0].segments if s.viseme == "silence" and s.end - s.start > 0.2]
    assert opening_at(clip, pauses) <= 0.15 * opening_at(clip, stressed_vowels(clip[0]))


def test_the_mouth_follows_the_speech_without_delay(clip: Clip) -> None:
    truth = openness(clip[0])
    match = {lag: float(np.corrcoef(np.roll(clip[1], -lag), truth)[0, 1]) for lag in range(-5, 6)}
    assert match[0] >= 0.6
    best = max(match, key=lambda lag: match[lag])
    assert abs(best) <= 1


def openness(timeline: Timeline) -> NDArray[np.float64]:
    """One while an open vowel sounds, else nothing, softened over a few frames."""
    times = (np.arange(timeline.frames) + 0.5) / FRAMES_PER_SECOND
    signal = np.zeros(timeline.frames)
    for segment in timeline.segments:
        if segment.viseme in OPEN:
            signal[(times >= segment.start) & (times < segment.end)] = 1.0
    return np.convolve(signal, np.array([0.25, 0.5, 0.25]), mode="same")
