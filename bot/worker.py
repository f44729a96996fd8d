"""The queue engine's tasks, by name: each wraps one step, and stops cleanly."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import structlog
from docket import Docket, Perpetual, Worker

from bot.errors import RecordUnreadable, StaleRecord, StoreUnavailable
from bot.reconnecting import cut_when_broken
from bot.rendering.stumbling import Stumbled, tell_operator
from bot.roomy_docket import RoomyDocket
from bot.store.connection import translated

NAME: Final = "herald-queue"
REDELIVERY: Final = timedelta(seconds=15)
"""How long a killed worker's step waits (reference: engine, how to use it well); no step outlasts it unrenewed."""
GRACE: Final = timedelta(seconds=2)
"""How long what is under way may take when the process is to end; an upload may take minutes. The other half of the
four seconds that a platform grants at least is for a machine that is busy."""
RESOLUTION: Final = timedelta(milliseconds=50)
CONCURRENCY: Final = 100
"""Room for many transfers that wait for a slow peer, so that they hold up no poll and no post."""
STEP_AGAIN: Final = timedelta(seconds=5)
"""When a step is run again that broke where even that could not be stored."""
STALE_AGAIN: Final = timedelta(milliseconds=50)
ROUNDS: Final = ("poll-0", "poll-1")
"""Two polling rounds over the one index: while one waits for a killed worker's redelivery, the other does it all."""
ROUNDS_APART: Final = timedelta(milliseconds=250)
"""How much later than the first the second runs: in step, both would be under way in the worker that is killed."""
POLL_AGAIN: Final = timedelta(seconds=1)
"""When a round that was cut short is run again."""
HASTEN: Final = "hasten"
HASTEN_AFTER: Final = timedelta(milliseconds=200)
"""How long webhooks are gathered before they are looked into together."""
RECONCILE_EVERY: Final = timedelta(seconds=10)

_FORESEEN: Final = (StaleRecord, RecordUnreadable, StoreUnavailable)

Step = Callable[[str, str], Awaitable[timedelta | None]]
Round = Callable[[], Awaitable[timedelta | None]]
log = structlog.get_logger("herald.worker")


def queue_url(redis_url: str) -> str:
    """`redis_url` for docket: protocol 2, because with 3 a restart of Redis starts tasks twice (reference: engine)."""
    address, _, query = redis_url.partition("#")[0].partition("?")
    options = [option for option in query.split("&") if option and not option.startswith("protocol=")]
    return f"{address}?{'&'.join([*options, 'protocol=2'])}"


@asynccontextmanager
async def opened_docket(redis_url: str) -> AsyncIterator[Docket]:
    """The queue."""
    async with RoomyDocket(
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

    async def hasten(self) -> None:
        """Run a polling round in a moment; does nothing while one is due that way."""
        with translated():
            await self._docket.add(HASTEN, when=datetime.now(UTC) + HASTEN_AFTER, key=HASTEN)()


def register_names(docket: Docket, steps: tuple[str, ...]) -> None:
    """Let a process that only adds tasks know their names."""
    for name in steps:
        docket.register(_task_of(name, _elsewhere, _elsewhere), names=[name])
    docket.register(_once(HASTEN, _elsewhere), names=[HASTEN])


async def _elsewhere(*_: str) -> timedelta | None:
    raise RuntimeError("this process runs no steps")


def _task_of(name: str, step: Step, stumbled: Stumbled) -> Callable[..., Awaitable[None]]:
    run = partial(_run, name, step, stumbled)

    async def task(team_id: str, record_id: str, again: Perpetual = Perpetual(every=STEP_AGAIN)) -> None:  # noqa: B008
        with structlog.contextvars.bound_contextvars(step=name, team_id=team_id, record_id=record_id):
            delay = await _outcome(run, team_id, record_id)
            if delay is None:
                again.cancel()
            else:
                again.after(delay)

    task.__name__ = name
    return task


async def _outcome(run: Step, team_id: str, record_id: str) -> timedelta | None:
    """When the step is to be run again."""
    try:
        return await run(team_id, record_id)
    except StaleRecord:
        return STALE_AGAIN
    except RecordUnreadable:
        return None  # the reconciler comes back to it
    except StoreUnavailable as error:
        log.warning("store unavailable", error=str(error))
        return STEP_AGAIN
    except Exception as error:
        tell_operator("stumble", error)
        return STEP_AGAIN


async def _run(name: str, step: Step, stumbled: Stumbled, team_id: str, record_id: str) -> timedelta | None:
    """Run the step; what nobody foresaw of it is counted in its record, which goes on without it in the end."""
    try:
        return await step(team_id, record_id)
    except _FORESEEN:
        raise
    except Exception as error:
        tell_operator(name, error)
        return await stumbled(name, team_id, record_id)


def _recurring(
    name: str, every: timedelta, run: Round, *, later: timedelta = timedelta(0)
) -> Callable[..., Awaitable[None]]:
    """A round that runs again `later` than it says, or else after `every`."""

    async def task(again: Perpetual = Perpetual(every=every, automatic=True)) -> None:  # noqa: B008
        delay = await _cut_short(name, run)
        if delay is not None:
            again.after(delay + later)

    task.__name__ = name
    return task


def _once(name: str, run: Round) -> Callable[..., Awaitable[None]]:
    """A round that runs when it is asked for."""

    async def task() -> None:
        await _cut_short(name, run)

    task.__name__ = name
    return task


async def _cut_short(name: str, run: Round) -> timedelta | None:
    try:
        return await run()
    except (StaleRecord, StoreUnavailable) as error:
        log.warning("round cut short", round=name, error=str(error))
        return None


def register_tasks(
    docket: Docket, steps: dict[str, Step], *, poll: Round, reconcile: Round, stumbled: Stumbled
) -> None:
    """Teach the queue every step and the recurring rounds; `stumbled` hears of steps that broke unforeseen."""
    for name, step in steps.items():
        docket.register(_task_of(name, step, stumbled), names=[name])
    for place, name in enumerate(ROUNDS):
        docket.register(_recurring(name, POLL_AGAIN, poll, later=place * ROUNDS_APART))
    docket.register(_once(HASTEN, poll), names=[HASTEN])
    docket.register(_recurring("reconcile", RECONCILE_EVERY, reconcile))


async def run_worker(
    docket: Docket, stop: asyncio.Event, *, grace: timedelta = GRACE, concurrency: int = CONCURRENCY
) -> None:
    """Run steps until `stop` is set; what is under way is finished first, or cut and given to another worker.

    Raises what ended the worker when that was nobody's wish.
    """
    worker = Worker(
        docket,
        concurrency=concurrency,
        redelivery_timeout=REDELIVERY,
        scheduling_resolution=RESOLUTION,
        minimum_check_interval=RESOLUTION,
        reconnection_delay=timedelta(seconds=1),
    )
    async with worker:
        running = asyncio.create_task(worker.run_forever())
        stopping = asyncio.create_task(stop.wait())
        cutting = asyncio.create_task(cut_when_broken(worker, grace=grace))
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
            cutting.cancel()
            await asyncio.gather(running, stopping, cutting, return_exceptions=True)
