"""What comes of cleaning a person's file: the file as the service gets it, or why it cannot be used."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

TOO_HEAVY: Final = ("file_too_heavy", "takes more memory or time to be read than a file of its kind should")
DAMAGED: Final = ("file_damaged", "is damaged: it begins as it should, but cannot be read to its end")
"""Codes and reasons of a FileRefused."""


@dataclass(frozen=True)
class Cleaned:
    """A file as the service gets it: its bytes and media type; of a recording, its length where it tells it."""

    content: bytes
    media_type: str
    length: timedelta | None = None
