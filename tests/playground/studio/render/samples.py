"""Pictures and recordings as people send them, whole and broken."""

import struct
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

RATE = 44_100
# Container: the muxer and the codec of a recording.
RECORDINGS = {
    "wav": ("wav", "pcm_s16le"),
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("mp4", "aac"),
    "aac": ("adts", "aac"),
    "ogg": ("ogg", "libopus"),
    "flac": ("flac", "flac"),
    "webm": ("webm", "libopus"),
}


def halves(width: int, height: int) -> NDArray[np.uint8]:
    """Red on the left, green on the right, in BGR."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2, 2] = 230
    picture[:, width // 2 :, 1] = 230
    return picture


def encoded(picture: NDArray[Any], ending: str) -> bytes:
    done, data = cv2.imencode(ending, picture)
    assert done
    return data.tobytes()


def rotated_jpeg(picture: NDArray[np.uint8], orientation: int) -> bytes:
    """A JPEG whose EXIF data say how it is to be turned."""
    data = encoded(picture, ".jpg")
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(width: int, height: int) -> bytes:
    """A few bytes that claim to be an enormous picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)
    return start + png_chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + png_chunk(b"IEND", b"")


def animated_png(picture: NDArray[np.uint8]) -> bytes:
    data = encoded(picture, ".png")
    return data[:33] + png_chunk(b"acTL", struct.pack(">II", 2, 0)) + data[33:]


def cmyk_jpeg(picture: NDArray[np.uint8]) -> bytes:
    """A JPEG that announces four channels."""
    data = bytearray(encoded(picture, ".jpg"))
    data[data.index(b"\xff\xc0") + 9] = 4
    return bytes(data)


def tone(seconds: float, *, pitch: float = 150.0, rate: int = RATE) -> NDArray[np.int16]:
    """A buzz that swells and fades three times a second, like syllables."""
    times = np.arange(int(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * pitch * partial * times) / partial for partial in range(1, 12))
    swell = np.clip(np.sin(2 * np.pi * 1.5 * times) ** 2 - 0.2, 0, 1)
    return np.asarray(6000 * buzz * swell, np.int16)


def write_recording(path: Path, samples: NDArray[np.int16], rate: int = RATE) -> Path:
    """The samples in the container and codec that the name's ending asks for."""
    muxer, codec = RECORDINGS[path.suffix[1:]]
    wanted_rate = 48_000 if codec == "libopus" else rate
    with av.open(str(path), "w", format=muxer) as container:
        stream: Any = container.add_stream(codec, rate=wanted_rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        resampler = av.AudioResampler(stream.format.name, "mono", wanted_rate, stream.codec_context.frame_size or 0)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


def with_checksums(adts: bytes) -> bytes:
    """AAC in ADTS frames, each with the two bytes of a checksum behind its header, as broadcasters write it."""
    framed, at = bytearray(), 0
    while at < len(adts):
        header = bytearray(adts[at : at + 7])
        length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        longer = length + 2
        header[1] &= 0xFE
        header[3] = header[3] & 0xFC | longer >> 11
        header[4], header[5] = longer >> 3 & 0xFF, (longer & 7) << 5 | header[5] & 0x1F
        framed += bytes(header) + b"\0\0" + adts[at + 7 : at + length]
        at += length
    return bytes(framed)


def write_bare_mp3(path: Path, samples: NDArray[np.int16], rate: int) -> Path:
    """MP3 frames without a tag before them; below 16 kHz they are of MPEG 2.5."""
    options = {"id3v2_version": "0", "write_xing": "0"}
    with av.open(str(path), "w", format="mp3", options=options) as container:
        stream: Any = container.add_stream("libmp3lame", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        resampler = av.AudioResampler(stream.format.name, "mono", rate, stream.codec_context.frame_size or 0)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


def write_silent_film(path: Path) -> Path:
    """A video file without a sound stream."""
    with av.open(str(path), "w", format="mp4") as container:
        stream: Any = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for number in range(5):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 50 * number, np.uint8), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
