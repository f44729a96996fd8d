"""What kind of file some bytes are, by their first few; names and claims of callers do not count."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class MediaType:
    """A type that the studio takes, with the ending of its files, and what reads the sound out of one, if anything."""

    content_type: str
    suffix: str
    demuxer: str | None = None

    @property
    def family(self) -> str:
        """`image`, `audio` or `video`."""
        return self.content_type.partition("/")[0]


_M4A: Final = MediaType("audio/mp4", ".m4a", "mov")
_MP4: Final = MediaType("video/mp4", ".mp4", "mov")
_MOV: Final = MediaType("video/quicktime", ".mov", "mov")
_AAC: Final = MediaType("audio/aac", ".aac", "aac")
_MP3: Final = MediaType("audio/mpeg", ".mp3", "mp3")
_BY_START: Final = (
    (b"\x89PNG\r\n\x1a\n", MediaType("image/png", ".png")),
    (b"\xff\xd8\xff", MediaType("image/jpeg", ".jpg")),
    (b"fLaC", MediaType("audio/flac", ".flac", "flac")),
    (b"OggS", MediaType("audio/ogg", ".ogg", "ogg")),
    (b"ID3", _MP3),
    (b"\x1aE\xdf\xa3", MediaType("video/webm", ".webm", "matroska")),
)
_RIFF: Final = {b"WEBP": MediaType("image/webp", ".webp"), b"WAVE": MediaType("audio/wav", ".wav", "wav")}
_MPEG_VERSIONS: Final = frozenset({0, 2, 3})  # 2.5, 2 and 1
ACCEPTED: Final = "PNG, JPEG, WebP, WAV, MP3, M4A, AAC, OGG, FLAC, MP4, MOV or WebM"
SNIFFED_BYTES: Final = 16


def sniff(content: bytes) -> MediaType | None:
    """The type of a file with that content, or None when the studio does not take it."""
    for start, media_type in _BY_START:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return {b"M4A ": _M4A, b"M4B ": _M4A, b"qt  ": _MOV}.get(content[8:12], _MP4)
    return _mpeg_audio(content)


def _mpeg_audio(content: bytes) -> MediaType | None:
    """AAC in ADTS frames or MP3 without a tag: both begin with the same eleven bits, and differ in the layer's."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return None
    version, layer = content[1] >> 3 & 3, content[1] >> 1 & 3
    if layer == 0:
        return _AAC if content[1] & 0xF0 == 0xF0 else None
    return _MP3 if layer == 1 and version in _MPEG_VERSIONS else None
