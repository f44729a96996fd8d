"""The renderer as the service sees it: a child process that reads one JSON object an order and writes JSON lines."""

import asyncio
import json
import logging
import os
import signal
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from playground.studio.service.engine import Engine, Order, ReadyEngine, RenderFailed, Report
from playground.studio.service.errors import ApiError
from playground.studio.service.settings import Settings

logger = logging.getLogger(__name__)

HELD_SECONDS: Final = 10.0
MOST_CLIPS: Final = 8
_PATIENCE_SECONDS: Final = 5.0
_NOT_FINISHED: Final = ApiError("inferenceError", "The renderer ended before the video was finished.")
_STALLED: Final = ApiError("timeoutProvider", "The renderer did not answer in time and was stopped.")
_SEEN: Final = ("avatar", "image", "background", "background_color", "remove_background", "width", "resolution")


class _Gone(Exception):
    """A process that ended without a word about the order it was given."""


@dataclass
class _Child:
    """A running renderer, what its clips show, and how many it has made."""

    process: Process
    complaints: asyncio.Task[str]
    shows: object
    clips: int = 0
    waiting: asyncio.TimerHandle | None = field(default=None, repr=False)


def engine_for(settings: Settings) -> Engine:
    """The engine that the settings ask for."""
    return ChildEngine(settings) if settings.ready is None else ReadyEngine(settings.ready)


class ChildEngine:
    """Renders in a process of its own, stopped when it falls silent or takes too long.

    After a video it is held for a few seconds: a further result of the same task, or another task that shows the same
    presenter, is made of what was drawn already.
    """

    at_once = 1

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held: _Child | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    async def render(self, order: Order, report: Report) -> float:
        """Run the renderer to the end of the order; it is stopped when this is cancelled."""
        held = await self._held_for(order)
        if held is not None:
            with suppress(_Gone):
                return await self._run(held, order, report)
        try:
            return await self._run(await self._started(order), order, report)
        except _Gone as error:
            raise RenderFailed(_NOT_FINISHED) from error

    async def rest(self) -> None:
        """Stop the process that is held, if any."""
        if (held := self._let_go()) is not None:
            await _stop(held)
        await asyncio.gather(*self._leaving)

    async def _started(self, order: Order) -> _Child:
        process = await asyncio.create_subprocess_exec(
            *self._settings.renderer, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        return _Child(process, asyncio.create_task(_last_words(process)), _shown(order))

    async def _run(self, child: _Child, order: Order, report: Report) -> float:
        limit = self._settings.render_seconds
        kept = False
        try:
            async with asyncio.timeout(limit):
                await _hand_over(child.process, _brief(order, label=self._settings.label))
                length = await self._follow(child.process, report)
            kept = True
            return length
        except TimeoutError as error:
            message = f"The video was not finished within {limit / 60:g} minutes, and the renderer was stopped."
            raise RenderFailed(ApiError("timeoutProvider", message)) from error
        finally:
            child.clips += 1
            if kept and child.clips < MOST_CLIPS:
                self._hold(child)
            else:
                await _stop(child, told=None if kept else order)

    def _hold(self, child: _Child) -> None:
        self._held = child
        child.waiting = asyncio.get_running_loop().call_later(HELD_SECONDS, self._dismiss)

    def _dismiss(self) -> None:
        """Stop the held process: nothing more came for it."""
        if (held := self._let_go()) is not None:
            leaving = asyncio.create_task(_stop(held))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    def _let_go(self) -> _Child | None:
        held, self._held = self._held, None
        if held is not None and held.waiting is not None:
            held.waiting.cancel()
        return held

    async def _held_for(self, order: Order) -> _Child | None:
        """The held process if it shows what is ordered; any other is stopped."""
        held = self._let_go()
        if held is not None and (held.shows != _shown(order) or held.process.returncode is not None):
            await _stop(held)
            return None
        return held

    async def _follow(self, process: Process, report: Report) -> float:
        heard = False
        while True:
            try:
                async with asyncio.timeout(self._settings.stall_seconds):
                    line = await _stream(process.stdout).readline()
            except TimeoutError as error:
                raise RenderFailed(_STALLED) from error
            if not line:
                raise RenderFailed(_NOT_FINISHED) if heard else _Gone
            word: dict[str, Any] = json.loads(line)
            heard = True
            if "error" in word:
                raise RenderFailed(_told(word["error"]))
            if "done" in word:
                return float(word["done"]["duration_seconds"])
            report(float(word["progress"]))


def _shown(order: Order) -> object:
    """Equal for orders that show the same presenter in the same way."""
    return tuple(getattr(order.task, name) for name in _SEEN)


def _told(error: dict[str, Any]) -> ApiError:
    return ApiError(error["code"], error["message"], error.get("parameter"))


def _brief(order: Order, *, label: bool) -> dict[str, Any]:
    """The order as the renderer reads it."""
    task, materials = order.task, order.materials
    files = {"audio": materials.audio, "image": materials.image, "background_image": materials.background}
    return {
        **{name: None if path is None else str(path) for name, path in files.items()},
        "script": task.text,
        "voice": task.voice,
        "language": task.language,
        "speed": task.speed,
        "pitch": task.pitch,
        "avatar": task.avatar,
        "prompt": task.prompt,
        "expressiveness": task.expressiveness,
        "background_color": task.background_color,
        "remove_background": task.remove_background,
        "width": task.width,
        "height": task.height,
        "resolution": task.resolution,
        "format": task.output_format,
        "quality": task.quality,
        "seed": order.seed,
        "out": str(order.out),
        "label": label,
    }


async def _hand_over(process: Process, brief: dict[str, Any]) -> None:
    stdin = process.stdin
    assert stdin is not None
    with suppress(ConnectionError):  # a renderer that is gone is noticed by what it did not say
        stdin.write(json.dumps(brief).encode() + b"\n")
        await stdin.drain()


async def _stop(child: _Child, *, told: Order | None = None) -> None:
    """Make sure that the process and what it started have ended: close its input, ask, then insist."""
    process = child.process
    assert process.stdin is not None
    process.stdin.close()
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
    words = await child.complaints
    if told is not None and words:
        logger.warning("task %s: the renderer complained: %s", told.task.task_uuid, words)


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
