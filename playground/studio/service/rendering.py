"""The queue: it takes what waits, in order, and has it rendered."""

import asyncio
import logging
from contextlib import suppress
from pathlib import Path
from typing import Final

from playground.dials import Clock, FaultDial
from playground.studio.service.engine import Engine, Order, RenderFailed
from playground.studio.service.errors import ApiError
from playground.studio.service.store import Store
from playground.studio.service.tasks import Result

logger = logging.getLogger(__name__)

CENTS_PER_SECOND: Final = 10
_BROKEN: Final = ApiError("inferenceError", "The studio could not render this task.")


class RenderQueue:
    """Renders queued results with `engine`, as many at a time as it can; `progress` tells how far each one is."""

    def __init__(self, store: Store, engine: Engine, *, videos: Path, clock: Clock, faults: FaultDial) -> None:
        self._store = store
        self._engine = engine
        self._videos = videos
        self._clock = clock
        self._faults = faults
        self._wake = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self.progress: dict[str, float] = {}

    def start(self) -> None:
        """Begin with what an earlier run left unfinished."""
        self._store.requeue_unfinished()
        self._running = asyncio.create_task(self._run())
        self._running.add_done_callback(_tell_death)

    async def stop(self) -> None:
        """Stop; what is being rendered is cancelled and stays unfinished."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        self.progress.clear()

    def wake(self) -> None:
        """Look for new work."""
        self._wake.set()

    async def _run(self) -> None:
        free = asyncio.Semaphore(self._engine.at_once)
        async with asyncio.TaskGroup() as renders:
            while True:
                await free.acquire()
                result = await self._next()
                render = renders.create_task(self._settle(result))
                render.add_done_callback(lambda _: free.release())

    async def _next(self) -> Result:
        while (result := self._store.take_next()) is None:
            self._wake.clear()
            await self._wake.wait()
        return result

    async def _settle(self, result: Result) -> None:
        """Render one result and record what came of it; whatever goes wrong, the queue goes on."""
        try:
            await _meet_fault(self._faults)
            await self._render(result)
        except RenderFailed as failure:
            self._store.fail(result, failure.error, self._clock.now())
        except Exception:
            logger.exception("task %s: rendering broke", result.task_uuid)
            self._store.fail(result, _BROKEN, self._clock.now())
        finally:
            self.progress.pop(result.video_uuid, None)

    async def _render(self, result: Result) -> None:
        stored = self._store.task(result.task_uuid)
        assert stored is not None

        def report(progress: float) -> None:
            self.progress[result.video_uuid] = progress

        order = Order(stored.task, result.seed, self._videos / result.file_name)
        duration_seconds = await self._engine.render(order, report)
        now = self._clock.now()
        self._store.finish(
            result,
            duration_seconds=duration_seconds,
            cost_cents=round(duration_seconds * CENTS_PER_SECOND),
            times=(now, now + stored.task.ttl_seconds),
        )


def _tell_death(running: asyncio.Task[None]) -> None:
    if not running.cancelled() and running.exception() is not None:
        logger.critical("the queue has stopped", exc_info=running.exception())


async def _meet_fault(faults: FaultDial) -> None:
    """A fault on `render`: `slow` holds the render up, `error` fails it with that code, any other with a provider's."""
    fault = faults.take("render")
    if fault is None:
        return
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return
    code = fault.error if fault.kind == "error" else "providerError"
    raise RenderFailed(ApiError(code, "The studio was told to fail this task."))
