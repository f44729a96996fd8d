"""How many more videos several workers deliver than one, where the time goes into waiting for Slack and Runware.

Web and workers are Herald's own processes with a real Redis; Slack and the studio are the local ones, which hold each
answer for a fifth of a second. Each worker runs so few steps at once that none is short of processor time: what is
measured is whether workers share the work without standing in each other's way.
"""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Final

import httpx

from bench.harness import Measure
from bench.local_herald import LocalHerald, local_herald, videos
from bench.processes import running

HELD_SECONDS: Final = 0.2
STEPS: Final = 4
"""That a worker runs at once."""
VIDEOS: Final = 24
"""For each worker."""
QUICK_VIDEOS: Final = 8
WORKERS: Final = (1, 2, 4)
PATIENCE_SECONDS: Final = 75.0


async def run(*, quick: bool = False) -> list[Measure]:
    """As many videos for each worker, by one, two and four workers."""
    videos = QUICK_VIDEOS if quick else VIDEOS
    speeds = {workers: await _speed(workers, videos * workers) for workers in WORKERS}
    return [
        *(Measure(f"scale: videos a second, workers: {workers}", speeds[workers], "/s") for workers in WORKERS),
        Measure("scale: two workers against one", speeds[2] / speeds[1], "times", at_least=1.7),
        Measure("scale: four workers against one", speeds[4] / speeds[1], "times"),
    ]


def speed_of(begun: float, posted: Sequence[float]) -> float:
    """Videos a second, from the first word of a worker to the last video: a queue goes through them side by side."""
    return len(posted) / (max(posted) - begun)


async def _speed(workers: int, wanted: int) -> float:
    """Let people ask for all videos, and then the workers begin."""
    async with (
        local_herald(0) as herald,
        httpx.AsyncClient(trust_env=False, timeout=30) as http,
        AsyncExitStack() as stack,
    ):
        async with asyncio.TaskGroup() as asking:
            for draft_id in await herald.drafts(wanted):
                asking.create_task(herald.make(draft_id))
        await _hold_answers(herald, http)
        for _ in range(workers):
            command = (sys.executable, "-m", "bench.scale_worker", str(STEPS))
            await stack.enter_async_context(running(*command, environment=herald.environment))
        return speed_of(*await _posted(herald, http, wanted))


async def _hold_answers(herald: LocalHerald, http: httpx.AsyncClient) -> None:
    slow = {"on": "*", "kind": "slow", "seconds": HELD_SECONDS, "times": 1_000_000}
    for name in ("slack", "studio"):
        (await http.post(f"{herald.urls[name]}/_control/faults", json={"faults": [slow]})).raise_for_status()


async def _posted(herald: LocalHerald, http: httpx.AsyncClient, wanted: int) -> tuple[float, list[float]]:
    """When the first message came, and each video, once all are posted; raises TimeoutError where one never is."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            messages = await herald.messages(http)
            posted = videos(messages)
            if len(posted) >= wanted:
                return min(float(message["ts"]) for message in messages), list(posted.values())
            await asyncio.sleep(1)
