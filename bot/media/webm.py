"""Elements within elements: how WebM files are built (RFC 8794, RFC 9559)."""

import struct
from collections.abc import Iterator, Mapping
from typing import Final

from bot.media.boxes import Bytes

EBML: Final = b"\x1aE\xdf\xa3"
HEAD_BYTES: Final = 64 * 1024
"""WebM tells what it is near the beginning; what stands further back is not looked for."""
_SEGMENT: Final = 0x18538067
_CLUSTER: Final = 0x1F43B675
_INFO: Final = 0x1549A966
_SCALE: Final = 0x2AD7B1
_DURATION: Final = 0x4489
_VOID: Final = 0xEC
_SEEK_HEAD, _SEEK, _SEEK_ID, _SEEK_POSITION = 0x114D9B74, 0x4DBB, 0x53AB, 0x53AC
_TAGS, _TAG, _TARGETS, _NOTE, _NAME, _TEXT = 0x1254C367, 0x7373, 0x63C0, 0x67C8, 0x45A3, 0x4487
_USUAL_SCALE: Final = 1_000_000
"""Nanoseconds in a tick, where a file says nothing else."""

Replacement = tuple[int, bytes]
"""A place in the file, and the bytes that stand there from then on."""


def webm_seconds(head: bytes) -> float | None:
    """How long it is, by the beginning of the file; raises ValueError, IndexError or struct.error for a broken one."""
    scale, duration = _USUAL_SCALE, None
    for number, _, start, end in _elements(head, {_SEGMENT, _INFO}):
        if number == _SCALE:
            scale = int.from_bytes(head[start:end], "big")
        elif number == _DURATION:
            (duration,) = struct.unpack(">f" if end - start == 4 else ">d", head[start:end])
    return None if duration is None else float(duration) * scale / 1e9


def place_for_note(content: Bytes, notes: Mapping[str, str]) -> list[Replacement] | None:
    """What to write where so that the file carries the notes: in a gap near its beginning, else behind its end."""
    tags = _element(_TAGS, b"".join(_tag(name, text) for name, text in notes.items()))
    head = bytes(content[:HEAD_BYTES])
    filled = _in_a_gap(head, tags)
    return _behind(content, head, tags) if filled is None else [filled]


def _in_a_gap(head: bytes, written: bytes) -> Replacement | None:
    """The first gap before the pictures in which there is room."""
    for number, at, _, end in _elements(head, {_SEGMENT}):
        if number == _CLUSTER or end > len(head):
            return None
        filled = _filled(written, end - at) if number == _VOID else None
        if filled is not None:
            return at, filled
    return None


def _behind(content: Bytes, head: bytes, tags: bytes) -> list[Replacement] | None:
    """At the end of the segment, whose size stands at its beginning; and if there is room, how they are found there."""
    at = head.index(struct.pack(">I", _SEGMENT)) + 4
    size, start = _vint(head, at, keep_marker=False)
    width = start - at
    unknown = (1 << 7 * width) - 1
    grown = size + len(tags)
    if size != unknown and (start + size != len(content) or grown >= unknown):
        return None
    place = (len(content) - start).to_bytes(8, "big")
    seek = _element(_SEEK, _element(_SEEK_ID, struct.pack(">I", _TAGS)) + _element(_SEEK_POSITION, place))
    pointer = _in_a_gap(head, _element(_SEEK_HEAD, seek))
    told = [] if size == unknown else [(at, (grown | 1 << 7 * width).to_bytes(width, "big"))]
    return [*told, *([] if pointer is None else [pointer]), (len(content), tags)]


def _filled(tags: bytes, room: int) -> bytes | None:
    """The tags and a gap that takes up what they leave of the room; None where they do not fit."""
    left = room - len(tags)
    if left == 0:
        return tags
    if left < 9:
        return None
    return tags + bytes([_VOID]) + (left - 9 | 1 << 56).to_bytes(8, "big") + bytes(left - 9)


def _tag(name: str, text: str) -> bytes:
    note = _element(_NOTE, _element(_NAME, name.encode()) + _element(_TEXT, text.encode()))
    return _element(_TAG, _element(_TARGETS, b"") + note)


def _element(number: int, body: bytes) -> bytes:
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return name + (len(body) | 1 << 14).to_bytes(2, "big") + body


def _elements(data: bytes, parents: set[int]) -> Iterator[tuple[int, int, int, int]]:
    """Each element's number, where it begins, and from where to where what it holds stands; `parents` are entered."""
    start = 0
    while start < len(data):
        at = start
        number, start = _vint(data, at, keep_marker=True)
        size, start = _vint(data, start, keep_marker=False)
        if number in parents:
            continue
        yield number, at, start, start + size
        start += size


def _vint(data: bytes, start: int, *, keep_marker: bool) -> tuple[int, int]:
    """A number of variable length and where it ends."""
    length = 9 - data[start].bit_length()
    if length > 8:
        raise ValueError("no element begins here")
    number = int.from_bytes(data[start : start + length], "big")
    return (number if keep_marker else number & ~(1 << 7 * length)), start + length
