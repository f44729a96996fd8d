"""One order to the renderer, as it arrives on standard input, and the facts of the file that came of it."""

from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Format = Literal["MP4", "WEBM", "MOV"]
Expressiveness = Literal["low", "medium", "high"]
Resolution = Literal["360p", "480p", "540p", "720p", "1080p"]

LONGEST_SECONDS: Final = 600
"""How long a film can be."""
LONGEST_RECORDING_SECONDS: Final = LONGEST_SECONDS + 1
"""How long a recording for it can be: encoders add a little silence at the ends."""

SIZES: Final[dict[Resolution, tuple[int, int]]] = {
    "360p": (640, 360),
    "480p": (854, 480),
    "540p": (960, 540),
    "720p": (1280, 720),
    "1080p": (1920, 1080),
}
"""Width and height of each resolution, lying."""


class RenderRequest(BaseModel):
    """What is said or heard, who says it, how, before what, and where the file goes.

    `image`, `audio` and `background_image` are local files. The film is `width` x `height`, or `resolution` at 16:9,
    or 720p when neither is given; a photo keeps its own shape within that resolution.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    script: str | None = None
    voice: str | None = None
    language: str | None = None
    speed: float = Field(default=1.0, ge=0.5, le=1.5)
    pitch: float = Field(default=0.0, ge=-50.0, le=50.0)
    audio: Path | None = None
    avatar: str | None = Field(default=None, min_length=1)
    image: Path | None = None
    prompt: str | None = Field(default=None, max_length=5000)
    expressiveness: Expressiveness = "low"
    background_image: Path | None = None
    background_color: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    remove_background: bool = False
    width: int | None = Field(default=None, ge=128, le=3840, multiple_of=2)
    height: int | None = Field(default=None, ge=128, le=3840, multiple_of=2)
    resolution: Resolution | None = None
    format: Format = "MP4"
    quality: int = Field(default=95, ge=20, le=99)
    seed: int = Field(default=0, ge=0)
    out: Path
    label: bool = True

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if (self.script is None) == (self.audio is None):
            raise ValueError("give either a script or audio")
        if self.script is not None and self.voice is None:
            raise ValueError("a script needs a voice")
        if (self.avatar is None) == (self.image is None):
            raise ValueError("give either an avatar or an image")
        if (self.width is None) != (self.height is None):
            raise ValueError("width and height go together")
        if self.resolution is not None and self.width is not None:
            raise ValueError("give either a resolution or width and height")
        if self.background_color is not None and self.background_image is not None:
            raise ValueError("give either a background colour or a background image")
        return self

    @property
    def size(self) -> tuple[int, int]:
        """The picture's width and height in pixels, both even."""
        if self.width is not None and self.height is not None:
            return self.width, self.height
        return SIZES[self.resolution or "720p"]

    @property
    def replaces_background(self) -> bool:
        """Whether something else, or nothing, is to stand behind the presenter."""
        return self.remove_background or self.background_color is not None or self.background_image is not None

    def sized(self, width: int, height: int) -> Self:
        """The same request for a picture of exactly that size."""
        return self.model_copy(update={"width": width, "height": height, "resolution": None})


class ClipFacts(BaseModel):
    """The measures of a finished file."""

    model_config = ConfigDict(frozen=True)

    duration_seconds: float
    width: int
    height: int
    format: Format
    frames: int
