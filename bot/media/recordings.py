"""The header of a recording: its kind and its length, as far as it tells them."""

import struct
from collections.abc import Callable
from typing import Final

from bot.media.frames import read_adts, read_mp3
from bot.media.mp4 import read_mp4
from bot.media.sound import Sound

_PCM: Final = frozenset({1, 3})
_UNKNOWN_SIZE: Final = frozenset({0, 0xFFFFFFFF})
_OPUS_RATE: Final = 48_000
_LARGEST_PAGE: Final = 65_307
"""https://www.rfc-editor.org/rfc/rfc3533#section-6"""


def read_recording(content: bytes) -> Sound | None:
    """What a WAV, MP3, M4A, AAC, OGG or FLAC recording says of itself; None for anything else."""
    try:
        reader = _reader_for(content)
        return None if reader is None else reader(content)
    except (struct.error, IndexError):
        return None


def _reader_for(content: bytes) -> Callable[[bytes], Sound | None] | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return _read_wav
    if content[4:8] == b"ftyp":
        return read_mp4
    tagged = {b"OggS": _read_ogg, b"fLaC": _read_flac}
    if content[:4] in tagged:
        return tagged[content[:4]]
    if content.startswith(b"\xff"):
        return read_adts if content[1] & 0xF6 == 0xF0 else read_mp3
    return read_mp3 if content.startswith(b"ID3") else None


def _read_wav(content: bytes) -> Sound | None:
    """http://soundfile.sapp.org/doc/WaveFormat; what was written without knowing its end has no size."""
    at, bytes_a_second = 12, 0
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name == b"fmt ":
            bytes_a_second = _bytes_a_second(content, at + 8)
        elif name == b"data":
            there = len(content) - at - 8
            if not bytes_a_second:
                return None
            streamed = size in _UNKNOWN_SIZE
            length = (there if streamed else size) / bytes_a_second
            return Sound("audio/wav", length, whole=streamed or size <= there)
        at += 8 + size + size % 2
    return Sound("audio/wav", None, whole=False) if bytes_a_second else None


def _bytes_a_second(content: bytes, at: int) -> int:
    form, channels, rate, bytes_a_second, _, bits = struct.unpack_from("<HHIIHH", content, at)
    return rate * channels * bits // 8 if form in _PCM else int(bytes_a_second)


def _read_ogg(content: bytes) -> Sound | None:
    """https://www.rfc-editor.org/rfc/rfc3533: the last page says how many samples there are."""
    start = content[27 + content[26] :]
    if start.startswith(b"OpusHead"):
        rate, skipped = _OPUS_RATE, struct.unpack_from("<H", start, 10)[0]
    elif start.startswith(b"\x01vorbis"):
        rate, skipped = struct.unpack_from("<I", start, 12)[0], 0
    else:
        return None
    page = content.rfind(b"OggS\x00", max(0, len(content) - _LARGEST_PAGE - 5))
    if page < 0 or not rate:
        return Sound("audio/ogg", None, whole=False)
    samples = struct.unpack_from("<q", content, page + 6)[0]
    lengths = content[page + 27 : page + 27 + content[page + 26]]
    whole = len(lengths) == content[page + 26] and page + 27 + len(lengths) + sum(lengths) <= len(content)
    return Sound("audio/ogg", max(0, samples - skipped) / rate if samples > 0 else None, whole=whole)


def _read_flac(content: bytes) -> Sound | None:
    """https://www.rfc-editor.org/rfc/rfc9639#section-8.2: the first block holds the rate and the number of samples."""
    packed = struct.unpack_from(">Q", content, 18)[0]
    rate, samples = packed >> 44, packed & 0xFFFFFFFFF
    if content[4] & 0x7F or not rate:
        return None
    return Sound("audio/flac", samples / rate if samples else None, whole=True)
