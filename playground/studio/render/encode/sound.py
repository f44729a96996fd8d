"""Samples become packets of the file's sound stream."""

from fractions import Fraction
from typing import Any

import av
import numpy as np

from playground.studio.render.speech.speaking import Samples


def sound_packets(stream: Any, samples: Samples, rate: int) -> list[Any]:
    """All packets of 16-bit mono samples, resampled to what the stream wants."""
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="s16", layout="mono")
    frame.sample_rate, frame.pts = rate, 0
    size = stream.codec_context.frame_size or 0
    resampler = av.AudioResampler(stream.format.name, "mono", stream.rate, size)
    packets: list[Any] = []
    position = 0
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        piece.pts, piece.time_base = position, Fraction(1, stream.rate)
        position += piece.samples
        packets += stream.encode(piece)
    return [*packets, *stream.encode(None)]
