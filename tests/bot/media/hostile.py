"""Files that were made to hurt whoever reads them, and some that are only odd; all of them made here."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image

from tests.bot.media.samples import picture, recording, video

PNG = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int, data: bytes, *extra: tuple[bytes, bytes], depth: int = 8, colours: int = 2) -> bytes:
    """A PNG of these chunks, with the right checksums."""
    header = struct.pack(">II5B", width, height, depth, colours, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", data), (b"IEND", b"")]
    return PNG + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


@cache
def zeros(count: int) -> bytes:
    """So many zeros, deflated piece by piece."""
    press, piece = zlib.compressobj(9), bytes(1 << 20)
    return (
        b"".join(press.compress(piece[: min(1 << 20, count - at)]) for at in range(0, count, 1 << 20)) + press.flush()
    )


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    """The picture as Pillow writes it."""
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def grey(mode: str = "RGB", side: int = 64) -> Image.Image:
    """A plain picture."""
    return Image.new(mode, (side, side))


def wav(claimed: int, there: int = 4_000, *, riff: int = 36, rate: int = 8_000) -> bytes:
    """A WAV that claims so many bytes of sound and holds so many."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate, 1, 8)
    return b"RIFF" + struct.pack("<I", riff) + b"WAVE" + form + struct.pack("<4sI", b"data", claimed) + bytes(there)


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG that claims other measures."""
    small = picture("jpg")
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def endless_ogg() -> bytes:
    """Pages of one packet that never ends, which claims to be of a length beyond all numbers."""
    first = recording("ogg")[:58]
    page = b"OggS\x00\x01" + struct.pack("<qIII", (1 << 63) - 1, 1, 1, 0) + b"\xff" + b"\xff" * 255 + bytes(65_025)
    return first + page * 60


def nested_boxes() -> bytes:
    """Boxes within boxes within boxes."""
    inside = b""
    for _ in range(5_000):
        inside = struct.pack(">I4s", 8 + len(inside), b"moov") + inside
    return struct.pack(">I4s", 16, b"ftyp") + b"M4A \0\0\0\0" + inside


def many_boxes() -> bytes:
    """Millions of empty ones."""
    return struct.pack(">I4s", 16, b"ftyp") + b"M4A \0\0\0\0" + struct.pack(">I4s", 8, b"free") * 2_500_000


def animated(kind: str, frames: int) -> bytes:
    """A moving picture."""
    pictures = [Image.new("RGB", (32, 32), (index * 50 % 256, index % 256, 0)) for index in range(frames)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=1)


def broken_middle(ending: str) -> bytes:
    """A picture with noise where its pixels are, whole to look at from outside."""
    whole = bytearray(picture(ending, width=400, height=300))
    middle = len(whole) // 2
    whole[middle : middle + 64] = bytes(range(64))
    return bytes(whole)


PICTURES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a small file of 400 million pixels": (lambda: png(20_000, 20_000, zeros(1 << 20)), "file_too_many_pixels"),
    "a file of 177 million pixels": (lambda: png(13_300, 13_300, zeros(20 << 20), colours=0), "file_too_many_pixels"),
    "300 MB of zeros behind a small header": (lambda: png(64, 64, zeros(300 << 20)), None),
    "300 MB of zeros in a text": (
        lambda: png(64, 64, zeros(64 * 193), (b"zTXt", b"note\0\0" + zeros(300 << 20))),
        None,
    ),
    "300 MB of zeros as a profile": (
        lambda: png(64, 64, zeros(64 * 193), (b"iCCP", b"p\0\0" + zeros(300 << 20))),
        None,
    ),
    "measures beyond all numbers": (lambda: png(0xFFFFFFFF, 0xFFFFFFFF, b""), "file_too_many_pixels"),
    "no width at all": (lambda: png(0, 64, zeros(10)), "file_too_small"),
    "one row of a million pixels": (lambda: png(1_000_000, 1, zeros(3_000_001)), "file_too_small"),
    "a strip, very long": (lambda: png(1_000_000, 24, zeros(24 * 3_000_001)), None),
    "pixels that end early": (lambda: png(64, 64, zeros(100)), "file_damaged"),
    "pixels that are no pixels": (lambda: png(64, 64, b"not deflated at all"), "file_damaged"),
    "half a PNG": (lambda: picture("png")[:-40], "file_cut_off"),
    "half a JPEG": (lambda: picture("jpg")[:-40], "file_cut_off"),
    "half a WebP": (lambda: picture("webp")[:-10], "file_cut_off"),
    "a JPEG of 65,535 x 65,535": (lambda: jpeg_of(65_535, 65_535), "file_too_many_pixels"),
    "a JPEG with more rows than it has": (lambda: jpeg_of(64, 6_000), None),
    "a JPEG with a broken middle": (lambda: broken_middle("jpg"), None),
    "a WebP with a broken middle": (lambda: broken_middle("webp"), None),
    "a PNG with a broken middle": (lambda: broken_middle("png"), "file_damaged"),
    "a JPEG whose end is a ZIP": (lambda: picture("jpg") + b"PK\x03\x04" + bytes(200) + b"\xff\xd9", None),
    "a PNG whose end is a web page": (lambda: picture("png") + b"<script>alert(1)</script>", None),
    "a GIF that is also a script": (lambda: b"GIF89a/*" + bytes(200) + b"*/=1", "file_wrong_kind"),
    "a GIF of 3,000 frames": (lambda: animated("GIF", 3_000), "file_wrong_kind"),
    "an animated PNG": (lambda: animated("PNG", 5), "file_animated"),
    "an animated WebP": (lambda: animated("WEBP", 5), "file_animated"),
    "a PNG of 16 bits of grey": (lambda: saved(Image.new("I;16", (64, 64), 30_000), "PNG"), None),
    "a PNG of one bit": (lambda: saved(grey("1"), "PNG"), None),
    "a PNG with a palette that can be seen through": (lambda: saved(grey("P"), "PNG", transparency=0), None),
    "a JPEG for printing": (lambda: saved(grey("CMYK"), "JPEG"), "file_print_colours"),
    "a TIFF": (lambda: saved(grey(), "TIFF"), "file_wrong_kind"),
    "an icon": (lambda: saved(grey(), "ICO"), "file_wrong_kind"),
    "a BMP": (lambda: saved(grey(), "BMP"), "file_wrong_kind"),
    "a drawing that asks for a file": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "file_wrong_kind",
    ),
    "a drawing that grows without end": (
        lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>',
        "file_wrong_kind",
    ),
    "PostScript": (
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file",
        "file_wrong_kind",
    ),
    "a JPEG with broken notes": (
        lambda: saved(grey(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03\xff\xff\xff\xff" * 9),
        None,
    ),
    "a JPEG with a profile that is none": (lambda: saved(grey(), "JPEG", icc_profile=b"no profile" * 50), None),
    "nothing": (lambda: b"", "file_empty"),
}
"""By what it is: how it is made, and the code that it is refused with (None: it may be read, or be called damaged)."""

RECORDINGS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a WAV that claims four gigabytes": (lambda: wav(0xFFFFFFF0), "file_cut_off"),
    "a WAV that claims more than there is": (lambda: wav(400_000), "file_cut_off"),
    "a WAV without a beginning": (lambda: b"RIFF\0\0\0\0WAVEdata\xff\xff\xff\xff" + bytes(99), "file_wrong_kind"),
    "a WAV at no speed": (lambda: wav(4_000, rate=0), "file_wrong_kind"),
    "a WAV whose chunks lead nowhere": (lambda: wav(4_000)[:12] + b"LIST\xf0\xff\xff\xff" * 20, "file_wrong_kind"),
    "an MP3 of random frames": (
        lambda: b"ID3\4" + bytes(6) + np.random.default_rng(7).integers(0, 256, 2_000_000, np.uint8).tobytes(),
        None,
    ),
    "an MP3 of ones": (lambda: b"\xff" * 20_000_000, "file_wrong_kind"),
    "an MP3 behind a tag that claims 256 MB": (
        lambda: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + recording("mp3"),
        "file_cut_off",
    ),
    "an MP3 of a million tiny frames": (lambda: (b"\xff\xe3\x18\xc4" + bytes(20)) * 900_000, None),
    "an AAC of frames without an end": (lambda: (b"\xff\xf1\x50\x80\x00\xff\xfc" + b"\0") * 2_000_000, None),
    "an endless OGG": (endless_ogg, None),
    "an OGG of pages that hold nothing": (
        lambda: recording("opus")[:47] + (b"OggS\x00\x00" + bytes(20) + b"\x00") * 800_000,
        None,
    ),
    "an OGG cut off in its notes": (lambda: recording("ogg")[:200], "file_cut_off"),
    "a FLAC whose blocks lead nowhere": (lambda: recording("flac")[:4] + b"\x00\xff\xff\xff" + bytes(64), None),
    "an M4A of boxes within boxes": (nested_boxes, None),
    "an M4A of 2.5 million boxes": (many_boxes, "file_cut_off"),
    "an M4A of a box with no size": (
        lambda: b"\0\0\0\x10ftypM4A \0\0\0\0" + b"\0\0\0\1moov" + b"\xff" * 8,
        "file_cut_off",
    ),
    "a video as a recording": (video, "file_wrong_kind"),
    "a JPEG as a recording": (lambda: picture("jpg"), "file_wrong_kind"),
}
"""As above."""
