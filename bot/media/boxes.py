"""Boxes within boxes: how MPEG-4 and QuickTime files are built (ISO/IEC 14496-12).

https://developer.apple.com/documentation/quicktime-file-format/atoms
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from mmap import mmap
from typing import Final

Bytes = bytes | bytearray | mmap

FEWEST_BYTES: Final = 8
"""The header of a box: its size and its name."""
LONG_HEADER: Final = 16
MOST_BOXES: Final = 5_000
"""On one level; ten minutes in pieces of half a second have 2,400, and millions of empty ones are no recording."""
_UNKNOWN: Final = frozenset({0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF})


@dataclass(frozen=True)
class Box:
    """A box and where it stands: its header at `at`, what it holds from `start` to `end`.

    `whole` is False for one that goes on behind the end of the file.
    """

    name: bytes
    at: int
    start: int
    end: int
    whole: bool = True


def read_boxes(content: Bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes that stand side by side between two places, until one makes no sense."""
    at = start
    for _ in range(MOST_BOXES):
        if at + FEWEST_BYTES > end:
            return
        size, name = struct.unpack_from(">I4s", content, at)
        header = FEWEST_BYTES
        if size == 1 and at + LONG_HEADER <= end:
            size, header = struct.unpack_from(">Q", content, at + FEWEST_BYTES)[0], LONG_HEADER
        elif size == 0:  # the last one
            size = end - at
        if size < header:
            return
        yield Box(name, at, at + header, min(at + size, end), whole=at + size <= end)
        at += size


def fill(boxes: Sequence[Box], end: int) -> bool:
    """Whether the boxes go on to the end, so that nothing stands behind the last one that was read."""
    return bool(boxes) and boxes[-1].end == end


def boxes_within(content: Bytes, boxes: Iterable[Box], *path: bytes) -> Iterator[Box]:
    """The boxes at the end of a path of names."""
    name, *rest = path
    for box in boxes:
        if box.name != name:
            continue
        if rest:
            yield from boxes_within(content, read_boxes(content, box.start, box.end), *rest)
        else:
            yield box


def seconds_of(content: Bytes, header: Box) -> float | None:
    """How long it is by a `mvhd` or `mdhd` box; None where it was written piece by piece and does not know."""
    is_long = content[header.start] == 1
    scale, duration = struct.unpack_from(">IQ" if is_long else ">II", content, header.start + (20 if is_long else 12))
    return duration / scale if scale and duration not in _UNKNOWN else None
