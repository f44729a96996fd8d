"""Real pictures and recordings, made by other people's encoders."""

from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import cv2
import numpy as np

RECORDINGS = {
    "wav": ("wav", "pcm_s16le", "audio/wav"),
    "mp3": ("mp3", "libmp3lame", "audio/mpeg"),
    "m4a": ("ipod", "aac", "audio/mp4"),
    "aac": ("adts", "aac", "audio/aac"),
    "ogg": ("ogg", "vorbis", "audio/ogg"),
    "opus": ("ogg", "libopus", "audio/ogg"),
    "flac": ("flac", "flac", "audio/flac"),
}
"""By ending: the container, the codec, and the media type that it is known by."""
PICTURES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
RATE = 48_000


def picture(ending: str, *, width: int = 64, height: int = 48, colour: tuple[int, int, int] = (40, 160, 220)) -> bytes:
    """A picture of one colour (blue, green, red) with a little noise."""
    pixels = np.full((height, width, 3), colour, np.uint8)
    pixels[::7, ::5] += 3
    done, encoded = cv2.imencode(f".{ending}", pixels)
    assert done
    return bytes(encoded.tobytes())


def recording(ending: str, *, seconds: float = 2.0, hertz: float = 220.0) -> bytes:
    """A hum that swells and fades four times a second, as speech does."""
    container_name, codec, _ = RECORDINGS[ending]
    file = BytesIO()
    with av.open(file, "w", format=container_name) as container:
        stream: Any = container.add_stream(codec, rate=RATE)
        layout = "stereo" if codec == "vorbis" else "mono"  # the encoder knows no other
        stream.layout, stream.codec_context.options = layout, {"strict": "experimental"}
        frames = av.AudioFifo()
        for frame in av.AudioResampler(stream.format.name, layout, RATE).resample(_hum(seconds, hertz)):
            frames.write(frame)
        size = stream.codec_context.frame_size or 1024
        while (piece := frames.read(size, partial=True)) is not None:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return file.getvalue()


def video(*, seconds: float = 1.0) -> bytes:
    """A video without sound."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(round(seconds * 10)):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())
    return file.getvalue()


def _hum(seconds: float, hertz: float) -> av.AudioFrame:
    at = np.arange(round(seconds * RATE)) / RATE
    loudness = 0.3 * (1.1 - np.cos(2 * np.pi * 4 * at))
    samples = (loudness * np.sin(2 * np.pi * hertz * at) * 20_000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
    return frame
