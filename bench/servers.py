"""The servers of a benchmark: Herald's web process, the floor, a slow Slack and a Redis with an append-only file."""

import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from bench.keystrokes import voice_ids
from bench.processes import cores_apart, running, running_redis, until_ready
from bench.requests import SECRET, TEAM, draft
from bench.sockets import free_port
from bot.rendering.draft import Draft
from bot.runware.catalogue import Catalogue, Option, built_in_catalogue
from bot.runware.labels import voice_label
from bot.store import keys
from bot.store.catalogue import CatalogueCopy
from bot.store.connection import connected

API_KEY: Final = "bench"


@dataclass(frozen=True)
class Servers:
    """The ports of Herald's web process, of the floor and of Slack; that process's id; the address of its records."""

    herald: int
    floor: int
    slack: int
    herald_pid: int
    redis_url: str


@asynccontextmanager
async def serving() -> AsyncIterator[Servers]:
    """All of them, while the block runs; no worker among them."""
    slack, herald, floor = (free_port() for _ in range(3))
    async with AsyncExitStack() as stack:
        cores = stack.enter_context(cores_apart())
        _, url = await stack.enter_async_context(running_redis(cores.servers))
        await _stock(url)
        await stack.enter_async_context(
            running(sys.executable, "-m", "bench.slack_double", str(slack), core=cores.clients)
        )
        await stack.enter_async_context(running(sys.executable, "-m", "bench.floor", str(floor), core=cores.servers))
        environment = web_environment(herald, redis_url=url, slack=slack)
        pid = await stack.enter_async_context(
            running(sys.executable, "-m", "bot", "web", core=cores.servers, environment=environment)
        )
        await until_ready(f"http://127.0.0.1:{herald}/readyz")
        await until_ready(f"http://127.0.0.1:{floor}/")
        yield Servers(herald, floor, slack, pid, url)


def web_environment(port: int, *, redis_url: str, slack: int) -> dict[str, str]:
    """What Herald's web process is started with."""
    return {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
        "RUNWARE_API_KEY": API_KEY,
        "RUNWARE_SCHEMA_URL": "http://127.0.0.1:9/none",
        "REDIS_URL": redis_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "HERALD_BUDGET_USD_MONTH": "1000000",
        "LOG_LEVEL": "ERROR",
    }


async def _stock(url: str) -> None:
    """Put the bench's voices into Redis, as if the service's schema document had listed them."""
    async with connected(url) as redis:
        few = built_in_catalogue()
        voices = tuple(Option(id=voice, label=voice_label(voice)) for voice in voice_ids())
        known = {voice.id for voice in voices}
        more = tuple(voice for voice in few.voices if voice.id not in known)
        catalogue = Catalogue(**{**dict(few), "voices": voices + more})
        await CatalogueCopy(redis).save(catalogue.model_dump_json(), "bench")


async def keep_drafts(url: str, count: int, *, team: str = TEAM) -> list[Draft]:
    """Put so many drafts of the bench's person into Redis, as if each had been written."""
    kept = [draft(secrets.token_hex(16), team=team) for _ in range(count)]
    async with connected(url) as redis, redis.pipeline(transaction=False) as pipe:
        for each in kept:
            pipe.set(keys.draft(each.team_id, each.user_id, each.id), each.model_dump_json(exclude_none=True), ex=3600)
        await pipe.execute()
    return kept
