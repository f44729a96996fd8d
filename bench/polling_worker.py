"""Herald's poller with its queue, records and client, and no other step: what the benchmark measures.

`python -m bench.polling_worker REDIS_URL SERVICE_URL FILE` writes a line into the file for each render whose end is
known: its id and the system's monotonic clock.
"""

import asyncio
import gc
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TextIO

import httpx
import uvloop
from docket import Docket
from pydantic import SecretStr

from bench.servers import API_KEY
from bot.ground import utc_now
from bot.rendering.ending import Endings
from bot.rendering.polling import Poller
from bot.runware.client import RunwareClient
from bot.store.connection import connected
from bot.store.kinds import RENDERS
from bot.store.polls import Polls
from bot.store.records import Records
from bot.worker import QueueWakeups, opened_docket, queue_url, register_names, register_tasks, run_worker


class NotedWakeups:
    """Wake-ups that are enqueued as ever, where no worker runs them; the end of each render is noted."""

    def __init__(self, docket: Docket, notes: TextIO) -> None:
        self._wakeups = QueueWakeups(docket)
        self._notes = notes

    async def wake(self, step: str, team_id: str, record_id: str, *, delay: timedelta | None = None) -> None:
        """Enqueue, and note."""
        await self._wakeups.wake(step, team_id, record_id, delay=delay)
        self._notes.write(f"{record_id} {time.monotonic()}\n")


async def nothing_to_reconcile() -> None:
    """No render of the benchmark loses its way."""


async def stumbled(step: str, team_id: str, record_id: str) -> None:
    """A render at which polling breaks is seen by its missing end."""


async def work(redis_url: str, service_url: str, notes: TextIO) -> None:
    """Poll until the process is told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with (
        connected(redis_url) as redis,
        opened_docket(redis_url) as docket,
        Docket(name="herald-bench-elsewhere", url=queue_url(redis_url)) as elsewhere,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        register_names(elsewhere, ("show", "close"))
        records, polls, wakeups = Records(redis, RENDERS), Polls(redis), NotedWakeups(elsewhere, notes)
        service = RunwareClient(http, api_key=SecretStr(API_KEY), api_url=service_url)
        endings = Endings(records, polls, wakeups, utc_now)
        poller = Poller(records, polls, service, endings, wakeups, utc_now, stumbled=stumbled)
        register_tasks(docket, {}, poll=poller.poll, reconcile=nothing_to_reconcile, stumbled=stumbled)
        gc.collect()
        await run_worker(docket, stop)


if __name__ == "__main__":
    with Path(sys.argv[3]).open("w", buffering=1) as file, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work(sys.argv[1], sys.argv[2], file))
