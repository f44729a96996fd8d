"""How many more videos several workers deliver than one, where the time goes into waiting for Slack and Runware.

Web and workers are Herald's own processes with a real Redis; Slack and the studio are the local ones, which hold each
answer for a fifth of a second. Each worker runs so few steps at once that none is short of processor time: what is
measured is whether workers share the work without standing in each other's way.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import httpx

from bench.delivery_load import Load
from bench.harness import Measure
from bench.processes import running, running_redis, until_ready
from bench.sockets import free_port

HELD_SECONDS: Final = 0.2
STEPS: Final = 4
"""That a worker runs at once."""
VIDEOS: Final = 24
"""For each worker."""
QUICK_VIDEOS: Final = 8
WORKERS: Final = (1, 2, 4)
PATIENCE_SECONDS: Final = 75.0
SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN: Final = "xoxb-bench-scale"
KEY: Final = "bench"


@dataclass(frozen=True)
class Place:
    """Where everything is, and what Herald's processes are started with."""

    urls: Mapping[str, str]
    redis_url: str
    environment: dict[str, str]


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


async def _speed(workers: int, videos: int) -> float:
    """Let people ask for all videos, and then the workers begin."""
    async with _serving() as place, httpx.AsyncClient(trust_env=False, timeout=30) as http, AsyncExitStack() as stack:
        load = Load(http, place.urls["web"], place.redis_url, SECRET)
        async with asyncio.TaskGroup() as asking:
            for draft_id in await load.drafts(videos):
                asking.create_task(load.make(draft_id))
        await _hold_answers(http, place)
        for _ in range(workers):
            command = (sys.executable, "-m", "bench.scale_worker", str(STEPS))
            await stack.enter_async_context(running(*command, environment=place.environment))
        return speed_of(*await _posted(http, place, videos))


async def _hold_answers(http: httpx.AsyncClient, place: Place) -> None:
    slow = {"on": "*", "kind": "slow", "seconds": HELD_SECONDS, "times": 1_000_000}
    for name in ("slack", "studio"):
        (await http.post(f"{place.urls[name]}/_control/faults", json={"faults": [slow]})).raise_for_status()


async def _posted(http: httpx.AsyncClient, place: Place, videos: int) -> tuple[float, list[float]]:
    """When the first message came, and each video, once all are posted; raises TimeoutError where one never is."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            state = (await http.get(f"{place.urls['slack']}/_control/state")).json()
            messages = [message for kept in state["messages"].values() for message in kept]
            posted = [float(message["ts"]) for message in messages if _has_video(message)]
            if len(posted) >= videos:
                return min(float(message["ts"]) for message in messages), posted
            await asyncio.sleep(1)


def _has_video(message: Mapping[str, Any]) -> bool:
    return bool(message.get("files")) and "/video/" in str(message.get("text", ""))


@asynccontextmanager
async def _serving() -> AsyncIterator[Place]:
    """All but the workers."""
    urls = {name: f"http://127.0.0.1:{free_port()}" for name in ("slack", "studio", "web")}
    port = {name: url.rpartition(":")[2] for name, url in urls.items()}
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-bench-")))
        ready = _write_video(folder / "ready.mp4")
        _, redis_url = await stack.enter_async_context(running_redis(None))
        slack = ["playground.slack", "serve", "--port", port["slack"], "--bot-token", TOKEN]
        slack += ["--signing-secret", SECRET, "--app-url", f"{urls['web']}/slack/events"]
        studio = ["playground.studio", "serve", "--port", port["studio"], "--data", str(folder / "studio")]
        studio += ["--api-key", KEY, "--ready", str(ready), "--after", "0"]
        for command in (slack, studio):
            await stack.enter_async_context(running(sys.executable, "-m", *command))
        for name in ("slack", "studio"):
            await until_ready(f"{urls[name]}/_control/state?last=1")
        environment = _environment(urls, redis_url)
        await stack.enter_async_context(running(sys.executable, "-m", "bot", "web", environment=environment))
        await until_ready(f"{urls['web']}/readyz")
        yield Place(urls, redis_url, environment)


def _environment(urls: Mapping[str, str], redis_url: str) -> dict[str, str]:
    return {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": f"{urls['slack']}/api/",
        "SLACK_FILE_ORIGINS": urls["slack"],
        "RUNWARE_API_KEY": KEY,
        "RUNWARE_API_URL": f"{urls['studio']}/v1",
        "RUNWARE_SCHEMA_URL": f"{urls['studio']}/docs/models/heygen-avatar-iv/schema.json",
        "RUNWARE_MEDIA_ORIGINS": urls["studio"],
        "REDIS_URL": redis_url,
        "HOST": "127.0.0.1",
        "PORT": urls["web"].rpartition(":")[2],
        "HERALD_BUDGET_USD_MONTH": "1000000",
        "LOG_LEVEL": "ERROR",
    }


def _write_video(file: Path) -> Path:
    """A second of grey; the studio answers every task with it."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())
    return file
