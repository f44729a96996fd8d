"""The queue runs steps, survives what they raise, and stops when it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest
from docket import Docket, Worker
from docket.dependencies import Dependency

from bot.errors import RecordUnreadable, StaleRecord, StoreUnavailable
from bot.worker import QueueWakeups, Step, opened_docket, register_tasks, run_worker


class Steps:
    """One step that does what the test says: raises or returns `outcomes` in turn, then ends."""

    def __init__(self, *outcomes: Exception | timedelta | None) -> None:
        self.outcomes = list(outcomes)
        self.runs = 0
        self.ended = asyncio.Event()

    async def __call__(self, team_id: str, record_id: str) -> timedelta | None:
        self.runs += 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is None:
            self.ended.set()
        return outcome


async def nothing_to_poll(shard: int) -> int:
    """A round over an empty shard."""
    return 0


async def nothing_to_reconcile() -> None:
    """A look at no records."""


def teach(docket: Docket, step: Step) -> None:
    """Teach the queue the one step."""
    register_tasks(docket, {"step": step}, poll=nothing_to_poll, reconcile=nothing_to_reconcile)


@asynccontextmanager
async def working(docket: Docket, *, grace: timedelta = timedelta(seconds=3)) -> AsyncIterator[None]:
    """A worker while the block runs, which must have ended five seconds after it."""
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(docket, stop, grace=grace))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await worker


async def test_a_step_runs_again_after_the_delay_it_returned(redis_url: str) -> None:
    step = Steps(timedelta(milliseconds=10), timedelta(0))
    async with opened_docket(redis_url) as docket:
        teach(docket, step)
        await QueueWakeups(docket).wake("step", "T1", "r1")
        async with working(docket), asyncio.timeout(10):
            await step.ended.wait()

    assert step.runs == 3


async def test_a_step_that_was_overtaken_runs_again_at_once(redis_url: str) -> None:
    step = Steps(StaleRecord("r1"))
    async with opened_docket(redis_url) as docket:
        teach(docket, step)
        await QueueWakeups(docket).wake("step", "T1", "r1")
        async with working(docket), asyncio.timeout(3):
            await step.ended.wait()

    assert step.runs == 2


async def test_a_step_whose_record_is_unreadable_ends(redis_url: str) -> None:
    step = Steps(RecordUnreadable("r1"))
    async with opened_docket(redis_url) as docket:
        teach(docket, step)
        wakeups = QueueWakeups(docket)
        await wakeups.wake("step", "T1", "r1")
        async with working(docket), asyncio.timeout(10):
            while not step.ended.is_set():  # the key is free again once the first run has ended
                await wakeups.wake("step", "T1", "r1")
                await asyncio.sleep(0.02)

    assert step.runs == 2


async def test_a_step_cut_by_the_stop_is_kept_for_another_worker(redis_url: str) -> None:
    started = asyncio.Event()

    async def transfer(team_id: str, record_id: str) -> timedelta | None:
        started.set()
        await asyncio.Event().wait()
        return None

    async with opened_docket(redis_url) as docket:
        teach(docket, transfer)
        await QueueWakeups(docket).wake("step", "T1", "r1")
        async with working(docket, grace=timedelta(milliseconds=50)), asyncio.timeout(10):
            await started.wait()
        async with docket.redis() as redis:
            pending = await redis.xpending(docket.stream_key, docket.worker_group_name)

    assert pending["pending"] == 1


class Broken(Dependency[None]):
    """A dependency with a bug that stops every worker."""

    async def __aenter__(self) -> None: ...

    @classmethod
    def worker_lifecycle(cls, docket: Docket, worker: Worker) -> AbstractAsyncContextManager[None]:
        raise ZeroDivisionError


async def test_a_worker_that_ends_by_itself_ends_the_process(redis_url: str) -> None:
    async def task(broken: None = Broken()) -> None: ...  # type: ignore[assignment]

    async with opened_docket(redis_url) as docket:
        docket.register(task)
        with pytest.raises(ZeroDivisionError):
            await run_worker(docket, asyncio.Event())


async def test_a_wake_up_that_redis_does_not_take_is_an_error_of_ours(redis_url: str) -> None:
    async with opened_docket(redis_url) as docket:
        teach(docket, Steps())
        async with docket.redis() as redis:
            await redis.set(docket.runs_key("step:T1:r1"), "not what docket keeps there", ex=60)

        with pytest.raises(StoreUnavailable):
            await QueueWakeups(docket).wake("step", "T1", "r1")
