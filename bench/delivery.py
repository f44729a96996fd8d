"""How soon a finished video stands in its thread: by polling alone, with a thousand renders under way.

Web and worker are Herald's own processes with a real Redis; Slack and the studio are the local ones, whose studio is
done with each task a fixed time after it took it. What is measured ends with the message that notifies, so the fetch of
the file and its upload are in it.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import httpx

from bench.delivery_load import Load
from bench.harness import Measure, percentile
from bench.processes import cores_apart, running, running_redis, until_ready
from bench.sockets import free_port

RENDERS: Final = 1_000
RATE: Final = 10.0
"""Renders a second; so many times the studio's time are under way at once."""
QUICK_RENDERS: Final = 60
PATIENCE_SECONDS: Final = 120.0
SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN: Final = "xoxb-bench-delivery"
KEY: Final = "bench"


@dataclass(frozen=True)
class Services:
    """Where everything is."""

    slack: str
    studio: str
    web: str
    redis_url: str


async def run(*, quick: bool = False) -> list[Measure]:
    """1,000 renders that end ten a second, each a hundred seconds after its submission."""
    renders = QUICK_RENDERS if quick else RENDERS
    after = renders / RATE
    async with _serving(after) as services, httpx.AsyncClient(trust_env=False, timeout=30) as http:
        load = Load(http, services.web, services.redis_url, SECRET)
        peak = await _ask(load, http, services, renders)
        late = await _delivered(http, services, renders)
    return [
        Measure("delivery: renders under way at most", peak, ""),
        Measure("delivery: videos posted", len(late), ""),
        Measure("delivery: finished to posted, p50", percentile(late, 50), "s"),
        Measure("delivery: finished to posted, p95", percentile(late, 95), "s", at_most=5),
        Measure("delivery: finished to posted, the slowest", max(late), "s"),
    ]


async def _ask(load: Load, http: httpx.AsyncClient, services: Services, renders: int) -> float:
    """Ask for them at a steady rate; how many were under way at the studio at the end."""
    loop = asyncio.get_running_loop()
    begun, ids = loop.time(), await load.drafts(renders)
    async with asyncio.TaskGroup() as group:
        for place, draft_id in enumerate(ids):
            await asyncio.sleep(max(0.0, begun + place / RATE - loop.time()))
            group.create_task(load.make(draft_id))
    results = (await _state(http, services.studio))["results"]
    return float(results["queued"] + results["rendering"])


async def _delivered(http: httpx.AsyncClient, services: Services, renders: int) -> list[float]:
    """Wait until all are posted; the seconds from each one's end at the studio to its message."""
    async with asyncio.timeout(PATIENCE_SECONDS + renders / RATE):
        while True:
            posted = _posted(await _state(http, services.slack))
            if len(posted) >= renders:
                break
            await asyncio.sleep(2)
    tasks = (await _state(http, services.studio))["tasks"]
    ends = {
        result["video_uuid"]: result["expires_at"] - task["ttl_seconds"]
        for task in tasks
        for result in task["results"]
        if result["expires_at"] is not None
    }
    return [at - ends[video] for video, at in posted.items()]


def _posted(state: Mapping[str, Any]) -> dict[str, float]:
    """When the message with each video was posted, by the video's number, which is in its address."""
    found: dict[str, float] = {}
    for messages in state["messages"].values():
        for message in messages:
            text = str(message.get("text", ""))
            if message.get("files") and "/video/" in text:
                found[text.partition("/video/")[2].partition(".")[0]] = float(message["ts"])
    return found


async def _state(http: httpx.AsyncClient, url: str) -> dict[str, Any]:
    state: dict[str, Any] = (await http.get(f"{url}/_control/state")).json()
    return state


@asynccontextmanager
async def _serving(after: float) -> AsyncIterator[Services]:
    """Redis, web and worker on one core; Slack and the studio with the load on the other."""
    ports = {name: free_port() for name in ("slack", "studio", "web")}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    async with AsyncExitStack() as stack:
        cores = stack.enter_context(cores_apart())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-bench-")))
        ready = _write_video(folder / "ready.mp4")
        _, redis_url = await stack.enter_async_context(running_redis(cores.servers))
        slack: tuple[str, ...] = ("playground.slack", "serve", "--port", str(ports["slack"]), "--bot-token", TOKEN)
        slack += ("--signing-secret", SECRET, "--app-url", f"{urls['web']}/slack/events")
        studio: tuple[str, ...] = (
            "playground.studio",
            "serve",
            "--port",
            str(ports["studio"]),
            "--data",
            str(folder / "studio"),
        )
        studio += ("--api-key", KEY, "--ready", str(ready), "--after", str(after))
        for command in (slack, studio):
            await stack.enter_async_context(running(sys.executable, "-m", *command, core=cores.clients))
        for name in ("slack", "studio"):
            await until_ready(f"{urls[name]}/_control/state?last=1")
        environment = _environment(urls, ports["web"], redis_url)
        for part in ("web", "worker"):
            program = (sys.executable, "-m", "bot", part)
            await stack.enter_async_context(running(*program, core=cores.servers, environment=environment))
        await until_ready(f"{urls['web']}/readyz")
        yield Services(urls["slack"], urls["studio"], urls["web"], redis_url)


def _environment(urls: Mapping[str, str], port: int, redis_url: str) -> dict[str, str]:
    """What Herald is started with; no PUBLIC_URL, so that there are no webhooks."""
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
        "PORT": str(port),
        "HERALD_BUDGET_USD_MONTH": "1000000",
        "LOG_LEVEL": "ERROR",
    }


def _write_video(file: Path) -> Path:
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())
    return file
