"""M4A recordings: boxes within boxes.

https://developer.apple.com/documentation/quicktime-file-format/atoms
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.media.sound import Sound

_LONG_SIZE: Final = 16
_MOST_BOXES: Final = 1_000
"""On one level; a file of millions of empty ones is no recording."""
_UNKNOWN: Final = frozenset({0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF})


@dataclass(frozen=True)
class _Box:
    name: bytes
    start: int
    end: int
    whole: bool = True


@dataclass(frozen=True)
class _Track:
    kind: bytes
    seconds: float | None


def read_mp4(content: bytes) -> Sound | None:
    """What an MPEG-4 file says of its sound; None for one without any."""
    boxes = list(_boxes(content, 0, len(content)))
    whole = all(box.whole for box in boxes) and any(box.name == b"moov" for box in boxes)
    if not whole:
        return Sound("audio/mp4", None, whole=False)
    tracks = [_track(content, box) for box in _within(content, boxes, b"moov", b"trak")]
    sounds = [track for track in tracks if track.kind == b"soun"]
    if any(track.kind == b"vide" for track in tracks):
        return Sound("video/mp4", None, moving=True)
    return Sound("audio/mp4", sounds[0].seconds) if sounds else None


def _boxes(content: bytes, start: int, end: int) -> Iterator[_Box]:
    at = start
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", content, at)
        header = 8
        if size == 1 and at + _LONG_SIZE <= end:
            size, header = struct.unpack_from(">Q", content, at + 8)[0], _LONG_SIZE
        elif size == 0:
            size = end - at
        if size < header:
            return
        yield _Box(name, at + header, min(at + size, end), whole=at + size <= end)
        at += size


def _within(content: bytes, boxes: list[_Box], *path: bytes) -> Iterator[_Box]:
    """The boxes at the end of a path of names."""
    name, *rest = path
    for box in boxes:
        if box.name != name:
            continue
        if rest:
            yield from _within(content, list(_boxes(content, box.start, box.end)), *rest)
        else:
            yield box


def _track(content: bytes, track: _Box) -> _Track:
    inside = list(_boxes(content, track.start, track.end))
    handler = next(_within(content, inside, b"mdia", b"hdlr"), None)
    header = next(_within(content, inside, b"mdia", b"mdhd"), None)
    kind = b"" if handler is None else content[handler.start + 8 : handler.start + 12]
    return _Track(kind, None if header is None else _seconds(content, header.start))


def _seconds(content: bytes, at: int) -> float | None:
    """A file that is written piece by piece does not know its length."""
    is_long = content[at] == 1
    scale, duration = (
        struct.unpack_from(">IQ", content, at + 20) if is_long else struct.unpack_from(">II", content, at + 12)
    )
    return duration / scale if scale and duration not in _UNKNOWN else None
