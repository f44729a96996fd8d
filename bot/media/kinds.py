"""What some bytes are, told by the first of them; names and the sender's claims do not count."""

from typing import Final

_STARTS: Final = (
    (b"GIF8", "a GIF"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP file or an office document"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\x1aE\xdf\xa3", "a WebM or Matroska file"),
    (b"#!AMR", "an AMR recording"),
    (b"0&\xb2u", "a Windows Media file"),
    (b"FORM", "an AIFF recording"),
    (b"caff", "a CAF recording"),
    (b"MThd", "a MIDI file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an OGG recording"),
    (b"fLaC", "a FLAC recording"),
)
_RIFF: Final = {b"WEBP": "a WebP picture", b"WAVE": "a WAV recording", b"AVI ": "an AVI video"}
_BRANDS: Final = {
    **dict.fromkeys((b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc"), "a HEIC photo"),
    **dict.fromkeys((b"avif", b"avis"), "an AVIF picture"),
    **dict.fromkeys((b"M4A ", b"M4B "), "an M4A recording"),
    b"qt  ": "a QuickTime video",
}


def name_kind(content: bytes) -> str | None:
    """What people call a file of this kind; None for one that is not known here."""
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "an MP4 file")
    if is_web_page(content):
        return "a web page"
    if b"<svg" in content[:1000]:
        return "an SVG drawing"
    return next((name for start, name in _STARTS if content.startswith(start)), None)


def is_web_page(content: bytes) -> bool:
    """Whether the bytes are HTML, such as the page on which strangers are asked to sign in."""
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))
