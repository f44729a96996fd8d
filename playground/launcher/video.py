"""What a saved video really holds."""

from dataclasses import dataclass
from pathlib import Path

import av


@dataclass(frozen=True)
class Probed:
    """Length in seconds, size in pixels, and the container's name as the Runware API spells it."""

    duration_seconds: float
    width: int
    height: int
    format: str


class NotAVideo(Exception):
    """The file cannot be read as a video."""


def probe(path: Path) -> Probed:
    """Read the file's streams; raises NotAVideo."""
    try:
        return _probe(path)
    except (av.FFmpegError, IndexError) as error:
        raise NotAVideo(f"{path.name} cannot be read as a video: {error}") from error


def _probe(path: Path) -> Probed:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        length = container.duration / av.time_base if container.duration else 0.0
        return Probed(round(length, 2), stream.width, stream.height, _format(container.format.name, path))


def _format(names: str, path: Path) -> str:
    """FFmpeg calls MP4 and MOV by one name, and WEBM and MKV by another: the file's ending says which it is."""
    ending = path.suffix.removeprefix(".").lower()
    return (ending if ending in names.split(",") else names.partition(",")[0]).upper()
