"""How long a video is, by the header of its file: MP4 and QuickTime, or WebM."""

import struct
from datetime import timedelta
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from bot.media.boxes import boxes_within, read_boxes, seconds_of
from bot.media.webm import EBML, HEAD_BYTES, webm_seconds

LONGEST: Final = timedelta(hours=24)


def read_length(path: Path) -> timedelta | None:
    """How long the video at `path` is; None where its header does not tell, or is broken."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            seconds = webm_seconds(content[:HEAD_BYTES]) if content[:4] == EBML else _mp4_seconds(content)
    except (OSError, ValueError, struct.error, IndexError):  # ValueError: also an empty file
        return None
    if seconds is None or not 0 < seconds <= LONGEST.total_seconds():
        return None
    return timedelta(seconds=seconds)


def _mp4_seconds(content: mmap) -> float | None:
    header = next(boxes_within(content, read_boxes(content, 0, len(content)), b"moov", b"mvhd"), None)
    return None if header is None else seconds_of(content, header)
