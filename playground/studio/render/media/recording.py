"""A recording from a person, decoded within limits to one channel."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

import av
import numpy as np

from playground.studio.render.errors import RenderError
from playground.studio.render.media.sniffing import SNIFFED_BYTES, sniff
from playground.studio.render.request import LONGEST_RECORDING_SECONDS, LONGEST_SECONDS
from playground.studio.render.speech.speaking import Samples

RATE: Final = 48_000
_SHORTEST_SECONDS: Final = 0.2
_SILENT_BELOW: Final = 64  # of 32,768: a recording that never gets louder is noise
_PARAMETER: Final = "inputs.audio"
_BYTES_PER_SAMPLE: Final = 2


def recorded_samples(path: Path) -> Samples:
    """The recording as mono samples at `RATE`; raises RenderError for what is no usable recording."""
    try:
        with path.open("rb") as file:
            samples = _decoded(file, _demuxer(file))
    except av.FFmpegError as error:
        raise _damaged() from error
    except OSError as error:
        raise _invalid("The recording could not be read.") from error
    except ValueError as error:  # what PyAV raises for sound that changes its form on the way
        raise _invalid("The recording changes its form on the way and cannot be played.") from error
    seconds = len(samples) / RATE
    if seconds < _SHORTEST_SECONDS:
        raise _invalid(f"The recording lasts {seconds:.2f} s; it needs at least {_SHORTEST_SECONDS} s.")
    if max(int(samples.max()), -int(samples.min())) < _SILENT_BELOW:
        raise _invalid("The recording is silent. Send one in which somebody speaks.")
    return samples


def _demuxer(file: IO[bytes]) -> str:
    """What reads the file: no other is tried, so that no playlist is ever followed."""
    found = sniff(file.read(SNIFFED_BYTES))
    file.seek(0)
    if found is not None and found.demuxer is not None:
        return found.demuxer
    raise RenderError(
        "unsupportedMedia", "The audio is not a WAV, MP3, M4A, AAC, OGG or FLAC recording.", parameter=_PARAMETER
    )


def _decoded(file: IO[bytes], demuxer: str) -> Samples:
    collected = bytearray()
    with av.open(file, format=demuxer) as container:
        if not container.streams.audio:
            raise RenderError("unsupportedMedia", "The file sent as audio has no sound in it.", parameter=_PARAMETER)
        for piece in _pieces(container):
            collected += piece
            if len(collected) > LONGEST_RECORDING_SECONDS * RATE * _BYTES_PER_SAMPLE:
                raise _invalid(f"The recording is longer than {LONGEST_SECONDS // 60} minutes. Send a shorter one.")
    return np.frombuffer(collected, np.int16)


def _pieces(container: Any) -> Iterator[bytes]:
    """The sound, a few milliseconds at a time; packets that cannot be decoded are left out, as players do."""
    resampler = av.AudioResampler("s16", "mono", RATE)
    bad, good = 0, 0
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.InvalidDataError:
            bad += 1
            continue
        good += len(frames)
        for frame in frames:
            yield from (piece.to_ndarray().tobytes() for piece in resampler.resample(frame))
    if bad > good:
        raise _damaged()
    if good:
        yield from (piece.to_ndarray().tobytes() for piece in resampler.resample(None))


def _damaged() -> RenderError:
    return _invalid("The recording is damaged and cannot be played. Send the file again.")


def _invalid(message: str) -> RenderError:
    return RenderError("invalidAudio", message, parameter=_PARAMETER)
