"""How soon a finished video stands in its thread: by polling alone, with a thousand renders under way.

Web and worker are Herald's own processes with a real Redis; Slack and the studio are the local ones, whose studio is
done with each task a fixed time after it took it. What is measured ends with the message that notifies, so the fetch of
the file and its upload are in it.
"""

import asyncio
from typing import Any, Final

import httpx

from bench.harness import Measure, percentile
from bench.local_herald import LocalHerald, local_herald, videos
from bench.processes import cores_apart

RENDERS: Final = 1_000
RATE: Final = 10.0
"""Renders a second; so many times the studio's time are under way at once."""
QUICK_RENDERS: Final = 60
PATIENCE_SECONDS: Final = 120.0


async def run(*, quick: bool = False) -> list[Measure]:
    """1,000 renders that end ten a second, each a hundred seconds after its submission."""
    renders = QUICK_RENDERS if quick else RENDERS
    with cores_apart() as cores:
        async with (
            local_herald(renders / RATE, "worker", cores=cores) as herald,
            httpx.AsyncClient(trust_env=False, timeout=30) as http,
        ):
            peak = await _ask(herald, http, renders)
            late = await _delivered(herald, http, renders)
    return [
        Measure("delivery: renders under way at most", peak, ""),
        Measure("delivery: videos posted", len(late), ""),
        Measure("delivery: finished to posted, p50", percentile(late, 50), "s"),
        Measure("delivery: finished to posted, p95", percentile(late, 95), "s", at_most=5),
        Measure("delivery: finished to posted, the slowest", max(late), "s"),
    ]


async def _ask(herald: LocalHerald, http: httpx.AsyncClient, renders: int) -> float:
    """Ask for them at a steady rate; how many were under way at the studio at the end."""
    loop = asyncio.get_running_loop()
    ids = await herald.drafts(renders)
    begun = loop.time()
    async with asyncio.TaskGroup() as group:
        for place, draft_id in enumerate(ids):
            await asyncio.sleep(max(0.0, begun + place / RATE - loop.time()))
            group.create_task(herald.make(draft_id))
    results = (await _studio(herald, http))["results"]
    return float(results["queued"] + results["rendering"])


async def _delivered(herald: LocalHerald, http: httpx.AsyncClient, renders: int) -> list[float]:
    """Wait until all are posted; the seconds from each one's end at the studio to its message."""
    async with asyncio.timeout(PATIENCE_SECONDS + renders / RATE):
        while True:
            posted = videos(await herald.messages(http))
            if len(posted) >= renders:
                break
            await asyncio.sleep(2)
    tasks = (await _studio(herald, http))["tasks"]
    ends = {
        result["video_uuid"]: result["expires_at"] - task["ttl_seconds"]
        for task in tasks
        for result in task["results"]
        if result["expires_at"] is not None
    }
    return [at - ends[video] for video, at in posted.items()]


async def _studio(herald: LocalHerald, http: httpx.AsyncClient) -> dict[str, Any]:
    state: dict[str, Any] = (await http.get(f"{herald.urls['studio']}/_control/state")).json()
    return state
