"""`python -m playground.studio.render`: renders requests, or previews an avatar or a voice, or draws sheets of them."""

import argparse
import ctypes
import importlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from playground.studio.render.telling import BEGUN, write

_MOST_PIXELS: Final = 50_000_000  # whatever a picture's header may claim
_MOST_ARENAS: Final = -8  # glibc's M_ARENA_MAX
_MAPPED_FROM: Final = -3  # glibc's M_MMAP_THRESHOLD
_LARGE_BYTES: Final = 8_000_000  # more than a frame's plane, less than minutes of sound


def main(arguments: list[str]) -> int:
    """Settle what must be known before numpy is loaded or a thread started, then do what is asked; 0 or 1."""
    chosen = _parser().parse_args(arguments)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(_MOST_PIXELS)
    _keep_memory_small()
    if chosen.command is None:
        write({"progress": BEGUN})
        return int(importlib.import_module("playground.studio.render.process").main())
    if chosen.command == "sheet":
        return int(importlib.import_module("playground.studio.render.sheet").main(chosen.out))
    previews = importlib.import_module("playground.studio.render.previews")
    if chosen.command == "preview-avatar":
        return int(previews.main(previews.preview_avatar, chosen.avatar, chosen.out))
    return int(previews.main(previews.preview_voice, chosen.voice, chosen.out))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.studio.render", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    avatar = commands.add_parser("preview-avatar", help="draw a still of an avatar")
    avatar.add_argument("--avatar", required=True, help="the avatar's id")
    avatar.add_argument("--out", required=True, type=Path, help="the PNG or JPEG file")
    voice = commands.add_parser("preview-voice", help="speak a sentence in a voice")
    voice.add_argument("--voice", required=True, help="the voice's id")
    voice.add_argument("--out", required=True, type=Path, help="the M4A or WAV file")
    sheet = commands.add_parser("sheet", help="draw sheets of avatars, mouths and a sentence")
    sheet.add_argument("--out", required=True, type=Path, help="the folder")
    return parser


def _keep_memory_small() -> None:
    """With an arena for each thread, glibc would hold 40 MB more at 1080p, and it would not give back what long sounds
    took on their way; other systems have no such settings.
    """
    with suppress(AttributeError, OSError, TypeError):
        system = ctypes.CDLL(None)
        system.mallopt(_MOST_ARENAS, 2)
        system.mallopt(_MAPPED_FROM, _LARGE_BYTES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
