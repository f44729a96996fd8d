"""The servers of a benchmark: Herald's web process, the floor, a slow Slack and a Redis with an append-only file."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

import httpx
from redis.asyncio import Redis

from bench.keystrokes import voice_ids
from bench.requests import SECRET
from bench.sockets import free_port
from bot.runware.catalogue import Catalogue, Option, built_in_catalogue
from bot.runware.labels import voice_label
from bot.store.catalogue import CatalogueCopy
from bot.store.connection import check, connected
from bot.store.embedded import server_binary

START_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Servers:
    """The ports of Herald's web process and of the floor."""

    herald: int
    floor: int


@asynccontextmanager
async def serving() -> AsyncIterator[Servers]:
    """All of them, while the block runs; no worker among them."""
    redis, slack, herald, floor = (free_port() for _ in range(4))
    async with AsyncExitStack() as stack:
        cores = stack.enter_context(_cores_apart())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-bench-"))
        persistence = ["--appendonly", "yes", "--appendfsync", "everysec", "--dir", folder]
        await stack.enter_async_context(
            _running(server_binary(), "--port", str(redis), *persistence, core=cores.servers)
        )
        url = f"redis://127.0.0.1:{redis}/0"
        await _stock(url)
        await stack.enter_async_context(
            _running(sys.executable, "-m", "bench.slack_double", str(slack), core=cores.clients)
        )
        await stack.enter_async_context(_running(sys.executable, "-m", "bench.floor", str(floor), core=cores.servers))
        environment = {
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
            "RUNWARE_API_KEY": "bench",
            "RUNWARE_SCHEMA_URL": "http://127.0.0.1:9/none",
            "REDIS_URL": url,
            "HOST": "127.0.0.1",
            "PORT": str(herald),
            "HERALD_BUDGET_USD_MONTH": "1000000",
            "LOG_LEVEL": "ERROR",
        }
        await stack.enter_async_context(
            _running(sys.executable, "-m", "bot", "web", core=cores.servers, environment=environment)
        )
        await _until_ready(f"http://127.0.0.1:{herald}/readyz")
        await _until_ready(f"http://127.0.0.1:{floor}/")
        yield Servers(herald, floor)


@dataclass(frozen=True)
class _Cores:
    """One core for what is measured, another for what measures it; None where that cannot be had."""

    servers: int | None = None
    clients: int | None = None


@contextmanager
def _cores_apart() -> Iterator[_Cores]:
    """Keep this process, which makes the load, off the servers' core, so that it does not measure itself."""
    available = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(available) < 2:
        yield _Cores()
        return
    os.sched_setaffinity(0, {available[-1]})
    try:
        yield _Cores(available[0], available[-1])
    finally:
        os.sched_setaffinity(0, available)


async def _stock(url: str) -> None:
    """Put the bench's voices into Redis, as if the service's schema document had listed them."""
    async with connected(url) as redis:
        await _until_up(redis)
        few = built_in_catalogue()
        voices = tuple(Option(id=voice, label=voice_label(voice)) for voice in voice_ids())
        known = {voice.id for voice in voices}
        more = tuple(voice for voice in few.voices if voice.id not in known)
        catalogue = Catalogue(**{**dict(few), "voices": voices + more})
        await CatalogueCopy(redis).save(catalogue.model_dump_json())


async def _until_up(redis: Redis) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            if await check(redis) is None:
                return
            await asyncio.sleep(0.05)


@asynccontextmanager
async def _running(
    *command: str, core: int | None = None, environment: dict[str, str] | None = None
) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *command, env=os.environ | (environment or {}), stdout=asyncio.subprocess.DEVNULL
    )
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {core})
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def _until_ready(url: str) -> None:
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
