"""How long a video is, by its file's header."""

import struct
from pathlib import Path

import av
import pytest

from bot.media.webm import EBML
from bot.posting.footage import read_length
from tests.videos import write_video


def a_box(kind: bytes, body: bytes) -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def a_header(duration: int, timescale: int = 1000, *, wide: bool = False) -> bytes:
    """The header of a file that lasts `duration` ticks."""
    numbers = struct.pack(">QQIQ" if wide else ">IIII", 0, 0, timescale, duration)
    return a_box(b"moov", a_box(b"mvhd", bytes([int(wide), 0, 0, 0]) + numbers + bytes(80)))


def written(path: Path, data: bytes) -> Path:
    """The file with these bytes."""
    path.write_bytes(data)
    return path


def test_a_real_file_tells_its_length(tmp_path: Path) -> None:
    length = read_length(write_video(tmp_path / "real.mp4", seconds=2))

    assert length is not None
    assert 1.9 <= length.total_seconds() <= 2.2


def test_a_real_webm_file_tells_its_length(tmp_path: Path) -> None:
    path = tmp_path / "real.webm"
    with av.open(str(path), "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(15):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())

    length = read_length(path)

    assert length is not None
    assert 1.4 <= length.total_seconds() <= 1.6


@pytest.mark.parametrize("wide", [False, True])
def test_the_header_is_found_behind_the_pictures(tmp_path: Path, wide: bool) -> None:
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + 50_000) + bytes(50_000)
    data = a_box(b"ftyp", b"isom") + large + a_header(4_250, wide=wide)

    length = read_length(written(tmp_path / "v", data))

    assert length is not None
    assert length.total_seconds() == 4.25


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no video at all",
        a_box(b"ftyp", b"isom"),
        a_header(0),
        a_header(5, timescale=0),
        a_header(10**9, timescale=1),
        a_header(4_250)[:20],
        struct.pack(">I4s", 0, b"mdat") + bytes(40),
        struct.pack(">I4s", 3, b"mdat") + bytes(40),
        EBML,
        EBML + b"\x00\x00\x00",
        EBML + b"\x84abcd",
    ],
)
def test_a_header_that_is_broken_or_silent_tells_nothing(tmp_path: Path, data: bytes) -> None:
    assert read_length(written(tmp_path / "v", data)) is None
