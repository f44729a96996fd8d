"""The queue: it takes what waits, in order, and has it rendered."""

import asyncio
import json
import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from playground.dials import Clock, Fault, FaultDial
from playground.studio.service.answers import webhook_body
from playground.studio.service.delivery.table import NewDelivery
from playground.studio.service.engine import Engine, Order, RenderFailed
from playground.studio.service.errors import ApiError
from playground.studio.service.media.gathering import Gatherer
from playground.studio.service.pricing import cents_for
from playground.studio.service.safety import check_content
from playground.studio.service.store import Store
from playground.studio.service.tasks import Result, Shown, StoredTask

logger = logging.getLogger(__name__)

FOLDER_BYTES: Final = 10 * 2**30
_BROKEN: Final = ApiError("inferenceError", "The studio could not render this task.")
_FULL: Final = ApiError(
    "processingFailed", "The studio keeps no more than 10 GiB of videos: wait until some expire, or ask for less ttl."
)


@dataclass(frozen=True)
class Workshop:
    """Where videos are made: with which engine, from whose materials, into which folder."""

    engine: Engine
    gatherer: Gatherer
    videos: Path
    least_free_bytes: int = 0


class RenderQueue:
    """Renders queued results, as many at a time as the engine can; `progress` tells how far each one is.

    `on_settled` is called after a result was recorded. A fault on `render` meets one result: `slow` holds it up and
    lets those behind it go first, `error` fails it with that code, `cut_before` with a provider's.
    """

    def __init__(
        self, store: Store, workshop: Workshop, *, clock: Clock, faults: FaultDial, on_settled: Callable[[], None]
    ) -> None:
        self._store = store
        self._workshop = workshop
        self._clock = clock
        self._faults = faults
        self._on_settled = on_settled
        self._wake = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self.progress: dict[str, float] = {}

    def start(self) -> None:
        """Begin; what an earlier run left unfinished is in the queue."""
        self._running = asyncio.create_task(self._run())
        self._running.add_done_callback(_tell_death)

    async def stop(self) -> None:
        """Stop; what is being rendered is cancelled and stays unfinished."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        await self._workshop.engine.rest()
        self.progress.clear()

    def wake(self) -> None:
        """Look for new work."""
        self._wake.set()

    async def _run(self) -> None:
        free = asyncio.Semaphore(self._workshop.engine.at_once)
        async with asyncio.TaskGroup() as renders:
            while True:
                await free.acquire()
                render = renders.create_task(self._settle(await self._next(), free))
                render.add_done_callback(lambda _: free.release())

    async def _next(self) -> Result:
        while (result := self._store.take_next()) is None:
            self._wake.clear()
            await self._wake.wait()
        return result

    async def _settle(self, result: Result, free: asyncio.Semaphore) -> None:
        """Render one result and record what came of it; whatever goes wrong, the queue goes on."""
        stored = self._store.task(result.task_uuid)
        assert stored is not None
        fault = self._faults.take_own("render")
        try:
            await _meet_fault(fault, free)
            ended = await self._render(result, stored)
        except RenderFailed as failure:
            ended = _failed(result, failure.error)
        except Exception:
            logger.exception("task %s: rendering broke", result.task_uuid)
            ended = _failed(result, _BROKEN)
        finally:
            self.progress.pop(result.video_uuid, None)
        if ended.state == "error" and fault is not None:
            ended = replace(ended, error_shape=fault.shape)
        ended = replace(ended, finished_at=self._clock.now())
        self._store.settle(ended, _deliveries(ended, stored))
        self._on_settled()

    async def _render(self, result: Result, stored: StoredTask) -> Result:
        if refusal := check_content(stored.task):
            raise RenderFailed(refusal)
        if self._store.kept_bytes > FOLDER_BYTES:
            raise RenderFailed(_FULL)
        least = self._workshop.least_free_bytes
        if shutil.disk_usage(self._workshop.videos).free < least:
            message = f"The studio's disk has less than {least // 2**20} MiB of room left: free some, then try again."
            raise RenderFailed(ApiError("processingFailed", message))

        def report(progress: float) -> None:
            self.progress[result.video_uuid] = progress

        out = self._workshop.videos / result.file_name
        async with self._workshop.gatherer.gathered(stored.task, result.video_uuid) as materials:
            order = Order(stored.task, materials, position=result.position, seed=result.seed, out=out)
            duration_seconds = await self._workshop.engine.render(order, report)
        return replace(
            result,
            state="success",
            captions=await asyncio.to_thread(_captions_beside, out),
            expires_at=self._clock.now() + stored.task.ttl_seconds,
            size_bytes=out.stat().st_size,
            duration_seconds=duration_seconds,
            cost_cents=cents_for(duration_seconds),
        )


def _captions_beside(video: Path) -> str | None:
    """The captions that the renderer put beside a video, as JSON; None for one that only listens to a recording."""
    files = {kind: video.with_suffix(f".{kind}") for kind in ("vtt", "srt")}
    if not all(file.exists() for file in files.values()):
        return None
    return json.dumps({kind: file.read_text(encoding="utf-8") for kind, file in files.items()}, ensure_ascii=False)


def _failed(result: Result, error: ApiError) -> Result:
    parameter = error.parameter if isinstance(error.parameter, str) else None
    return replace(result, state="error", error_code=error.code, error_message=error.message, error_parameter=parameter)


def _deliveries(result: Result, stored: StoredTask) -> list[NewDelivery]:
    """What the end of a result sets off: the file to the endpoint, and word of it to the webhook."""
    task = stored.task
    found = []
    if task.upload_endpoint is not None and result.state == "success":
        found.append(NewDelivery("upload", task.upload_endpoint, result.file_name))
    if task.webhook_url is not None:
        shown = Shown(result, include_cost=task.include_cost, checked=task.safety_mode != "none")
        found.append(NewDelivery("webhook", task.webhook_url, json.dumps(webhook_body(shown, stored.origin))))
    return found


def _tell_death(running: asyncio.Task[None]) -> None:
    if not running.cancelled() and running.exception() is not None:
        logger.critical("the queue has stopped", exc_info=running.exception())


async def _meet_fault(fault: Fault | None, free: asyncio.Semaphore) -> None:
    if fault is None:
        return
    if fault.kind == "slow":
        free.release()
        try:
            await asyncio.sleep(fault.seconds)
        finally:
            await free.acquire()
        return
    code = fault.error if fault.kind == "error" else "providerError"
    raise RenderFailed(ApiError(code, "The studio was told to fail this task."))
