"""Samples become packets of the file's sound stream."""

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from playground.studio.render.speech.speaking import Samples


def sound_packets(stream: Any, samples: Samples, rate: int) -> Iterator[Any]:
    """The packets of 16-bit mono samples, resampled to what the stream wants, each made when it is asked for."""
    size = stream.codec_context.frame_size or 0
    resampler = av.AudioResampler(stream.format.name, "mono", stream.rate, size)
    position = 0
    for frame in itertools.chain(_frames(samples, rate), [None]):
        for piece in resampler.resample(frame):
            piece.pts, piece.time_base = position, Fraction(1, stream.rate)
            position += piece.samples
            yield from stream.encode(piece)
    yield from stream.encode(None)


def _frames(samples: Samples, rate: int) -> Iterator[av.AudioFrame]:
    """The sound second by second."""
    for first in range(0, len(samples), rate):
        frame = av.AudioFrame.from_ndarray(samples[None, first : first + rate], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
        yield frame
