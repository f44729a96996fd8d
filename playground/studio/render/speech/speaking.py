"""Text becomes sound and phonemes, by way of a short-lived speech process."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.errors import RenderError
from playground.studio.render.request import LONGEST_SECONDS
from playground.studio.render.speech.scripts import Part, parts_of

_WORKER: Final = "playground.studio.render.speech.worker"
_ROOT: Final = Path(__file__).parents[4]
_TIME_LIMIT_SECONDS: Final = 120
_TO_BE_NOTICED_SECONDS: Final = 5
_AUDIBLE: Final = 40
_SAMPLES_AT_ONCE: Final = 1 << 16
_LOUDNESS: Final = 3200.0
_PEAK: Final = 30000.0

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class VoiceSettings:
    """How to say it: an engine voice with its variant, speed 0.5 to 1.5, pitch -50 to 50."""

    engine_voice: str
    variant: str
    speed: float = 1.0
    pitch: float = 0.0


@dataclass(frozen=True)
class Phoneme:
    """One IPA symbol group and the time at which it sounds, in seconds."""

    start: float
    end: float
    ipa: str


@dataclass(frozen=True)
class Word:
    """When a word begins, in seconds, and the place of its first character in the text."""

    start: float
    place: int


@dataclass(frozen=True)
class Speech:
    """Mono samples at `rate`, trimmed of silence at the end, the phonemes in them, and the words of what is said."""

    samples: Samples
    rate: int
    phonemes: tuple[Phoneme, ...]
    text: str = ""
    words: tuple[Word, ...] = ()


def speak(text: str, settings: VoiceSettings) -> Speech:
    """Say `text` in a fresh speech process: the same order always gives the same samples."""
    parts = parts_of(text, settings.engine_voice)
    header, body = _run_worker(parts, settings).split(b"\n", 1)
    facts: dict[str, Any] = json.loads(header)
    rate = int(facts["rate"])
    samples = _levelled(_trimmed(np.frombuffer(body, np.int16)))
    return Speech(
        samples,
        rate,
        _phonemes(facts["phonemes"], rate, len(samples) / rate),
        text="".join(part.text for part in parts),
        words=tuple(Word(sample / rate, place) for sample, place in facts["words"]),
    )


def _run_worker(parts: Sequence[Part], settings: VoiceSettings) -> bytes:
    variant = f"+{settings.variant}" if settings.variant else ""
    order = {
        "parts": [(part.text, part.engine_voice + variant) for part in parts],
        "speed": settings.speed,
        "pitch": settings.pitch,
        "most_seconds": LONGEST_SECONDS + _TO_BE_NOTICED_SECONDS,
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the text goes over standard input
            [sys.executable, "-m", _WORKER],
            input=json.dumps(order).encode(),
            capture_output=True,
            cwd=_ROOT,
            timeout=_TIME_LIMIT_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise RenderError(
            "speechFailed", f"the speech engine could not speak with voice {settings.engine_voice}{variant}"
        ) from error
    return done.stdout


def _trimmed(samples: Samples) -> Samples:
    loud = (samples > _AUDIBLE) | (samples < -_AUDIBLE)
    return samples[: len(loud) - int(np.argmax(loud[::-1]))] if loud.any() else samples[:0]


def _levelled(samples: Samples) -> Samples:
    """All voices at about the same loudness, without clipping."""
    if not len(samples):
        return samples
    pieces = [samples[first : first + _SAMPLES_AT_ONCE] for first in range(0, len(samples), _SAMPLES_AT_ONCE)]
    power = sum(float(np.sum(piece.astype(np.float64) ** 2)) for piece in pieces) / len(samples)
    peak = max(int(samples.max()), -int(samples.min()))
    gain = min(_LOUDNESS / (power**0.5 + 1.0), _PEAK / (peak + 1.0))
    return np.concatenate([np.round(piece * gain).astype(np.int16) for piece in pieces])


def _phonemes(events: list[tuple[int, str]], rate: int, total: float) -> tuple[Phoneme, ...]:
    starts = [min(total, sample / rate) for sample, _ in events]
    ends = [*starts[1:], total] if starts else []
    return tuple(
        Phoneme(start, max(start, end), ipa) for start, end, (_, ipa) in zip(starts, ends, events, strict=True)
    )
