"""What the first bytes of a picture say about it, read before anything is decoded."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["JPEG", "PNG", "WEBP"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_END: Final = b"\xff\xd9"
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_START_OF_FRAME: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_START_OF_SCAN: Final = 0xDA
_WEBP_ANIMATION: Final = 0x02


@dataclass(frozen=True)
class PictureHeader:
    """The kind of a picture and its measures in stored pixels; `whole` is False for a file that was cut off."""

    kind: Kind
    width: int
    height: int
    animated: bool = False
    channels: int | None = None
    whole: bool = True


def read_header(data: bytes) -> PictureHeader | None:
    """The header of a JPEG, PNG or WEBP picture; None for any other bytes and for a header that makes no sense."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg(data: bytes) -> PictureHeader | None:
    found: PictureHeader | None = None
    for marker, at in _jpeg_segments(data):
        if marker in _START_OF_FRAME:
            height, width, channels = struct.unpack_from(">HHB", data, at + 3)
            found = PictureHeader("JPEG", width, height, channels=channels, whole=False)
        elif marker == _START_OF_SCAN and found is not None:
            whole = data.rfind(_JPEG_END) > at
            return PictureHeader("JPEG", found.width, found.height, channels=found.channels, whole=whole)
    return found


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """The markers before the picture's own data, each with the place of its length."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            yield marker, at + 2
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def _png(data: bytes) -> PictureHeader | None:
    if data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    names = {name for name in _png_chunks(data) if name in (b"acTL", b"IEND")}
    return PictureHeader("PNG", width, height, animated=b"acTL" in names, whole=b"IEND" in names)


def _png_chunks(data: bytes) -> Iterator[bytes]:
    """The names of all chunks that are there in full."""
    at = len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end <= len(data):
            yield data[at + 4 : at + 8]
        at = end


def _webp(data: bytes) -> PictureHeader | None:
    whole = len(data) >= 8 + int.from_bytes(data[4:8], "little")
    form = data[12:16]
    if form == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return PictureHeader("WEBP", width, height, animated=bool(data[20] & _WEBP_ANIMATION), whole=whole)
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return PictureHeader("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, whole=whole)
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return PictureHeader("WEBP", width & 0x3FFF, height & 0x3FFF, whole=whole)
    return None
