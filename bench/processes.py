"""The processes of a benchmark: started, kept on a core of their own where there are two, waited for, ended."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil

from bench.sockets import free_port
from bot.store.connection import check, connected
from bot.store.embedded import server_binary

START_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Cores:
    """One core for what is measured, another for what measures it; None where that cannot be had."""

    servers: int | None = None
    clients: int | None = None


@contextmanager
def cores_apart() -> Iterator[Cores]:
    """Keep this process, which makes the load, off the servers' core, so that it does not measure itself."""
    available = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(available) < 2:
        yield Cores()
        return
    os.sched_setaffinity(0, {available[-1]})
    try:
        yield Cores(available[0], available[-1])
    finally:
        os.sched_setaffinity(0, available)


@asynccontextmanager
async def running(
    *command: str, core: int | None = None, environment: dict[str, str] | None = None, output: Path | None = None
) -> AsyncIterator[int]:
    """A process while the block runs, which writes to the file `output` or nowhere; yields its id."""
    with nullcontext() if output is None else output.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command, env=os.environ | (environment or {}), stdout=log or asyncio.subprocess.DEVNULL, stderr=log
        )
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {core})
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def output_of(*command: str, core: int | None = None) -> bytes:
    """What a process that ends by itself writes to its standard output; raises when it fails."""
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {core})
    written, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return written


@asynccontextmanager
async def running_redis(core: int | None) -> AsyncIterator[tuple[int, str]]:
    """A Redis with an append-only file while the block runs; yields its process id and its address."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with tempfile.TemporaryDirectory(prefix="herald-bench-") as folder:
        persistence = ["--appendonly", "yes", "--appendfsync", "everysec", "--dir", folder]
        async with running(server_binary(), "--port", str(port), *persistence, core=core) as pid:
            async with asyncio.timeout(START_SECONDS), connected(url) as redis:
                while True:
                    if await check(redis) is None:
                        break
                    await asyncio.sleep(0.05)
            yield pid, url


async def until_ready(url: str) -> None:
    """Wait until something answers there, and not that it is not ready."""
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with suppress(httpx.TransportError):
                if (await client.get(url)).status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return
            await asyncio.sleep(0.05)


def processor_seconds(pid: int) -> float:
    """How long a process has worked since it began."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
