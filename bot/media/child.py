"""The process in which one file of a person is decoded: `python -m bot.media.child picture`, the bytes on its input.

It holds no secret, may take so much memory and time and no more, and can open no file and no connection. Its output is
one line of JSON, and behind it the cleaned file's bytes.
"""

import json
import resource
import sys
from collections.abc import Callable
from typing import Final

from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from bot.errors import FileRefused
from bot.media.cleaned import DAMAGED, TOO_HEAVY, Cleaned
from bot.media.cleaning import clean_picture, clean_recording

MEMORY_BYTES: Final = 640 * 1024**2
"""A picture of 40 million pixels needs two thirds of it."""
CPU_SECONDS: Final = 8
STANDARD_FILES: Final = 3
"""Input, output and errors, which are open already."""
LOADED: Final = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin, TiffImagePlugin)
"""The decoders that are needed; TIFF is the form in which pictures keep their notes."""
_LIMITS: Final = (
    (resource.RLIMIT_AS, MEMORY_BYTES),
    (resource.RLIMIT_CPU, CPU_SECONDS),
    (resource.RLIMIT_NOFILE, STANDARD_FILES),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
)
_CLEANERS: Final[dict[str, Callable[[bytes], Cleaned]]] = {"picture": clean_picture, "recording": clean_recording}


def main() -> None:
    """Clean what comes in, and say what came of it."""
    clean = _CLEANERS[sys.argv[1]]
    Image.preinit()  # what it loads, it loads while it may open files
    for what, most in _LIMITS:
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most, hard) if hard == resource.RLIM_INFINITY else (min(most, hard), hard))
    try:
        cleaned = clean(sys.stdin.buffer.read())
    except FileRefused as refused:
        _answer({"code": refused.code, "reason": refused.reason}, b"")
    except MemoryError:
        _answer({"code": TOO_HEAVY[0], "reason": TOO_HEAVY[1]}, b"")
    except Exception:  # decoders raise what they like, and here it can only be the file's fault
        _answer({"code": DAMAGED[0], "reason": DAMAGED[1]}, b"")
    else:
        seconds = None if cleaned.length is None else cleaned.length.total_seconds()
        _answer({"media_type": cleaned.media_type, "seconds": seconds}, cleaned.content)


def _answer(head: dict[str, object], content: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
