"""A step that lasts does not keep a worker from Redis, once the connection between them broke."""

import asyncio
from datetime import timedelta

from bot.store.connection import connected
from bot.worker import QueueWakeups, opened_docket, register_tasks, run_worker

GRACE = timedelta(milliseconds=50)


async def no_round() -> timedelta | None:
    """A round that has nothing to do."""
    return timedelta(hours=1)


async def never_again(step: str, team_id: str, record_id: str) -> timedelta | None:
    """What comes of a step that broke: nothing more."""
    return None


async def test_a_worker_whose_connection_broke_does_not_wait_for_a_long_upload(redis_url: str) -> None:
    uploading, cut, other = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def upload(team_id: str, record_id: str) -> timedelta | None:
        uploading.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut.set()
        return None

    async def post(team_id: str, record_id: str) -> timedelta | None:
        other.set()
        return None

    stop = asyncio.Event()
    async with opened_docket(redis_url) as docket, connected(redis_url) as redis:
        register_tasks(
            docket, {"upload": upload, "post": post}, poll=no_round, reconcile=no_round, stumbled=never_again
        )
        wakeups = QueueWakeups(docket)
        worker = asyncio.create_task(run_worker(docket, stop, grace=GRACE))
        async with asyncio.timeout(30):
            await wakeups.wake("upload", "T1", "r1")
            await uploading.wait()
            await redis.client_kill_filter(_type="normal", skipme=True)
            await cut.wait()
            await wakeups.wake("post", "T1", "r2")
            await other.wait()
        stop.set()
        await worker


async def test_a_worker_that_is_connected_leaves_a_long_upload_alone(redis_url: str) -> None:
    uploading, done = asyncio.Event(), asyncio.Event()

    async def upload(team_id: str, record_id: str) -> timedelta | None:
        uploading.set()
        await asyncio.sleep(1)  # longer than it takes to look, and than the grace
        done.set()
        return None

    stop = asyncio.Event()
    async with opened_docket(redis_url) as docket:
        register_tasks(docket, {"upload": upload}, poll=no_round, reconcile=no_round, stumbled=never_again)
        worker = asyncio.create_task(run_worker(docket, stop, grace=GRACE))
        async with asyncio.timeout(30):
            await QueueWakeups(docket).wake("upload", "T1", "r1")
            await uploading.wait()
            await done.wait()
        stop.set()
        await worker
