"""The queue runs steps, survives what they raise, and stops when it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest
from docket import Docket, Worker
from docket.dependencies import Dependency
from redis.asyncio import ConnectionPool

from bot.errors import RecordUnreadable, StaleRecord, StoreUnavailable
from bot.rendering.stumbling import Stumbled
from bot.worker import (
    ROUNDS,
    STEP_AGAIN,
    QueueWakeups,
    Step,
    opened_docket,
    queue_url,
    register_names,
    register_tasks,
    run_worker,
)


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


async def nothing_to_poll() -> timedelta:
    """A round over an empty index."""
    return timedelta(seconds=1)


async def nothing_to_reconcile() -> None:
    """A look at no records."""


async def never_again(step: str, team_id: str, record_id: str) -> timedelta | None:
    """What comes of a step that broke: nothing more."""
    return None


async def later(step: str, team_id: str, record_id: str) -> timedelta | None:
    """What comes of a step that broke: it is run again."""
    return STEP_AGAIN


async def also_broken(step: str, team_id: str, record_id: str) -> timedelta | None:
    """A defect in what should make up for one."""
    raise ZeroDivisionError("nobody foresaw this either")


def teach(docket: Docket, step: Step, stumbled: Stumbled = never_again) -> None:
    """Teach the queue the one step."""
    register_tasks(docket, {"step": step}, poll=nothing_to_poll, reconcile=nothing_to_reconcile, stumbled=stumbled)


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


async def test_a_step_that_broke_unforeseen_is_counted_and_runs_again_when_that_says(redis_url: str) -> None:
    step, broken = Steps(KeyError("words")), list[tuple[str, str, str]]()

    async def stumbled(name: str, team_id: str, record_id: str) -> timedelta | None:
        broken.append((name, team_id, record_id))
        return timedelta(milliseconds=10)

    async with opened_docket(redis_url) as docket:
        register_tasks(docket, {"step": step}, poll=nothing_to_poll, reconcile=nothing_to_reconcile, stumbled=stumbled)
        await QueueWakeups(docket).wake("step", "T1", "r1")
        async with working(docket), asyncio.timeout(3):
            await step.ended.wait()

    assert broken == [("step", "T1", "r1")]


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


async def again(docket: Docket, key: str) -> timedelta:
    """How soon a step runs again, once its run has ended."""
    async with asyncio.timeout(10):
        while True:
            snapshot = await docket.snapshot()
            for execution in snapshot.future:
                if execution.key == key and execution.when > snapshot.taken + timedelta(seconds=1):
                    return execution.when - snapshot.taken
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("error", "stumbled", "logged"),
    [
        (ZeroDivisionError("nobody foresaw this"), later, "ZeroDivisionError"),
        (ZeroDivisionError("nobody foresaw this"), also_broken, "stumble"),
        (StoreUnavailable("Redis: TimeoutError"), never_again, "Redis: TimeoutError"),
    ],
    ids=["a defect", "a defect in two places", "no store"],
)
async def test_a_step_that_broke_is_logged_and_run_again_in_a_while(
    redis_url: str, error: Exception, stumbled: Stumbled, logged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    step = Steps(error)
    async with opened_docket(redis_url) as docket:
        teach(docket, step, stumbled)
        async with working(docket):
            await QueueWakeups(docket).wake("step", "T1", "r1")
            soon = await again(docket, "step:T1:r1")

    assert step.runs == 1
    assert STEP_AGAIN - timedelta(seconds=2) < soon <= STEP_AGAIN
    assert logged in capsys.readouterr().out


async def test_a_step_that_broke_does_not_stop_the_others(redis_url: str) -> None:
    step = Steps(ZeroDivisionError("nobody foresaw this"))
    async with opened_docket(redis_url) as docket:
        teach(docket, step, later)
        async with working(docket), asyncio.timeout(10):
            await QueueWakeups(docket).wake("step", "T1", "broken")
            await again(docket, "step:T1:broken")
            await QueueWakeups(docket).wake("step", "T1", "good")
            await step.ended.wait()

    assert step.runs == 2


async def test_the_same_wake_up_twice_runs_once(redis_url: str) -> None:
    ran, last = [], asyncio.Event()

    async def step(team_id: str, record_id: str) -> timedelta | None:
        ran.append((team_id, record_id))
        if record_id == "last":
            last.set()
        return None

    async with opened_docket(redis_url) as docket:
        teach(docket, step)
        wakeups = QueueWakeups(docket)
        for record_id in ("r1", "r1", "r2"):
            await wakeups.wake("step", "T1", record_id)
        await wakeups.wake("step", "T2", "r1")
        await wakeups.wake("step", "T1", "last", delay=timedelta(milliseconds=200))
        async with working(docket), asyncio.timeout(10):
            await last.wait()

    assert sorted(ran) == [("T1", "last"), ("T1", "r1"), ("T1", "r2"), ("T2", "r1")]


async def test_a_wake_up_while_the_step_runs_does_not_start_it_a_second_time(redis_url: str) -> None:
    runs: list[str] = []
    started = {"r1": asyncio.Event(), "r2": asyncio.Event()}

    async def step(team_id: str, record_id: str) -> timedelta | None:
        runs.append(record_id)
        started[record_id].set()
        await started["r2"].wait()
        return None

    async with opened_docket(redis_url) as docket:
        teach(docket, step)
        wakeups = QueueWakeups(docket)
        async with working(docket), asyncio.timeout(10):
            await wakeups.wake("step", "T1", "r1")
            await started["r1"].wait()
            await wakeups.wake("step", "T1", "r1")
            await wakeups.wake("step", "T1", "r2")
            await started["r2"].wait()

    assert runs == ["r1", "r2"]


@pytest.mark.parametrize("error", [StoreUnavailable("Redis: TimeoutError"), ZeroDivisionError("nobody foresaw this")])
async def test_the_rounds_run_by_themselves_and_come_again_when_they_break(redis_url: str, error: Exception) -> None:
    rounds = 0
    reconciled, polled_again = asyncio.Event(), asyncio.Event()

    async def poll() -> timedelta:
        nonlocal rounds
        rounds += 1
        if rounds > len(ROUNDS):
            polled_again.set()
        raise error

    async def reconcile() -> None:
        reconciled.set()

    async with opened_docket(redis_url) as docket:
        register_tasks(docket, {}, poll=poll, reconcile=reconcile, stumbled=never_again)
        async with working(docket), asyncio.timeout(10):
            await polled_again.wait()
            await reconciled.wait()


async def test_a_polling_round_comes_again_when_it_says(redis_url: str) -> None:
    rounds = 0
    often = asyncio.Event()

    async def poll() -> timedelta:
        nonlocal rounds
        rounds += 1
        if rounds == 10 * len(ROUNDS):
            often.set()
        return timedelta(0)

    async with opened_docket(redis_url) as docket:
        register_tasks(docket, {}, poll=poll, reconcile=nothing_to_reconcile, stumbled=never_again)
        async with working(docket), asyncio.timeout(5):
            await often.wait()


async def test_the_polling_rounds_do_not_run_in_step(redis_url: str) -> None:
    async def poll() -> timedelta:
        return timedelta(hours=1)

    async with opened_docket(redis_url) as docket:
        register_tasks(docket, {}, poll=poll, reconcile=nothing_to_reconcile, stumbled=never_again)
        async with working(docket), asyncio.timeout(10):
            while True:
                snapshot = await docket.snapshot()
                due = {execution.key: execution.when - snapshot.taken for execution in snapshot.future}
                if all(due.get(name, timedelta(0)) > timedelta(minutes=30) for name in ROUNDS):
                    break
                await asyncio.sleep(0.02)

    assert due["poll-1"] > due["poll-0"]


async def test_one_polling_round_goes_on_while_the_other_hangs(redis_url: str) -> None:
    hung, going_on = asyncio.Event(), asyncio.Event()
    others = 0

    async def poll() -> timedelta:
        nonlocal others
        if not hung.is_set():
            hung.set()
            await asyncio.Event().wait()
        others += 1
        if others == 3:
            going_on.set()
        return timedelta(0)

    async with opened_docket(redis_url) as docket:
        register_tasks(docket, {}, poll=poll, reconcile=nothing_to_reconcile, stumbled=never_again)
        async with working(docket, grace=timedelta(milliseconds=50)), asyncio.timeout(10):
            await going_on.wait()


async def test_many_webhooks_at_once_hasten_one_round(redis_url: str) -> None:
    rounds = 0
    hastened = asyncio.Event()

    async def poll() -> timedelta:
        nonlocal rounds
        rounds += 1
        if rounds > len(ROUNDS):
            hastened.set()
        return timedelta(hours=1)

    async with opened_docket(redis_url) as docket:
        register_tasks(docket, {}, poll=poll, reconcile=nothing_to_reconcile, stumbled=never_again)
        wakeups = QueueWakeups(docket)
        await asyncio.gather(*(wakeups.hasten() for _ in range(20)))
        due = [execution.key for execution in (await docket.snapshot()).future]
        async with working(docket), asyncio.timeout(10):
            await hastened.wait()

    assert due == ["hasten"]
    assert rounds == len(ROUNDS) + 1


async def test_a_process_that_runs_no_steps_can_hasten_a_round(redis_url: str) -> None:
    async with opened_docket(redis_url) as docket:
        register_names(docket, ())
        await QueueWakeups(docket).hasten()
        due = [execution.key for execution in (await docket.snapshot()).future]

    assert due == ["hasten"]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0?protocol=2"),
        ("redis://127.0.0.1", "redis://127.0.0.1?protocol=2"),
        ("rediss://u:p%3F@redis.example:6380/1?", "rediss://u:p%3F@redis.example:6380/1?protocol=2"),
        (
            "rediss://redis.example?ssl_cert_reqs=none&socket_timeout=3",
            "rediss://redis.example?ssl_cert_reqs=none&socket_timeout=3&protocol=2",
        ),
        ("unix:///data/redis.sock", "unix:///data/redis.sock?protocol=2"),
        ("unix:///data/redis.sock?db=1", "unix:///data/redis.sock?db=1&protocol=2"),
        ("redis://h/0?protocol=3&db=1", "redis://h/0?db=1&protocol=2"),
        ("redis://:protocol=3@h/0", "redis://:protocol=3@h/0?protocol=2"),
        ("redis://h/0#note", "redis://h/0?protocol=2"),
    ],
)
def test_the_queue_speaks_protocol_2_whatever_the_address(given: str, asked: str) -> None:
    options = ConnectionPool.from_url(queue_url(given)).connection_kwargs

    assert queue_url(given) == asked
    assert options["protocol"] == 2
