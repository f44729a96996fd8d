"""The header of a picture: its kind and measures, read before anybody decodes it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["JPEG", "PNG", "WebP"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_ANIMATED_WEBP: Final = 0x02
_BARE_MARKERS: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAME_MARKERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN_MARKER: Final = 0xDA
_WHOLE_END: Final = b"\xff\xd9"


@dataclass(frozen=True)
class PictureHeader:
    """What a picture says of itself; `whole` is False for one whose end is missing."""

    kind: Kind
    width: int
    height: int
    whole: bool
    animated: bool = False
    components: int | None = None


def read_picture(content: bytes) -> PictureHeader | None:
    """The header of a JPEG, PNG or WebP picture; None for anything else, and for a header that makes no sense."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _read_jpeg(content)
        if content.startswith(_PNG):
            return _read_png(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _read_webp(content)
    except (struct.error, IndexError):
        return None
    return None


def _read_jpeg(content: bytes) -> PictureHeader | None:
    """https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B."""
    measures: tuple[int, int, int] | None = None
    for marker, at in _jpeg_segments(content):
        if marker in _FRAME_MARKERS:
            height, width, components = struct.unpack_from(">HHB", content, at + 3)
            measures = (width, height, components)
        elif marker == _SCAN_MARKER:
            if measures is None:
                return None
            width, height, components = measures
            return PictureHeader("JPEG", width, height, content.rfind(_WHOLE_END) > at, components=components)
    return None if measures is None else PictureHeader("JPEG", *measures[:2], whole=False, components=measures[2])


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Each marker up to the first scan, and where its length stands."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _BARE_MARKERS:
            at += 2
        else:
            yield marker, at + 2
            at += 2 + max(2, struct.unpack_from(">H", content, at + 2)[0])


def _read_png(content: bytes) -> PictureHeader | None:
    """https://www.w3.org/TR/png-3/#5DataRep."""
    if content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    chunks = set(_png_chunks(content))
    return PictureHeader("PNG", width, height, b"IEND" in chunks, animated=b"acTL" in chunks)


def _png_chunks(content: bytes) -> Iterator[bytes]:
    """The names of the chunks that are there as a whole."""
    at = len(_PNG)
    while at + 12 <= len(content):
        after = at + 12 + struct.unpack_from(">I", content, at)[0]
        if after > len(content):
            return
        yield content[at + 4 : at + 8]
        at = after


def _read_webp(content: bytes) -> PictureHeader | None:
    """https://developers.google.com/speed/webp/docs/riff_container."""
    whole = len(content) >= 8 + struct.unpack_from("<I", content, 4)[0]
    match content[12:16]:
        case b"VP8X":
            width, height = (1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))
            return PictureHeader("WebP", width, height, whole, animated=bool(content[20] & _ANIMATED_WEBP))
        case b"VP8L":
            bits = struct.unpack_from("<I", content, 21)[0]
            return PictureHeader("WebP", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF), whole)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", content, 26)
            return PictureHeader("WebP", width & 0x3FFF, height & 0x3FFF, whole)
    return None
