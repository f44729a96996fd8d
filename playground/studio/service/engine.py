"""What turns a task into a video: a child process that renders, or a copy of a ready file."""

import asyncio
import json
import logging
import os
import shutil
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import av

from playground.studio.service.errors import ApiError
from playground.studio.service.settings import CannotStart, ReadyAnswer, Settings
from playground.studio.service.tasks import Task

logger = logging.getLogger(__name__)

_PATIENCE_SECONDS: Final = 5.0
_READY_AT_ONCE: Final = 100_000
_NOT_FINISHED: Final = ApiError("inferenceError", "The renderer ended before the video was finished.")
_STALLED: Final = ApiError("timeoutProvider", "The renderer did not answer in time and was stopped.")

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


def engine_for(settings: Settings) -> Engine:
    """The engine that the settings ask for."""
    if settings.ready is not None:
        return ReadyEngine(settings.ready)
    return ChildEngine(settings.renderer, settings.stall_seconds)


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


def _duration_seconds(file: Path) -> float:
    try:
        with av.open(str(file)) as container:
            duration = container.duration
    except (av.FFmpegError, OSError) as error:
        raise CannotStart(f"{file} is not a video: {error}") from error
    if not duration:
        raise CannotStart(f"{file} does not say how long it is")
    return float(duration / av.time_base)


class ChildEngine:
    """Renders each order in a process of its own, which reads one JSON object and writes JSON lines."""

    at_once = 1

    def __init__(self, command: tuple[str, ...], stall_seconds: float) -> None:
        self._command = command
        self._stall_seconds = stall_seconds

    async def render(self, order: Order, report: Report) -> float:
        """Run the renderer to its end; it is stopped when this is cancelled or when it falls silent."""
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        complaints = asyncio.create_task(_last_words(process))
        try:
            await _hand_over(process, order)
            return await self._follow(process, report)
        finally:
            await _stop(process)
            words = await complaints
            if process.returncode and words:
                logger.warning("task %s: the renderer complained: %s", order.task.task_uuid, words)

    async def _follow(self, process: Process, report: Report) -> float:
        while True:
            try:
                async with asyncio.timeout(self._stall_seconds):
                    line = await _stream(process.stdout).readline()
            except TimeoutError as error:
                raise RenderFailed(_STALLED) from error
            if not line:
                raise RenderFailed(_NOT_FINISHED)
            word: dict[str, Any] = json.loads(line)
            if "error" in word:
                raise RenderFailed(_told(word["error"]))
            if "done" in word:
                await _wait(process)
                return float(word["done"]["duration_seconds"])
            report(float(word["progress"]))


def _told(error: dict[str, Any]) -> ApiError:
    return ApiError(error["code"], error["message"], error.get("parameter"))


def _brief(order: Order) -> dict[str, Any]:
    """The order as the renderer reads it."""
    task, materials = order.task, order.materials
    return {
        "script": task.text,
        "voice": task.voice,
        "language": task.language,
        "speed": task.speed,
        "pitch": task.pitch,
        "audio": _text(materials.audio),
        "avatar": task.avatar,
        "image": _text(materials.image),
        "prompt": task.prompt,
        "expressiveness": task.expressiveness,
        "background_image": _text(materials.background),
        "background_color": task.background_color,
        "remove_background": task.remove_background,
        "width": task.width,
        "height": task.height,
        "resolution": task.resolution,
        "format": task.output_format,
        "quality": task.quality,
        "seed": order.seed,
        "out": str(order.out),
        "label": True,
    }


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


async def _hand_over(process: Process, order: Order) -> None:
    stdin = process.stdin
    assert stdin is not None
    with suppress(ConnectionError):  # a renderer that is gone is noticed by what it did not say
        stdin.write(json.dumps(_brief(order)).encode() + b"\n")
        await stdin.drain()
        stdin.close()


async def _stop(process: Process) -> None:
    """Make sure that the process and what it started have ended: ask, then insist."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        await _wait(process)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _wait(process: Process) -> None:
    """Give the process a moment to end by itself."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await process.wait()


async def _last_words(process: Process) -> str:
    """The end of what the process wrote to its standard error."""
    tail = b""
    stream = _stream(process.stderr)
    while piece := await stream.read(4096):
        tail = (tail + piece)[-2000:]
    return tail.decode(errors="replace").strip()


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    assert stream is not None
    return stream
