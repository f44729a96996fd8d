"""What a video costs, and what it is expected to cost before it is there."""

import asyncio
from pathlib import Path
from typing import Final

import av

from playground.studio.service.tasks import Task

CENTS_PER_SECOND: Final = 10

# The preview voices' pace at speed 1, and the length taken for a recording that is not there yet.
_CHARACTERS_PER_SECOND: Final = 15.0
_UNKNOWN_RECORDING_SECONDS: Final = 30.0
_SHORTEST_SECONDS: Final = 1.0


def cents_for(seconds: float) -> int:
    """The price of one video of that length."""
    return round(seconds * CENTS_PER_SECOND)


def estimated_seconds(task: Task, recording_seconds: float | None) -> float:
    """The length of one of a task's videos as far as it can be known before it is rendered."""
    if task.text is None:
        return recording_seconds or _UNKNOWN_RECORDING_SECONDS
    return max(len(task.text) / _CHARACTERS_PER_SECOND / task.speed, _SHORTEST_SECONDS)


async def recording_length(file: Path) -> float | None:
    """The length of a recording in seconds, or None when the file does not tell it."""
    return await asyncio.to_thread(_length, file)


def _length(file: Path) -> float | None:
    try:
        with av.open(str(file)) as container:
            return container.duration / av.time_base if container.duration else None
    except (av.FFmpegError, OSError):
        return None
