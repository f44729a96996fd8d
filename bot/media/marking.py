"""Says in a video's own file that it was generated: as a comment that players show, and as the code that machines read.

Nothing is encoded anew, and a file that can be played from its first bytes on stays so.
https://iptc.org/standards/photo-metadata/digital-source-type/, https://developer.adobe.com/xmp/docs/XMPSpecifications/
"""

import shutil
import struct
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO, Final

from bot.media.boxes import Box, boxes_within, fill, read_boxes
from bot.media.webm import EBML, place_for_note

COMMENT: Final = "AI-generated video, made with Herald"
SOURCE_TYPE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's word for what was made by a trained model."""
LONGEST_HEADER: Final = 32 * 1024 * 1024
"""A larger `moov` box is no header of a clip."""
_LOOKED_AT: Final = 64 * 1024
_XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_PACKET: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    f'Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}"/></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
).encode()
_OFFSETS: Final = {b"stco": ">I", b"co64": ">Q"}
_ITUNES: Final = b"mdir"
_HANDLER_BYTES: Final = 32
"""Within so many of the first bytes of a list of notes stands which form they are in."""
_COMMENT_NAME: Final = b"\xa9cmt"


def mark_video(path: Path) -> bool:
    """Mark the MP4, QuickTime or WebM video at `path`, once; False where its form leaves no place for that.

    Whatever happens, the file is either as it was or marked as a whole. Raises OSError.
    """
    marked = path.with_name(f".{path.name}.marked")
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            if _is_marked(content):
                return True
            with marked.open("wb") as target:
                done = _mark_webm(content, target) if content[:4] == EBML else _mark_mp4(content, target)
        if done:
            marked.replace(path)
    except (ValueError, IndexError, struct.error):  # an empty file, or one that breaks off where it must not
        return False
    finally:
        marked.unlink(missing_ok=True)
    return done


def _is_marked(content: mmap) -> bool:
    sought = SOURCE_TYPE.encode()
    return sought in content[:_LOOKED_AT] or sought in content[-_LOOKED_AT:]


def _mark_webm(content: mmap, target: BinaryIO) -> bool:
    place = place_for_note(content, {"COMMENT": COMMENT, "DIGITAL_SOURCE_TYPE": SOURCE_TYPE})
    if place is None:
        return False
    shutil.copyfileobj(_Slice(content, 0, len(content)), target)
    for at, replaced in place:
        target.seek(at)
        target.write(replaced)
    return True


def _mark_mp4(content: mmap, target: BinaryIO) -> bool:
    boxes = list(read_boxes(content, 0, len(content)))
    moov = next((box for box in boxes if box.name == b"moov"), None)
    if moov is None or not all(box.whole for box in boxes) or not fill(boxes, len(content)):
        return False
    if moov.end - moov.at > LONGEST_HEADER:
        return False
    header = content[moov.at : moov.end]
    if not any(box.name == b"moof" for box in boxes):  # pieces that follow may count from the beginning of the file
        header = _box(b"moov", _commented(content[moov.start : moov.end]))
        header = _moved(header, moov.at, len(header) - (moov.end - moov.at))
    shutil.copyfileobj(_Slice(content, 0, moov.at), target)
    target.write(header)
    shutil.copyfileobj(_Slice(content, moov.end, len(content)), target)
    _close_last(content, boxes[-1], target)
    target.write(_box(b"uuid", _XMP + _PACKET))
    return True


class _Slice:
    """A part of the file, to be read like one."""

    def __init__(self, content: mmap, start: int, end: int) -> None:
        self._content, self._at, self._end = content, start, end

    def read(self, size: int = 1 << 20, /) -> bytes:
        piece = self._content[self._at : min(self._at + size, self._end)]
        self._at += len(piece)
        return piece


def _close_last(content: mmap, last: Box, target: BinaryIO) -> None:
    """Give the last box its size, where it only said that it goes on to the end."""
    if content[last.at : last.at + 4] == bytes(4) and last.name != b"moov":
        moved = target.tell() - len(content)
        target.seek(last.at + moved)
        target.write(struct.pack(">I", last.end - last.at))
        target.seek(0, 2)


def _commented(moov: bytes) -> bytes:
    """The header with the comment as the last one in it."""
    note = next(boxes_within(moov, read_boxes(moov, 0, len(moov)), b"udta", b"meta"), None)
    if note is None or _ITUNES in moov[note.start : note.start + _HANDLER_BYTES]:
        text = _box(_COMMENT_NAME, _box(b"data", struct.pack(">II", 1, 0) + COMMENT.encode()))
        return _grown(moov, [b"udta", b"meta", b"ilst"], text)
    quicktime = struct.pack(">HH", len(COMMENT), 0) + COMMENT.encode()
    return _grown(moov, [b"udta"], _box(_COMMENT_NAME, quicktime))


def _grown(content: bytes, path: list[bytes], leaf: bytes) -> bytes:
    """The boxes with a leaf at the end of a path of names; what is missing of the path is made."""
    if not path:
        end = max((box.end for box in read_boxes(content, 0, len(content))), default=0)
        return content[:end] + leaf + content[end:]
    name, rest = path[0], path[1:]
    for box in read_boxes(content, 0, len(content)):
        if box.name == name:
            first = box.start + (4 if name == b"meta" and content[box.start + 4 : box.start + 8] != b"hdlr" else 0)
            inside = content[box.start : first] + _grown(content[first : box.end], rest, leaf)
            return content[: box.at] + _box(name, inside) + content[box.end :]
    start = bytes(4) + _box(b"hdlr", bytes(8) + _ITUNES + b"appl" + bytes(9)) if name == b"meta" else b""
    return _grown(content, [], _box(name, start + _grown(b"", rest, leaf)))


def _moved(header: bytes, at: int, by: int) -> bytes:
    """The header with the places of all that stands behind it counted anew."""
    moved = bytearray(header)
    for table in _tables(header):
        form = _OFFSETS[table.name]
        size = struct.calcsize(form)
        (count,) = struct.unpack_from(">I", header, table.start + 4)
        for place in range(table.start + 8, min(table.start + 8 + count * size, table.end), size):
            (offset,) = struct.unpack_from(form, header, place)
            if offset > at:
                struct.pack_into(form, moved, place, offset + by)
    return bytes(moved)


def _tables(header: bytes) -> Iterator[Box]:
    for name in _OFFSETS:
        moov = read_boxes(header, 0, len(header))
        yield from boxes_within(header, moov, b"moov", b"trak", b"mdia", b"minf", b"stbl", name)


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body
