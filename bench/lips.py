"""How well a mouth in a finished clip goes with the phonemes that are heard."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.timing.ipa import Viseme
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Segment

_OPENNESS: Final[dict[Viseme, float]] = {
    "aa": 1.0, "oh": 0.66, "ah": 0.62, "E": 0.55, "ou": 0.36, "ih": 0.34, "schwa": 0.34, "LL": 0.32, "kk": 0.28,
    "ii": 0.26, "RR": 0.24, "DD": 0.22, "TH": 0.22, "CH": 0.20, "SS": 0.15, "FF": 0.10, "PP": 0.0, "silence": 0.0,
}  # fmt: skip
_OPEN_VOWELS: Final = ("aa", "ah", "oh", "E")
_LONG_VOWEL_SECONDS, _PAUSE_SECONDS = 0.08, 0.3
_STEPS: Final = 8  # of a frame
_FURTHEST_FRAMES: Final = 10

Values = NDArray[np.float64]


def heard_openness(segments: Sequence[Segment], frames: int) -> Values:
    """How open a mouth that says this is in each frame."""
    times = (np.arange(frames) + 0.5) / FRAMES_PER_SECOND
    openness = np.zeros(frames)
    for segment in segments:
        openness[(times >= segment.start) & (times < segment.end)] = _OPENNESS[segment.viseme]
    return np.convolve(openness, (0.25, 0.5, 0.25), mode="same")


def lag_ms(seen: Values, heard: Values) -> float:
    """By how much the picture comes after the sound, where both agree best."""
    times = np.arange(0, len(seen) - 1, 1 / _STEPS)
    fine_seen, fine_heard = (np.interp(times, np.arange(len(values)), values) for values in (seen, heard))

    def agreement_at(lag: int) -> float:
        kept = len(times) - abs(lag)
        return agreement(fine_seen[max(0, lag) :][:kept], fine_heard[max(0, -lag) :][:kept])

    reach = _FURTHEST_FRAMES * _STEPS
    best = max(range(-reach, reach + 1), key=agreement_at)
    return 1000 * best / _STEPS / FRAMES_PER_SECOND


def agreement(seen: Values, heard: Values) -> float:
    """The correlation of both, over the length of the shorter one."""
    length = min(len(seen), len(heard))
    return float(np.corrcoef(seen[:length], heard[:length])[0, 1])


def openings(seen: Values, segments: Sequence[Segment]) -> tuple[float, float, float]:
    """The median opening in the middle of open vowels, of p, b and m, and of pauses."""
    lengths = [(segment, segment.end - segment.start) for segment in segments]
    vowels = [s for s, seconds in lengths if s.viseme in _OPEN_VOWELS and s.stressed and seconds > _LONG_VOWEL_SECONDS]
    closures = [segment for segment in segments if segment.viseme == "PP"]
    pauses = [s for s, seconds in lengths if s.viseme == "silence" and seconds > _PAUSE_SECONDS]
    vowel, closure, pause = (_median_at(seen, group) for group in (vowels, closures, pauses))
    return vowel, closure, pause


def _median_at(seen: Values, segments: Sequence[Segment]) -> float:
    frames = [min(len(seen) - 1, max(0, round(s.centre * FRAMES_PER_SECOND - 0.5))) for s in segments]
    return float(np.median(seen[frames]))
