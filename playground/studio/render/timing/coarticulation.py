"""Visemes become a continuous track of mouth poses, by the dominance model of Cohen and Massaro (1993).

Every segment pulls each parameter towards its target, with a weight that decays with the distance in time; lips that
must close dominate lips, vowels dominate the opening.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.timing.ipa import VOWELS, Viseme
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Segment

Track = NDArray[np.float64]

# Columns: open, wide (-1 rounded to 1 spread), press (lips together), bite (lip under teeth), tongue (tip up), teeth.
_TARGETS: Final[dict[Viseme, tuple[float, float, float, float, float, float]]] = {
    "silence": (0.00, 0.00, 0.8, 0.0, 0.0, 0.0),  # pressed, since lips that only touch look parted
    "PP": (0.00, -0.05, 1.0, 0.0, 0.0, 0.0),
    "FF": (0.10, 0.10, 0.0, 1.0, 0.0, 0.0),
    "TH": (0.22, 0.10, 0.0, 0.0, 1.0, 0.0),
    "DD": (0.22, 0.12, 0.0, 0.0, 0.5, 0.3),
    "LL": (0.32, 0.10, 0.0, 0.0, 0.9, 0.0),
    "kk": (0.28, 0.05, 0.0, 0.0, 0.0, 0.0),
    "CH": (0.20, -0.55, 0.0, 0.0, 0.0, 0.9),
    "SS": (0.15, 0.35, 0.0, 0.0, 0.0, 1.0),
    "RR": (0.24, -0.45, 0.0, 0.0, 0.2, 0.3),
    "aa": (1.00, 0.05, 0.0, 0.0, 0.0, 0.0),
    "ah": (0.62, 0.05, 0.0, 0.0, 0.0, 0.0),
    "E": (0.55, 0.45, 0.0, 0.0, 0.0, 0.0),
    "ih": (0.34, 0.55, 0.0, 0.0, 0.0, 0.2),
    "ii": (0.26, 0.85, 0.0, 0.0, 0.0, 0.3),
    "oh": (0.66, -0.60, 0.0, 0.0, 0.0, 0.0),
    "ou": (0.36, -0.95, 0.0, 0.0, 0.0, 0.0),
    "schwa": (0.34, 0.05, 0.0, 0.0, 0.0, 0.1),
}
_DOMINANCE: Final[dict[Viseme, float]] = {
    "silence": 0.55, "PP": 3.2, "FF": 2.4, "TH": 1.0, "DD": 0.55, "LL": 0.8, "kk": 0.35, "CH": 1.3, "SS": 0.9,
    "RR": 0.8, "aa": 1.25, "ah": 1.0, "E": 1.05, "ih": 0.8, "ii": 1.0, "oh": 1.25, "ou": 1.4, "schwa": 0.55,
}  # fmt: skip
_ROUNDED: Final[frozenset[Viseme]] = frozenset({"ou", "oh", "CH"})
_STEPS: Final = 4  # computed at 100 Hz, then averaged over each frame
_REACH_SECONDS: Final = 0.6
_OPEN, _PRESS, _BITE = 0, 2, 3


def mouth_track(segments: Sequence[Segment], frames: int) -> Track:
    """The six parameters for each frame, shape (frames, 6)."""
    times = (np.arange(frames * _STEPS) + 0.5) / (FRAMES_PER_SECOND * _STEPS)
    pull, weight = np.zeros((len(times), 6)), np.full(len(times), 0.02)
    for segment in segments:
        near = slice(*np.searchsorted(times, (segment.start - _REACH_SECONDS, segment.end + _REACH_SECONDS)))
        strength = _dominance(segment, times[near])
        pull[near] += strength[:, None] * _target(segment)
        weight[near] += strength
    smooth = _smoothed(pull / weight[:, None])
    track: Track = smooth.reshape(frames, _STEPS, 6).mean(1)
    _close_lips(track, segments)
    return track


def _dominance(segment: Segment, times: Track) -> Track:
    """Rounding is anticipated early, silence comes and goes slowly, the rest is quick."""
    ahead, behind = 0.055 if segment.viseme in _ROUNDED else 0.038, 0.034
    if segment.viseme == "silence":
        ahead, behind = 0.07, 0.05
    distance = np.maximum(0.0, np.maximum(segment.start - times, times - segment.end))
    decay = np.where(times < segment.start, ahead, behind)
    strength = _DOMINANCE[segment.viseme] * (1.15 if segment.stressed else 1.0)
    return np.asarray(strength * np.exp(-distance / decay))


def _target(segment: Segment) -> Track:
    target = np.array(_TARGETS[segment.viseme])
    if segment.stressed and segment.viseme in VOWELS:
        target[_OPEN] = min(1.0, target[_OPEN] * 1.12)
    return target


def _smoothed(track: Track) -> Track:
    kernel = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9.0
    padded = np.pad(track, ((2, 2), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, kernel, mode="valid") for column in padded.T], axis=1)


def _close_lips(track: Track, segments: Sequence[Segment]) -> None:
    """A closure must be seen: at least one frame of every p, b, m, f and v really closes."""
    for segment in segments:
        frame = min(len(track) - 1, max(0, round(segment.centre * FRAMES_PER_SECOND - 0.5)))
        if segment.viseme == "PP":
            track[frame, _OPEN] = min(track[frame, _OPEN], 0.02)
            track[frame, _PRESS] = max(track[frame, _PRESS], 0.9)
        elif segment.viseme == "FF":
            track[frame, _OPEN] = min(track[frame, _OPEN], 0.14)
            track[frame, _BITE] = max(track[frame, _BITE], 0.85)


def shape_of(viseme: Viseme) -> tuple[float, ...]:
    """The six parameters of a viseme that is held, for all to see."""
    return _TARGETS[viseme]


def rest_track(segments: Sequence[Segment], frames: int) -> Track:
    """One in long silences, where the face has its own friendly expression, and zero while speaking."""
    times = (np.arange(frames) + 0.5) / FRAMES_PER_SECOND
    resting = np.ones(frames)
    for segment in segments:
        if segment.viseme != "silence":
            resting[(times > segment.start - 0.16) & (times < segment.end + 0.22)] = 0.0
    kernel = np.hanning(7) / np.hanning(7).sum()
    return np.clip(np.convolve(np.pad(resting, 3, mode="edge"), kernel, mode="valid"), 0.0, 1.0)
