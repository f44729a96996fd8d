"""MP3 and AAC recordings: frames one after the other, each of which says how long it is."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.media.sound import Sound

_FEWEST_FRAMES: Final = 3
"""Fewer may be chance: the two bytes that begin a frame are found in any data."""
_GAPS: Final = 50
"""How often sound may be looked for anew behind something else, such as a picture's tag in the middle."""
_FORGIVEN: Final = 0.98
"""Of as many frames as were announced these may be there without the file counting as cut off."""
_ENOUGH_SECONDS: Final = 3600.0
"""Nobody counts on where a recording is far too long already."""
_MP3_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""By version: MPEG 1, 2 and 2.5."""
_MP3_KBITS: Final = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_AAC_RATES: Final = (
    96_000,
    88_200,
    64_000,
    48_000,
    44_100,
    32_000,
    24_000,
    22_050,
    16_000,
    12_000,
    11_025,
    8_000,
    7350,
)


@dataclass(frozen=True)
class _Frame:
    size: int
    samples: int
    rate: int


@dataclass
class _Count:
    frames: int = 0
    seconds: float = 0.0


def read_mp3(content: bytes) -> Sound | None:
    """http://www.mp3-tech.org/programmer/frame_header.html; the first frame may announce how many follow."""
    start = _after_tag(content)
    if start > len(content):
        return Sound("audio/mpeg", None, whole=False)
    count = _count(content, start, _mp3_frame)
    if count.frames < _FEWEST_FRAMES:
        return None
    announced = _announced(content, start)
    whole = announced is None or count.frames >= announced * _FORGIVEN - 1
    return Sound("audio/mpeg", count.seconds, whole=whole)


def read_adts(content: bytes) -> Sound | None:
    """https://wiki.multimedia.cx/index.php/ADTS."""
    count = _count(content, 0, _adts_frame)
    return Sound("audio/aac", count.seconds) if count.frames >= _FEWEST_FRAMES else None


def keep_mp3(content: bytes) -> bytes:
    """The frames alone, without what stands before, between and behind them."""
    return _kept(content, _after_tag(content), _mp3_frame)


def keep_adts(content: bytes) -> bytes:
    """As above."""
    return _kept(content, 0, _adts_frame)


def _kept(content: bytes, start: int, read: Callable[[bytes, int], _Frame | None]) -> bytes:
    """The frames that are there as a whole."""
    frames = _frames(content, start, read)
    return b"".join(content[at : at + frame.size] for at, frame in frames if at + frame.size <= len(content))


def _count(content: bytes, start: int, read: Callable[[bytes, int], _Frame | None]) -> _Count:
    count = _Count()
    for _, frame in _frames(content, start, read):
        count.frames += 1
        count.seconds += frame.samples / frame.rate
        if count.seconds >= _ENOUGH_SECONDS:
            break
    return count


def _frames(content: bytes, at: int, read: Callable[[bytes, int], _Frame | None]) -> Iterator[tuple[int, _Frame]]:
    """Each frame and where it begins."""
    gaps = 0
    while at + 7 <= len(content):
        frame = read(content, at)
        if frame is not None:
            yield at, frame
            at += frame.size
            continue
        gaps += 1
        at = content.find(b"\xff", at + 1)
        if at < 0 or gaps > _GAPS:
            break


def _mp3_frame(content: bytes, at: int) -> _Frame | None:
    header = struct.unpack_from(">I", content, at)[0]
    version, layer = header >> 19 & 3, header >> 17 & 3
    kbits, rate, padding = header >> 12 & 15, header >> 10 & 3, header >> 9 & 1
    if header >> 21 != 0x7FF or version == 1 or layer != 1 or rate == 3 or not 0 < kbits < 15:
        return None
    hertz, is_first = _MP3_RATES[version][rate], version == 3
    samples = 1152 if is_first else 576
    return _Frame(samples * _MP3_KBITS[is_first][kbits - 1] * 125 // hertz + padding, samples, hertz)


def _adts_frame(content: bytes, at: int) -> _Frame | None:
    header = int.from_bytes(content[at : at + 7], "big")
    rate, size, blocks = header >> 34 & 15, header >> 13 & 0x1FFF, (header & 3) + 1
    if header >> 44 != 0xFFF or header >> 41 & 3 or rate >= len(_AAC_RATES) or size < 7:
        return None
    return _Frame(size, 1024 * blocks, _AAC_RATES[rate])


def _after_tag(content: bytes) -> int:
    """Where the sound begins: behind the tag with title and cover, if there is one (https://id3.org/id3v2.4.0-structure)."""
    if not content.startswith(b"ID3"):
        return 0
    size = 0
    for seven_bits in content[6:10]:
        size = size << 7 | (seven_bits & 0x7F)
    return 10 + size


def _announced(content: bytes, start: int) -> int | None:
    """How many frames the encoder wrote, by the note in the first one (Xing or Info)."""
    for name in (b"Xing", b"Info"):
        at = content.find(name, start, start + 200)
        if at >= 0 and at + 12 <= len(content):
            flags, frames = struct.unpack_from(">II", content, at + 4)
            return int(frames) if flags & 1 else None
    return None
