"""What a recording says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sound:
    """The media type and the length of a recording; `seconds` is None where the file does not tell.

    `whole` is False for one whose end is missing, `moving` says that it is a video.
    """

    media_type: str
    seconds: float | None
    whole: bool = True
    moving: bool = False
