"""What turns a task into a video, and the simplest thing that does: a copy of a ready file."""

import asyncio
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import av

from playground.studio.service.errors import ApiError
from playground.studio.service.settings import CannotStart, ReadyAnswer
from playground.studio.service.tasks import Task

_READY_AT_ONCE: Final = 100_000

Report = Callable[[float], None]


@dataclass(frozen=True)
class Materials:
    """The files that a task's media were brought to, of those that it has."""

    image: Path | None = None
    audio: Path | None = None
    background: Path | None = None


@dataclass(frozen=True)
class Order:
    """One video to make: of which task, from what, which of its variations, and where to put it."""

    task: Task
    materials: Materials
    position: int
    seed: int
    out: Path


class RenderFailed(Exception):
    """A video that came to nothing, with the reason as callers will read it."""

    def __init__(self, error: ApiError) -> None:
        super().__init__(error.message)
        self.error = error


class Engine(Protocol):
    """Makes `at_once` videos at a time."""

    at_once: int

    async def render(self, order: Order, report: Report) -> float:
        """Make the video, reporting progress from 0 to 1; returns its length in seconds, raises `RenderFailed`."""
        ...

    async def rest(self) -> None:
        """Let go of whatever is held for the next video."""
        ...


class ReadyEngine:
    """Answers every order with a copy of one file, after a while; all at the same time.

    The first result of a task takes the time that was asked for, each further one half of it more.
    """

    at_once = _READY_AT_ONCE

    def __init__(self, answer: ReadyAnswer) -> None:
        self._answer = answer
        self._duration_seconds = _duration_seconds(answer.file)

    async def render(self, order: Order, report: Report) -> float:
        """Wait, then put the file in place; a hard link where that is possible."""
        report(0.0)
        await asyncio.sleep(self._answer.after_seconds * (1 + order.position / 2))
        order.out.unlink(missing_ok=True)
        try:
            os.link(self._answer.file, order.out)
        except OSError:
            shutil.copyfile(self._answer.file, order.out)
        return self._duration_seconds

    async def rest(self) -> None:
        """Nothing is held."""


def _duration_seconds(file: Path) -> float:
    try:
        with av.open(str(file)) as container:
            duration = container.duration
    except (av.FFmpegError, OSError) as error:
        raise CannotStart(f"{file} is not a video: {error}") from error
    if not duration:
        raise CannotStart(f"{file} does not say how long it is")
    return float(duration / av.time_base)
