"""Work that goes on beside everything else, for as long as something else is open."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Final

import structlog

CANCEL_AGAIN_SECONDS: Final = 0.5

log = structlog.get_logger("herald.background")


@asynccontextmanager
async def background(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Do the work while the block runs."""
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        while not task.done():  # Python 3.11's wait_for, in which redis-py sends, can swallow a cancellation
            task.cancel()
            await asyncio.wait({task}, timeout=CANCEL_AGAIN_SECONDS)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("work in the background ended", exc_info=error)
