"""Whether a person's file can be used: known by its bytes, whole, and neither too large nor too long."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.errors import FileRefused
from bot.media.kinds import name_kind
from bot.media.limits import LONGEST, PICTURE_KINDS, RECORDING_KINDS, SHORTEST
from bot.media.pictures import PictureHeader, read_picture
from bot.media.recordings import read_recording

MOST_PIXELS: Final = {"JPEG": 40_000_000, "PNG": 25_000_000, "WebP": 25_000_000}
"""A small file can hold so large a picture that whoever decodes it runs out of memory."""
SHORTEST_SIDE: Final = 16
_PRINT_COLOURS: Final = 4


@dataclass(frozen=True)
class Checked:
    """A file that can be used: its media type; of a recording, its length where it tells it."""

    media_type: str
    length: timedelta | None = None


def check_picture(content: bytes) -> Checked:
    """The picture as it can be used; raises FileRefused."""
    header = read_picture(content)
    if header is None:
        raise _wrong_kind(content, f"{PICTURE_KINDS} picture")
    _check_form(header)
    _check_measures(header)
    return Checked(f"image/{header.kind.lower()}")


def check_recording(content: bytes) -> Checked:
    """The recording as it can be used; raises FileRefused."""
    sound = read_recording(content)
    if sound is None:
        raise _wrong_kind(content, f"{RECORDING_KINDS} recording")
    if sound.moving:
        raise FileRefused("file_wrong_kind", f"is a video, not a {RECORDING_KINDS} recording")
    if not sound.whole:
        raise FileRefused("file_cut_off", "is not complete: its end is missing")
    if sound.seconds is None:
        return Checked(sound.media_type)
    if sound.seconds > LONGEST.total_seconds():
        minutes = f"{sound.seconds / 60:,.1f}"
        raise FileRefused("file_too_long", f"is {minutes} minutes long; {LONGEST.seconds // 60} minutes is the most")
    if sound.seconds < SHORTEST.total_seconds():
        raise FileRefused("file_too_short", f"lasts for less than {SHORTEST.total_seconds():g} seconds")
    return Checked(sound.media_type, timedelta(seconds=sound.seconds))


def _wrong_kind(content: bytes, wanted: str) -> FileRefused:
    if not content:
        return FileRefused("file_empty", "is empty")
    found = name_kind(content)
    return FileRefused("file_wrong_kind", f"is {found}, not a {wanted}" if found else f"is not a {wanted}")


def _check_form(header: PictureHeader) -> None:
    if header.animated:
        raise FileRefused("file_animated", f"is an animated {header.kind}, not a still picture")
    if header.components == _PRINT_COLOURS:
        raise FileRefused("file_print_colours", "is in the colours of printing (CMYK), not of screens (RGB)")
    if not header.whole:
        raise FileRefused("file_cut_off", "is not complete: its end is missing")


def _check_measures(header: PictureHeader) -> None:
    measures = f"has {header.width:,} x {header.height:,} pixels"
    if min(header.width, header.height) < SHORTEST_SIDE:
        raise FileRefused("file_too_small", f"{measures}; each side needs at least {SHORTEST_SIDE}")
    most = MOST_PIXELS[header.kind]
    if header.width * header.height > most:
        raise FileRefused(
            "file_too_many_pixels", f"{measures}; a {header.kind} may have {most // 1_000_000} million in all"
        )
