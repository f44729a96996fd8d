"""A recording in any language becomes mouth poses: loudness and the shape of the spectrum say what the lips do."""

from typing import Final

import numpy as np

from playground.studio.render.speech.speaking import Samples
from playground.studio.render.timing.coarticulation import Track
from playground.studio.render.timing.delivery import Delivery
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

_HOPS_PER_SECOND: Final = 100
_WINDOW_SECONDS: Final = 0.03
_HOPS_AT_ONCE: Final = 1000
# Hertz: voice, below the first formant, an open first formant, the second formant of spread lips, hissing.
_BANDS: Final = ((80, 4000), (250, 550), (550, 1100), (1500, 3200), (4000, 10000))
_LOUD_ENOUGH: Final = 0.4
_STRESS_APART_SECONDS: Final = 0.35


def delivery_heard(timeline: Timeline) -> Delivery:
    """The delivery of a recording."""
    heard = _features(timeline)
    opened, wide, hissing, speaking = (_by_frame(column, timeline.frames) for column in heard.T)
    mouth = np.zeros((timeline.frames, 6))
    mouth[:, 0] = np.clip(opened * (1 - 0.6 * hissing) + 0.12 * hissing, 0.0, 1.0)
    mouth[:, 1] = np.clip(0.8 * wide + 0.3 * hissing, -1.0, 1.0)
    mouth[:, 5] = hissing
    _close_lips(mouth)
    return Delivery(mouth, _rest(speaking), _stresses(heard[:, 0]))


def _features(timeline: Timeline) -> Track:
    """For each hop: how open, how wide, how hissing the mouth is (0 or -1 to 1), and whether anyone speaks."""
    power = _band_power(timeline)
    voice, low, opening, spreading, hiss = power.T
    level = 10 * np.log10(voice)
    reference = np.percentile(level[level > level.max() - 45], 90)
    loud = np.clip((level - reference + 26) / 26, 0.0, 1.15)
    speaking = np.clip((10 * np.log10(voice + hiss) - reference + 32) / 8, 0.0, 1.0)
    voiced = loud > _LOUD_ENOUGH
    openness = _ranked(np.log(opening / low), voiced)
    opened = loud * (0.45 + 0.55 * openness) * np.clip((loud - 0.12) / 0.2, 0.0, 1.0)
    wide = (2 * _ranked(np.log(spreading / (low + opening)), voiced) - 1) * loud * speaking
    hissing = np.clip((hiss / (voice + hiss) - 0.25) / 0.4, 0.0, 1.0) * speaking
    return np.stack([_eased(opened, 0.65, 0.45), _eased(wide, 0.4, 0.4), hissing, speaking], axis=1)


def _band_power(timeline: Timeline) -> Track:
    """The energy in each band around each hop, shape (hops, bands)."""
    rate, samples = timeline.rate, timeline.samples
    hops = max(1, int(len(samples) * _HOPS_PER_SECOND / rate))
    length = int(_WINDOW_SECONDS * rate)
    frequencies = np.fft.rfftfreq(1 << (length - 1).bit_length(), 1 / rate)
    bands = np.array([(frequencies >= low) & (frequencies < high) for low, high in _BANDS], np.float64).T
    starts = (np.arange(hops) * rate / _HOPS_PER_SECOND).astype(int) - length // 2
    return (
        np.concatenate(
            [
                _spectra(samples, starts[first : first + _HOPS_AT_ONCE], length) @ bands
                for first in range(0, hops, _HOPS_AT_ONCE)
            ]
        )
        + 1e-9
    )


def _spectra(samples: Samples, starts: np.ndarray[tuple[int, ...], np.dtype[np.int64]], length: int) -> Track:
    places = starts[:, None] + np.arange(length)
    pieces = np.take(samples, places, mode="clip") / 32768.0 * np.hanning(length)
    return np.asarray(np.abs(np.fft.rfft(pieces, 1 << (length - 1).bit_length())) ** 2)


def _ranked(values: Track, voiced: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Track:
    """0 to 1 between what is low and what is high for this voice."""
    if not voiced.any():
        return np.zeros_like(values)
    low, high = np.percentile(values[voiced], (10, 90))
    return np.asarray(np.clip((values - low) / (high - low + 1e-3), 0.0, 1.0))


def _eased(values: Track, rising: float, falling: float) -> Track:
    """Follows `values`, quicker upwards than downwards."""
    eased, now = np.empty_like(values), 0.0
    for place, wanted in enumerate(values.tolist()):
        now += (wanted - now) * (rising if wanted > now else falling)
        eased[place] = now
    return eased


def _by_frame(values: Track, frames: int) -> Track:
    """One value a frame, out of the hops around its middle."""
    middles = (np.arange(frames) + 0.5) * _HOPS_PER_SECOND / FRAMES_PER_SECOND
    soft = np.convolve(np.pad(values, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return np.asarray(np.interp(middles, np.arange(len(soft)), soft))


def _close_lips(mouth: Track) -> None:
    """A short dip between open sounds is a closure."""
    opened = mouth[:, 0]
    dips = 1 + np.flatnonzero((opened[1:-1] < 0.12) & (opened[:-2] > 0.2) & (opened[2:] > 0.2))
    mouth[dips, 0], mouth[dips, 2] = 0.0, 0.8


def _rest(speaking: Track) -> Track:
    """One in long silences, and zero while anyone speaks."""
    reach = 5
    padded = np.pad(speaking, reach)
    active = np.max([padded[shift : shift + len(speaking)] for shift in range(2 * reach + 1)], axis=0)
    kernel = np.hanning(7) / np.hanning(7).sum()
    return np.asarray(np.clip(1 - np.convolve(np.pad(active, 3, mode="edge"), kernel, mode="valid"), 0.0, 1.0))


def _stresses(opened: Track) -> tuple[float, ...]:
    """The moments at which the voice swells most."""
    soft = np.convolve(opened, np.hanning(11) / np.hanning(11).sum(), mode="same")
    peaks = 1 + np.flatnonzero((soft[1:-1] > soft[:-2]) & (soft[1:-1] >= soft[2:]) & (soft[1:-1] > 0.45))
    chosen: list[float] = []
    for moment in (peaks / _HOPS_PER_SECOND).tolist():
        if not chosen or moment - chosen[-1] >= _STRESS_APART_SECONDS:
            chosen.append(moment)
    return tuple(chosen)
