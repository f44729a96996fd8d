"""Seeded tracks of head, brows, blinks and gaze, led by the loudness and the stresses of the sound."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from playground.studio.render.motion.manner import Manner
from playground.studio.render.motion.noise import Series, eased, smooth_noise
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

_BLINK: Final = (0.45, 0.95, 1.0, 0.7, 0.35, 0.1)
_SETTLING_SECONDS: Final = 0.5
_PLAIN: Final = Manner()
_TURNED: Final = np.radians(6.0)
_TILTED: Final = np.radians(4.0)
_GAZE_WHEN_TURNED: Final = 0.75
_NODS_PER_SECOND: Final = 0.55
_SHAKES_PER_SECOND: Final = 0.8


@dataclass(frozen=True)
class Motion:
    """One row a frame. Head columns: yaw, pitch, roll (radians), x, y (face widths), zoom, breath."""

    head: Series
    blink: Series
    brow: Series
    gaze: Series
    lift: Series


@dataclass(frozen=True)
class _Beat:
    """The speech as movement follows it: how loud it is just now, how stressed, and whether anyone speaks at all."""

    energy: Series
    stress: Series
    talking: Series


def motion_for(timeline: Timeline, stresses: Sequence[float], *, seed: int, manner: Manner = _PLAIN) -> Motion:
    """The presenter's movement; starts and stays near the resting pose for the first half second."""
    dice = np.random.default_rng(seed)
    times = np.arange(timeline.frames) / FRAMES_PER_SECOND
    fade = eased(times / _SETTLING_SECONDS)
    beat = _beat(timeline, stresses, dice)
    head = _head(dice, times, beat, manner) * fade[:, None]
    brow = _brow(dice, times, beat, manner) * fade
    blink = _blinks(dice, timeline)
    gaze = _gaze(dice, timeline.frames, manner) * fade
    return Motion(head, blink, brow, gaze, manner.lift * fade)


def _beat(timeline: Timeline, stresses: Sequence[float], dice: np.random.Generator) -> _Beat:
    times = np.arange(timeline.frames) / FRAMES_PER_SECOND
    loudness = _loudness(timeline)
    decay = np.exp(-np.arange(12) / 3.0)
    stress = np.zeros(len(times))
    for moment in stresses:
        near = slice(*np.searchsorted(times, (moment - 0.5, moment + 0.5)))
        stress[near] += dice.uniform(0.4, 1.0) * np.exp(-(((times[near] - moment + 0.02) / 0.09) ** 2))
    window = np.ones(FRAMES_PER_SECOND) / FRAMES_PER_SECOND
    talking = np.clip(_centred(loudness, window) * 2, 0.0, 1.0)
    return _Beat(np.convolve(loudness, decay / decay.sum())[: len(times)], stress, talking)


def _loudness(timeline: Timeline) -> Series:
    """The root mean square of each frame's samples, 1 for the loud ones."""
    edges = np.linspace(0, len(timeline.samples), timeline.frames + 1).astype(int)
    frames = (timeline.samples[first:end] / 32768.0 for first, end in itertools.pairwise(edges.tolist()))
    loudness = np.sqrt([np.mean(frame**2) for frame in frames])
    heard = loudness[loudness > 1e-3]
    return np.asarray(np.clip(loudness / (np.percentile(heard, 95) if len(heard) else 1.0), 0.0, 1.3))


def _head(dice: np.random.Generator, times: Series, beat: _Beat, manner: Manner) -> Series:
    yaw = np.radians(1.7) * (
        smooth_noise(dice, times, 2.6) * 0.75 + smooth_noise(dice, times, 0.9) * 0.22 * beat.talking
    )
    nod = np.radians(1.7) * (beat.energy * 0.45 + 0.55 * beat.stress * beat.talking) - np.radians(0.45)
    pitch = np.radians(0.75) * smooth_noise(dice, times, 2.1)
    roll = np.radians(0.75) * smooth_noise(dice, times, 3.2)
    x, y = 0.007 * smooth_noise(dice, times, 3.0), 0.005 * smooth_noise(dice, times, 2.4)
    zoom = 0.004 * smooth_noise(dice, times, 3.5)
    breath = 0.006 * np.sin(2 * np.pi * (times / 3.7 + dice.random()))
    free = manner.head * np.stack([yaw, pitch, roll, x, y, zoom, np.zeros_like(times)], axis=-1)
    free[:, 1] += manner.nod * nod
    free[:, 6] = breath
    return np.asarray(free + _asked_for(times, manner))


def _asked_for(times: Series, manner: Manner) -> Series:
    """What the prompt adds: a held turn and tilt, and a nod or a shake of the head that comes again and again."""
    head = np.zeros((len(times), 7))
    head[:, 0] = _TURNED * manner.turn + np.radians(4.0) * manner.shaking * _swing(times, _SHAKES_PER_SECOND)
    head[:, 1] = -np.radians(5.0) * manner.lift
    head[:, 1] += np.radians(3.2) * manner.nodding * np.abs(_swing(times, _NODS_PER_SECOND))
    head[:, 2] = _TILTED * manner.tilt
    return head


def _swing(times: Series, per_second: float) -> Series:
    """To and fro and to and fro, then a pause as long."""
    phase = times * per_second
    return np.asarray(np.sin(2 * np.pi * phase) * eased(4 * (0.5 - np.abs(phase / 2 % 1 - 0.5)) - 0.5))


def _brow(dice: np.random.Generator, times: Series, beat: _Beat, manner: Manner) -> Series:
    kernel = np.hanning(9) / np.hanning(9).sum()
    raised = 0.3 * smooth_noise(dice, times, 2.2) + 0.8 * _centred(beat.stress, kernel) - 0.1
    return np.asarray(np.clip(0.7 * manner.brow * raised + manner.raised, -0.5 + min(0.0, manner.raised), 1.0))


def _blinks(dice: np.random.Generator, timeline: Timeline) -> Series:
    """A blink every few seconds, now and then two in a row."""
    blink = np.zeros(timeline.frames)
    moment = dice.uniform(0.8, 2.2)
    while moment < timeline.seconds - 0.3:
        first = int(moment * FRAMES_PER_SECOND)
        closing = blink[first : first + len(_BLINK)]
        np.maximum(closing, _BLINK[: len(closing)], out=closing)
        moment += dice.uniform(2.2, 5.0) if dice.random() > 0.12 else 0.35
    return blink


def _gaze(dice: np.random.Generator, frames: int, manner: Manner) -> Series:
    """Mostly into the camera, or where the prompt sends it, with short glances to the side."""
    gaze, first, aside = np.zeros(frames), 0, 0.0
    while first < frames:
        length = int(FRAMES_PER_SECOND * dice.uniform(0.7, 2.6))
        gaze[first : first + length] = aside
        first += length
        aside = float(dice.normal(0.0, 0.45)) * manner.glance if dice.random() > 0.5 else 0.0
    return np.clip(gaze + _GAZE_WHEN_TURNED * manner.turn, -1.0, 1.0)


def _centred(values: Series, kernel: Series) -> Series:
    """Convolution of the values' own length, also when the kernel is longer."""
    start = (len(kernel) - 1) // 2
    return np.convolve(values, kernel)[start : start + len(values)]
