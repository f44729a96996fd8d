"""What docket's worker leaves open when its connection to Redis breaks: the steps that are under way then."""

import asyncio
from datetime import timedelta
from typing import Final

import structlog
from docket import Worker

LOOK_EVERY: Final = timedelta(seconds=0.5)
log = structlog.get_logger("herald.worker")


async def cut_when_broken(worker: Worker, *, grace: timedelta) -> None:
    """Look on for ever: where the connection broke, cut what is still under way after `grace`.

    docket finishes it before it connects anew, and meanwhile neither takes new steps nor renews what it holds. An
    upload may take minutes; where Redis itself was restarted, that holds up all workers at once. What is cut keeps its
    message, which is given to whoever runs steps again first.
    """
    while True:
        await asyncio.sleep(LOOK_EVERY.total_seconds())
        session = worker._processing_session
        if session is None or not session.stopping.is_set():
            continue
        await asyncio.sleep(grace.total_seconds())
        if worker._processing_session is session:
            under_way = [task for task in worker._tasks_by_key.values() if not task.done()]
            for task in under_way:
                task.cancel()
            log.warning("steps were cut, so that the queue is connected anew", steps=len(under_way))
