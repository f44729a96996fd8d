"""Recordings without their notes: the sound stays as it was encoded, bit by bit; titles, places and covers go."""

import struct
import zlib
from collections.abc import Callable
from typing import Final

from bot.media.frames import keep_adts, keep_mp3
from bot.media.mp4 import strip_mp4

_SOUND_CHUNKS: Final = frozenset({b"fmt ", b"fact", b"data"})
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_PAGE: Final = b"OggS\x00"
_MOST_PAGES: Final = 1_000
"""A cover as large as a file may be takes less than half of them."""


def strip_recording(content: bytes, media_type: str) -> bytes:
    """The same sound in a file that tells nothing else; `media_type` is what it was checked to be."""
    return _STRIPPERS[media_type](content)


def _strip_wav(content: bytes) -> bytes:
    """With true sizes, where it was written without knowing its end."""
    at, chunks = 12, bytearray()
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        body = content[at + 8 : at + 8 + size]
        if name in _SOUND_CHUNKS:
            if name == b"data" and size == 0:
                body = content[at + 8 :]
            chunks += struct.pack("<4sI", name, len(body)) + body + bytes(len(body) % 2)
        if name == b"data":
            break
        at += 8 + size + size % 2
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _strip_flac(content: bytes) -> bytes:
    """https://www.rfc-editor.org/rfc/rfc9639#section-8: of the blocks before the sound only the first is needed."""
    at, is_last = 4, False
    first = b""
    while not is_last:
        head = content[at]
        after = at + 4 + int.from_bytes(content[at + 1 : at + 4], "big")
        first = first or content[at + 1 : after]
        is_last, at = bool(head & 0x80), after
    return b"fLaC\x80" + first + content[at:]


def _strip_ogg(content: bytes) -> bytes:
    """The second packet is blanked where it stands, and its pages signed anew: https://www.rfc-editor.org/rfc/rfc3533."""
    stripped, at, finished = bytearray(content), 0, 0
    packet = bytearray()
    spans: list[tuple[int, int]] = []
    for _ in range(_MOST_PAGES):
        if finished >= 2:
            break
        if stripped[at : at + 5] != _PAGE:
            raise ValueError("no page begins here")
        lengths = stripped[at + 27 : at + 27 + stripped[at + 26]]
        start = at + 27 + len(lengths)
        body = start
        for length in lengths:
            if finished == 1:
                packet += stripped[body : body + length]
                spans.append((body, body + length))
            body += length
            finished += length < 255
        at = body
    if finished < 2:
        raise ValueError("the notes do not end")
    _put(stripped, spans, _blank_comment(bytes(packet)))
    _sign(stripped, at)
    return bytes(stripped)


def _blank_comment(packet: bytes) -> bytes:
    """The packet of notes in its old length: all of it is the name of the encoder, in blanks, and no note follows.

    https://www.rfc-editor.org/rfc/rfc7845#section-5.2, https://xiph.org/vorbis/doc/v-comment.html
    """
    name = next((start for start in (b"OpusTags", b"\x03vorbis") if packet.startswith(start)), None)
    if name is None:
        raise ValueError("the second packet holds no notes")
    framing = b"" if name == b"OpusTags" else b"\x01"
    blanks = len(packet) - len(name) - 8 - len(framing)
    if blanks < 0:
        raise ValueError("the notes are cut off")
    return name + struct.pack("<I", blanks) + b" " * blanks + struct.pack("<I", 0) + framing


def _put(content: bytearray, spans: list[tuple[int, int]], packet: bytes) -> None:
    taken = 0
    for start, end in spans:
        content[start:end] = packet[taken : taken + end - start]
        taken += end - start


def _sign(content: bytearray, until: int) -> None:
    """Give the pages up to there their checksums."""
    at = 0
    while at < until:
        lengths = content[at + 27 : at + 27 + content[at + 26]]
        end = at + 27 + len(lengths) + sum(lengths)
        content[at + 22 : at + 26] = bytes(4)
        content[at + 22 : at + 26] = struct.pack("<I", page_checksum(bytes(content[at:end])))
        at = end


def page_checksum(page: bytes) -> int:
    """OGG's checksum is that of ZIP with the bits the other way round, begun with and ended without ones."""
    mirrored = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


_STRIPPERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "audio/wav": _strip_wav,
    "audio/flac": _strip_flac,
    "audio/ogg": _strip_ogg,
    "audio/mp4": strip_mp4,
    "audio/mpeg": keep_mp3,
    "audio/aac": keep_adts,
}
