"""Frames and sound become a file that exists only when it is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Final

import av
import numpy as np

from playground.studio.render.compose.planes import Bytes, Frame
from playground.studio.render.encode.settings import ContainerSettings, container_settings, encoder_options
from playground.studio.render.encode.sound import sound_packets
from playground.studio.render.request import RenderRequest
from playground.studio.render.timing.segments import FRAMES_PER_SECOND, Timeline

_BT709: Final = 1
_LIMITED_RANGE: Final = 1
_SOUND_BITS: Final = 96_000


class ClipWriter:
    """Encodes frame by frame and puts the sound between."""

    def __init__(self, container: Any, settings: ContainerSettings, request: RenderRequest) -> None:
        self._container = container
        self._settings = settings
        self._size = request.size
        self._video = self._add_video(request.quality)
        self._audio = container.add_stream(settings.audio, rate=settings.sound_rate, layout="mono")
        self._audio.bit_rate = _SOUND_BITS
        self._sound: Iterator[Any] = iter(())
        self._next_sound: Any = None
        self._frames = 0

    def play(self, timeline: Timeline) -> None:
        """Take the sound, of which as much is encoded at a time as the picture needs."""
        self._sound = sound_packets(self._audio, timeline.samples, timeline.rate)
        self._next_sound = next(self._sound, None)

    def _add_video(self, quality: int) -> Any:
        options = encoder_options(self._settings.video, quality)
        stream = self._container.add_stream(self._settings.video, rate=FRAMES_PER_SECOND, options=options)
        stream.width, stream.height = self._size
        stream.pix_fmt = self._settings.pixels
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _LIMITED_RANGE
        return stream

    def write(self, frame: Frame) -> None:
        """Add the next frame."""
        picture = av.VideoFrame(*self._size, self._settings.pixels)
        _fill(picture, frame, self._settings)
        picture.pts, picture.time_base = self._frames, Fraction(1, FRAMES_PER_SECOND)
        self._frames += 1
        self._mux(self._video.encode(picture))

    def finish(self) -> None:
        """Write what the encoder still holds and the rest of the sound."""
        self._mux(self._video.encode())
        while self._next_sound is not None:
            self._mux_sound()

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            self._container.mux(packet)
            while self._next_sound is not None and _moment(self._next_sound) < _moment(packet):
                self._mux_sound()

    def _mux_sound(self) -> None:
        self._container.mux(self._next_sound)
        self._next_sound = next(self._sound, None)


@contextmanager
def clip_writer(request: RenderRequest, timeline: Timeline, *, transparent: bool = False) -> Iterator[ClipWriter]:
    """Write beside the wanted path and move there at the end; however the block ends, no half file stays."""
    part = request.out.with_name(request.out.name + ".part")
    settings = container_settings(request.format, transparent=transparent)
    try:
        with av.open(str(part), "w", format=settings.muxer, options=settings.options) as container:
            container.metadata.update(title="Herald preview", comment="preview render")
            writer = ClipWriter(container, settings, request)
            writer.play(timeline)
            yield writer
            writer.finish()
        part.rename(request.out)
    finally:
        part.unlink(missing_ok=True)


def _moment(packet: Any) -> Fraction:
    return Fraction(packet.pts) * Fraction(packet.time_base)


def _fill(picture: av.VideoFrame, frame: Frame, settings: ContainerSettings) -> None:
    _copy(picture.planes[0], frame.luma)
    if settings.pixels == "nv12":
        _copy(picture.planes[1], frame.chroma.reshape(frame.chroma.shape[0], -1))
    else:
        _copy(picture.planes[1], frame.chroma[..., 0])
        _copy(picture.planes[2], frame.chroma[..., 1])
    if frame.alpha is not None:
        _copy(picture.planes[3], frame.alpha)


def _copy(plane: Any, values: Bytes) -> None:
    rows, columns = values.shape
    np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:rows, :columns] = values
