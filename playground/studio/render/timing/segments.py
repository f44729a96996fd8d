"""Speech on the clip's clock: visemes with their times, silences included, and the samples padded to whole frames."""

import itertools
import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from playground.studio.render.speech.speaking import Phoneme, Samples, Speech, Word
from playground.studio.render.timing.ipa import Viseme, is_stressed, visemes_of

FRAMES_PER_SECOND: Final = 25
_LEAD_IN_SECONDS: Final = 0.25
_TAIL_SECONDS: Final = 0.4
_SHORTEST_PAUSE: Final = 0.045


@dataclass(frozen=True)
class Segment:
    """One viseme and when it is held, in seconds of the clip."""

    start: float
    end: float
    viseme: Viseme
    stressed: bool = False

    @property
    def centre(self) -> float:
        """The middle of the segment."""
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Timeline:
    """The clip's sound and its visemes over `frames` frames; of a script also the text and its words."""

    samples: Samples
    rate: int
    frames: int
    segments: tuple[Segment, ...]
    text: str = ""
    words: tuple[Word, ...] = ()

    @property
    def seconds(self) -> float:
        """How long the clip is."""
        return self.frames / FRAMES_PER_SECOND


def lay_out(speech: Speech) -> Timeline:
    """Put a breath before and after the speech and pad it to whole frames."""
    lead = round(_LEAD_IN_SECONDS * speech.rate)
    wanted = len(speech.samples) / speech.rate + lead / speech.rate + _TAIL_SECONDS
    frames = math.ceil(wanted * FRAMES_PER_SECOND)
    tail = round(frames / FRAMES_PER_SECOND * speech.rate) - len(speech.samples) - lead
    offset = lead / speech.rate
    heard = [segment for phoneme in speech.phonemes for segment in _segments_of(phoneme, offset)]
    segments = _with_outer_silence(heard, frames / FRAMES_PER_SECOND)
    words = tuple(replace(word, start=word.start + offset) for word in speech.words)
    samples = np.pad(speech.samples, (lead, tail))
    return Timeline(samples, speech.rate, frames, tuple(segments), speech.text, words)


def lay_out_recording(samples: Samples, rate: int) -> Timeline:
    """A recording padded to whole frames; nothing is known of its visemes."""
    frames = math.ceil(len(samples) / rate * FRAMES_PER_SECOND)
    tail = round(frames / FRAMES_PER_SECOND * rate) - len(samples)
    return Timeline(np.pad(samples, (0, tail)), rate, frames, ())


def _segments_of(phoneme: Phoneme, offset: float) -> list[Segment]:
    shapes = visemes_of(phoneme.ipa)
    start, length = phoneme.start + offset, phoneme.end - phoneme.start
    if not shapes:
        return [Segment(start, start + length, "silence")] if length > _SHORTEST_PAUSE else []
    part = length / len(shapes)
    stressed = is_stressed(phoneme.ipa)
    return [Segment(start + i * part, start + (i + 1) * part, shape, stressed) for i, shape in enumerate(shapes)]


def _with_outer_silence(segments: list[Segment], total: float) -> list[Segment]:
    spoken = [index for index, segment in enumerate(segments) if segment.viseme != "silence"]
    if not spoken:
        return []
    inner = segments[spoken[0] : spoken[-1] + 1]
    before = Segment(0.0, max(0.0, inner[0].start - 0.03), "silence")
    after = Segment(min(total, inner[-1].end + 0.05), total, "silence")
    return [before, *_without_overlap(inner), after]


def _without_overlap(segments: list[Segment]) -> list[Segment]:
    pairs = itertools.pairwise(segments)
    return [*(replace(one, end=max(one.start, min(one.end, two.start))) for one, two in pairs), segments[-1]]
