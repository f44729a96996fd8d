"""What a person's file may be: its kinds, its size, and how long a recording of its size can be."""

from datetime import timedelta
from typing import Final, Literal

Kind = Literal["picture", "recording"]

PICTURE_BYTES: Final = 10 * 1000**2
RECORDING_BYTES: Final = 25 * 1000**2
LONGEST: Final = timedelta(minutes=10)
"""The longest recording that the model takes: https://developers.heygen.com/docs/usage-limits.md"""
SHORTEST: Final = timedelta(seconds=0.5)

PICTURE_ENDINGS: Final = ("jpg", "jpeg", "png", "webp")
RECORDING_ENDINGS: Final = ("wav", "mp3", "m4a", "aac", "ogg", "flac")
PICTURE_KINDS: Final = "JPEG, PNG or WebP"
RECORDING_KINDS: Final = "WAV, MP3, M4A, AAC, OGG or FLAC"

_FEWEST_BYTES_A_SECOND: Final = {"wav": 16_000, "flac": 8_000, "mp3": 4_000, "m4a": 4_000, "aac": 4_000, "ogg": 2_000}
"""Speech that can still be understood: 8 kHz of 16 bits, half of it where nothing is lost, 32 and 16 kbit/s."""


def longest_length(size_bytes: int, ending: str) -> timedelta:
    """The longest that a recording of this size and kind may be: what money is kept for until it has been measured."""
    seconds = size_bytes / _FEWEST_BYTES_A_SECOND.get(ending, 2_000)
    return max(SHORTEST, min(timedelta(seconds=seconds), LONGEST))
