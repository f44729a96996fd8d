"""How long a video is, by the header of its file: MP4 and QuickTime (ISO/IEC 14496-12), WebM (RFC 9559)."""

import struct
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final

EBML: Final = b"\x1aE\xdf\xa3"
HEAD_BYTES: Final = 64 * 1024
"""WebM tells its length near the beginning; what stands further back is not looked for."""
LONGEST_HEADER: Final = 32 * 1024 * 1024
"""A larger `moov` box is no header of a clip."""
LONGEST: Final = timedelta(hours=24)
_SEGMENT: Final = 0x18538067
_INFO: Final = 0x1549A966
_SCALE: Final = 0x2AD7B1
_DURATION: Final = 0x4489
_USUAL_SCALE: Final = 1_000_000
"""Nanoseconds in a tick, where a WebM file says nothing else."""


def read_length(path: Path) -> timedelta | None:
    """How long the video at `path` is; None where its header does not tell, or is broken."""
    try:
        with path.open("rb") as file:
            is_webm = file.read(4) == EBML
            file.seek(0)
            seconds = _webm_seconds(file.read(HEAD_BYTES)) if is_webm else _mp4_seconds(file)
    except (OSError, ValueError, struct.error, IndexError):
        return None
    if seconds is None or not 0 < seconds <= LONGEST.total_seconds():
        return None
    return timedelta(seconds=seconds)


def _mp4_seconds(file: BinaryIO) -> float | None:
    moov = _find_moov(file)
    for kind, body in _boxes(moov):
        if kind == b"mvhd":
            wide = body[0] == 1
            timescale, duration = struct.unpack_from(">IQ" if wide else ">II", body, 20 if wide else 12)
            return float(duration) / timescale if timescale else None
    return None


def _find_moov(file: BinaryIO) -> bytes:
    """The header's bytes, which stand before or behind the pictures; empty where there are none."""
    while len(head := file.read(8)) == 8:
        size, kind = struct.unpack(">I4s", head)
        taken = 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            taken = 16
        if kind == b"moov":
            return file.read(min(size - taken, LONGEST_HEADER)) if size else file.read(LONGEST_HEADER)
        if size < taken:  # the last box, or nonsense
            return b""
        file.seek(size - taken, 1)
    return b""


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = 0
    while start + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, start)
        if size < 8:
            return
        yield kind, data[start + 8 : start + size]
        start += size


def _webm_seconds(head: bytes) -> float | None:
    scale, duration = _USUAL_SCALE, None
    for number, body in _elements(head):
        if number == _SCALE:
            scale = int.from_bytes(body, "big")
        elif number == _DURATION:
            (duration,) = struct.unpack(">f" if len(body) == 4 else ">d", body)
    return None if duration is None else float(duration) * scale / 1e9


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements of the head, those inside the segment and its information among them."""
    start = 0
    while start < len(data):
        number, start = _vint(data, start, keep_marker=True)
        size, start = _vint(data, start, keep_marker=False)
        if number in {_SEGMENT, _INFO}:
            continue  # what is inside stands next
        yield number, data[start : start + size]
        start += size


def _vint(data: bytes, start: int, *, keep_marker: bool) -> tuple[int, int]:
    """A number of variable length and where it ends."""
    length = 9 - data[start].bit_length()
    if length > 8:
        raise ValueError("no element begins here")
    number = int.from_bytes(data[start : start + length], "big")
    return (number if keep_marker else number & ~(1 << 7 * length)), start + length
