"""One order to the renderer, as it arrives on standard input, and the facts of the file that came of it."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Format = Literal["MP4", "WEBM", "MOV"]


class RenderRequest(BaseModel):
    """A script, who says it, how, and where the file goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    script: str
    avatar: str = Field(min_length=1)
    voice: str
    language: str | None = None
    speed: float = Field(default=1.0, ge=0.5, le=1.5)
    pitch: float = Field(default=0.0, ge=-50.0, le=50.0)
    width: int = Field(default=1280, ge=128, le=3840, multiple_of=2)
    height: int = Field(default=720, ge=128, le=3840, multiple_of=2)
    format: Format = "MP4"
    quality: int = Field(default=95, ge=20, le=99)
    seed: int = Field(default=0, ge=0)
    out: Path
    label: bool = True


class ClipFacts(BaseModel):
    """The measures of a finished file."""

    model_config = ConfigDict(frozen=True)

    duration_seconds: float
    width: int
    height: int
    format: Format
    frames: int
