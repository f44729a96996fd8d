"""M4A recordings: what their boxes say of the sound, and the same file without what they say of anything else."""

from dataclasses import dataclass
from typing import Final

from bot.media.boxes import Box, boxes_within, fill, read_boxes, seconds_of
from bot.media.sound import Sound

_NOTES: Final = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
"""Where titles, places, covers and editors' remarks are kept."""
_HEADERS: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
"""They begin with the times at which the file was made and changed."""
_PARENTS: Final = frozenset({b"moov", b"trak", b"mdia"})


@dataclass(frozen=True)
class _Track:
    kind: bytes
    seconds: float | None


def read_mp4(content: bytes) -> Sound | None:
    """What an MPEG-4 file says of its sound; None for one without any."""
    boxes = list(read_boxes(content, 0, len(content)))
    whole = all(box.whole for box in boxes) and any(box.name == b"moov" for box in boxes)
    if not whole or not fill(boxes, len(content)):
        return Sound("audio/mp4", None, whole=False)
    tracks = [_track(content, box) for box in boxes_within(content, boxes, b"moov", b"trak")]
    sounds = [track for track in tracks if track.kind == b"soun"]
    if any(track.kind == b"vide" for track in tracks):
        return Sound("video/mp4", None, moving=True)
    return Sound("audio/mp4", sounds[0].seconds) if sounds else None


def strip_mp4(content: bytes) -> bytes:
    """The same file with its notes and times blanked where they stand, so that nothing in it moves."""
    stripped = bytearray(content)
    _blank(stripped, 0, len(stripped))
    return bytes(stripped)


def _blank(content: bytearray, start: int, end: int) -> None:
    read_to = start
    for box in read_boxes(content, start, end):
        read_to = box.end
        if box.name in _NOTES:
            content[box.at + 4 : box.at + 8] = b"free"
            content[box.start : box.end] = bytes(box.end - box.start)
        elif box.name in _HEADERS and box.start + 20 <= box.end:
            content[box.start + 4 : box.start + (20 if content[box.start] == 1 else 12)] = bytes(
                16 if content[box.start] == 1 else 8
            )
        elif box.name in _PARENTS:
            _blank(content, box.start, box.end)
    content[read_to:end] = bytes(end - read_to)  # no boxes, or more than are read: nobody knows what it says


def _track(content: bytes, track: Box) -> _Track:
    inside = list(read_boxes(content, track.start, track.end))
    handler = next(boxes_within(content, inside, b"mdia", b"hdlr"), None)
    header = next(boxes_within(content, inside, b"mdia", b"mdhd"), None)
    kind = b"" if handler is None else content[handler.start + 8 : handler.start + 12]
    return _Track(kind, None if header is None else seconds_of(content, header))
