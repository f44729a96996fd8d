"""Herald in processes of its own, with the local Slack and a studio that is done with each task after a fixed time."""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from bench.load import exchange
from bench.processes import Cores, running, running_redis, until_ready
from bench.requests import SECRET, review
from bench.servers import API_KEY, keep_drafts
from bench.sockets import free_port
from tests.videos import write_video

TEAM: Final = "T0PLAY"
CHANNEL: Final = "C0GENERAL"
"""Where the videos of the drafts go."""
TOKEN: Final = "xoxb-local-herald"
ANSWER_SECONDS: Final = 30.0
_ALL: Final = 1_000_000

Json = dict[str, Any]


@dataclass(frozen=True)
class LocalHerald:
    """Where `slack`, `studio` and `web` are, Herald's records, and what Herald's processes are started with."""

    urls: Mapping[str, str]
    redis_url: str
    environment: dict[str, str]

    async def drafts(self, count: int) -> list[str]:
        """Write so many drafts; their ids."""
        return [draft.id for draft in await keep_drafts(self.redis_url, count, team=TEAM)]

    async def make(self, draft_id: str) -> None:
        """Press *Make it*; raises when it is not taken."""
        port = int(self.urls["web"].rpartition(":")[2])
        async with asyncio.timeout(ANSWER_SECONDS):
            status, body = await exchange(port, review(draft_id, team=TEAM))
        if status != 200 or json.loads(body).get("response_action") != "clear":
            raise RuntimeError(f"a request was answered with {status}: {body[:300]!r}")

    async def messages(self, http: httpx.AsyncClient) -> list[Json]:
        """What stands in the channel, in its threads too."""
        asked = {"channel": CHANNEL, "limit": str(_ALL)}
        found: list[Json] = (await http.get(f"{self.urls['slack']}/_control/messages", params=asked)).json()["messages"]
        return found


def videos(messages: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """When the message with each video was posted, by the video's number, which is in its address."""
    found: dict[str, float] = {}
    for message in messages:
        text = str(message.get("text", ""))
        if message.get("files") and "/video/" in text:
            found[text.partition("/video/")[2].partition(".")[0]] = float(message["ts"])
    return found


@asynccontextmanager
async def local_herald(after: float, *parts: str, cores: Cores | None = None) -> AsyncIterator[LocalHerald]:
    """Redis, web and further `parts` of Herald on one core, Slack and the studio on the other, while the block runs."""
    cores = cores or Cores()
    ports = {name: free_port() for name in ("slack", "studio", "web")}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-bench-")))
        _, redis_url = await stack.enter_async_context(running_redis(cores.servers))
        commands = {
            "slack": slack_command(ports["slack"], app=urls["web"]),
            "studio": studio_command(ports["studio"], folder, after=after),
        }
        for name, command in commands.items():
            await stack.enter_async_context(running(sys.executable, "-m", *command, core=cores.clients))
            await until_ready(f"{urls[name]}/_control/state?last=1")
        environment = bot_environment(urls, redis_url) | {"PORT": str(ports["web"])}
        for part in ("web", *parts):
            program = (sys.executable, "-m", "bot", part)
            await stack.enter_async_context(running(*program, core=cores.servers, environment=environment))
        await until_ready(f"{urls['web']}/readyz")
        yield LocalHerald(urls, redis_url, environment)


def slack_command(port: int, *, app: str) -> tuple[str, ...]:
    """The module and the arguments of a local Slack for the Herald at `app`."""
    known = ("--bot-token", TOKEN, "--signing-secret", SECRET, "--app-url", f"{app}/slack/events")
    return ("playground.slack", "serve", "--port", str(port), *known)


def studio_command(port: int, folder: Path, *, after: float) -> tuple[str, ...]:
    """The module and the arguments of a studio that answers each task with a second of grey, so long after it."""
    ready = write_video(folder / "ready.mp4", seconds=1)
    what = ("--api-key", API_KEY, "--ready", str(ready), "--after", str(after))
    return ("playground.studio", "serve", "--port", str(port), "--data", str(folder / "studio"), *what)


def bot_environment(urls: Mapping[str, str], redis_url: str) -> dict[str, str]:
    """What Herald's processes are started with; no PUBLIC_URL, so that there are no webhooks."""
    return {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": f"{urls['slack']}/api/",
        "SLACK_FILE_ORIGINS": urls["slack"],
        "RUNWARE_API_KEY": API_KEY,
        "RUNWARE_API_URL": f"{urls['studio']}/v1",
        "RUNWARE_SCHEMA_URL": f"{urls['studio']}/docs/models/heygen-avatar-iv/schema.json",
        "RUNWARE_MEDIA_ORIGINS": urls["studio"],
        "REDIS_URL": redis_url,
        "HOST": "127.0.0.1",
        "HERALD_BUDGET_USD_MONTH": "1000000",
        "LOG_LEVEL": "ERROR",
    }
