"""The queue engine's tasks, by name: each wraps one step, and stops cleanly."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from docket import Docket, Perpetual, Worker

from bot.errors import RecordUnreadable, StaleRecord, StoreUnavailable
from bot.rendering.polling import SHARDS
from bot.store.connection import translated

NAME: Final = "herald-queue"
REDELIVERY: Final = timedelta(seconds=15)
"""How long a killed worker's step waits (reference: engine, how to use it well); no step outlasts it unrenewed."""
GRACE: Final = timedelta(seconds=3)
"""How long what is under way may take when the process is to end; an upload may take minutes."""
RESOLUTION: Final = timedelta(milliseconds=50)
CONCURRENCY: Final = 100
"""Room for many transfers that wait for a slow peer, so that they hold up no poll and no post."""
STEP_AGAIN: Final = timedelta(seconds=5)
"""When a step that broke in a way nobody foresaw is run again."""
STALE_AGAIN: Final = timedelta(milliseconds=50)
POLL_EVERY: Final = timedelta(seconds=1)
RECONCILE_EVERY: Final = timedelta(seconds=10)

Step = Callable[[str, str], Awaitable[timedelta | None]]
Round = Callable[[], Awaitable[object]]
log = structlog.get_logger("herald.worker")


def queue_url(redis_url: str) -> str:
    """`redis_url` for docket: protocol 2, because with 3 a restart of Redis starts tasks twice (reference: engine)."""
    address, _, query = redis_url.partition("#")[0].partition("?")
    options = [option for option in query.split("&") if option and not option.startswith("protocol=")]
    return f"{address}?{'&'.join([*options, 'protocol=2'])}"


@asynccontextmanager
async def opened_docket(redis_url: str) -> AsyncIterator[Docket]:
    """The queue."""
    async with Docket(
        name=NAME,
        url=queue_url(redis_url),
        heartbeat_interval=timedelta(seconds=1),
        execution_ttl=timedelta(minutes=1),
    ) as docket:
        yield docket


class QueueWakeups:
    """Wakes a step through docket: the key makes the same wake-up twice harmless."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket

    async def wake(self, step: str, team_id: str, record_id: str, *, delay: timedelta | None = None) -> None:
        """Run `step` for the record; does nothing while that step is due or under way for it."""
        when = datetime.now(UTC) + (delay or timedelta(0))
        with translated():
            await self._docket.add(step, when=when, key=f"{step}:{team_id}:{record_id}")(team_id, record_id)


def register_names(docket: Docket, steps: tuple[str, ...]) -> None:
    """Let a process that only adds tasks know their names."""
    for name in steps:
        docket.register(_task_of(name, _elsewhere), names=[name])


async def _elsewhere(team_id: str, record_id: str) -> timedelta | None:
    raise RuntimeError("this process runs no steps")


def _task_of(name: str, step: Step) -> Callable[..., Awaitable[None]]:
    async def task(team_id: str, record_id: str, again: Perpetual = Perpetual(every=STEP_AGAIN)) -> None:  # noqa: B008
        with structlog.contextvars.bound_contextvars(step=name, team_id=team_id, record_id=record_id):
            try:
                delay = await step(team_id, record_id)
            except StaleRecord:
                delay = STALE_AGAIN
            except RecordUnreadable:
                delay = None  # the reconciler comes back to it
            except StoreUnavailable as error:
                log.warning("store unavailable", error=str(error))
                return
            if delay is None:
                again.cancel()
            else:
                again.after(delay)

    task.__name__ = name
    return task


def _recurring(name: str, every: timedelta, run: Round) -> Callable[..., Awaitable[None]]:
    async def task(again: Perpetual = Perpetual(every=every, automatic=True)) -> None:  # noqa: B008
        try:
            await run()
        except (StaleRecord, StoreUnavailable) as error:
            log.warning("round cut short", round=name, error=str(error))

    task.__name__ = name
    return task


def register_tasks(
    docket: Docket, steps: dict[str, Step], *, poll: Callable[[int], Awaitable[int]], reconcile: Round
) -> None:
    """Teach the queue every step and the recurring rounds."""
    for name, step in steps.items():
        docket.register(_task_of(name, step), names=[name])
    for shard in range(SHARDS):
        docket.register(_recurring(f"poll-{shard}", POLL_EVERY, lambda shard=shard: poll(shard)))  # type: ignore[misc]
    docket.register(_recurring("reconcile", RECONCILE_EVERY, reconcile))


async def run_worker(docket: Docket, stop: asyncio.Event, *, grace: timedelta = GRACE) -> None:
    """Run steps until `stop` is set; what is under way is finished first, or cut and given to another worker.

    Raises what ended the worker when that was nobody's wish.
    """
    worker = Worker(
        docket,
        concurrency=CONCURRENCY,
        redelivery_timeout=REDELIVERY,
        scheduling_resolution=RESOLUTION,
        minimum_check_interval=RESOLUTION,
        reconnection_delay=timedelta(seconds=1),
    )
    async with worker:
        running = asyncio.create_task(worker.run_forever())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
                raise RuntimeError("the queue's worker ended by itself")
            running.cancel()  # docket's word for: take no more, and finish what is under way
            await asyncio.wait({running}, timeout=grace.total_seconds())
        finally:
            running.cancel()  # the second time cuts what is still under way: its message stays for another worker
            stopping.cancel()
            await asyncio.gather(running, stopping, return_exceptions=True)
