"""The connection to Redis, and its errors turned into ours at one door."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any, Final, TypeVar

import structlog
from hiredis import pack_command
from redis.asyncio import Connection, Redis
from redis.exceptions import RedisError

from bot.errors import SettingsInvalid, StoreUnavailable
from bot.store.room import RoomyRedis

TIMEOUT_SECONDS: Final = 3.0
EVICTING_PREFIXES: Final = ("allkeys-", "volatile-")
START_PATIENCE: Final = timedelta(seconds=5)
"""How long a process that starts waits for Redis: a restart of both together must not end in a refusal."""
BEGIN_AGAIN_SECONDS: Final = 0.25

Begun = TypeVar("Begun")
log = structlog.get_logger("herald.store")


class SteadyConnection(Connection):
    """A connection that says of one that was closed meanwhile what redis-py knows; uvloop says it in its own way."""

    async def _send_packed_command(self, command: Iterable[bytes]) -> None:
        try:
            await super()._send_packed_command(command)
        except RuntimeError as error:
            raise ConnectionResetError("the connection was closed") from error


class QuickConnection(SteadyConnection):
    """A connection that writes its commands as redis-py does, by hiredis: in a fifth of the time."""

    def pack_command(self, *args: Any) -> list[bytes]:
        """The command as it goes over the wire; its name may be of two words."""
        name = args[0] if isinstance(args[0], bytes) else str(args[0]).encode()
        return [pack_command((*name.split(), *args[1:]))]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator["Redis"]:
    """A client for the server at `url`; text in and out."""
    quick: dict[str, Any] = {"connection_class": QuickConnection} if url.startswith("redis://") else {}
    client = RoomyRedis.from_url(
        url,
        decode_responses=True,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        health_check_interval=30,
        **quick,
    )
    try:
        yield client
    finally:
        await client.aclose()


@contextmanager
def translated() -> Iterator[None]:
    """Turn Redis's errors into StoreUnavailable; its text names the kind of error, never the address."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise StoreUnavailable(f"Redis: {type(error).__name__}") from error


async def check(client: "Redis") -> str | None:
    """What is wrong with the server for Herald's purposes, with the mend; None when nothing is."""
    try:
        return await _check_policy(client)
    except StoreUnavailable as error:
        return _unanswered(error)


async def examine(url: str) -> None:
    """Raise SettingsInvalid, with the mend, for a server that will not do; StoreUnavailable where none answers."""
    try:
        async with connected(url) as redis:
            problem = await _check_policy(redis)
    except (TypeError, ValueError):  # an unknown option of the URL, or an odd value of one
        problem = "it cannot be read: write it as in redis://127.0.0.1:6379/0"
    if problem is not None:
        raise SettingsInvalid([f"REDIS_URL: {problem}."])


async def require_good(url: str) -> None:
    """The same; SettingsInvalid too where no server answers."""
    await patiently(lambda: examine(url), patience=timedelta(0))


async def patiently(begin: Callable[[], Awaitable[Begun]], *, patience: timedelta = START_PATIENCE) -> Begun:
    """What `begin` comes to; begun again while Redis does not answer, for as long as `patience` lasts.

    Raises SettingsInvalid, with the mend, when that is over.
    """
    deadline = asyncio.get_running_loop().time() + patience.total_seconds()
    told = False
    while True:
        try:
            with translated():
                return await begin()
        except StoreUnavailable as error:
            if asyncio.get_running_loop().time() >= deadline:
                raise SettingsInvalid([f"REDIS_URL: {_unanswered(error)}."]) from error
            if not told:
                log.warning("waiting for Redis", error=str(error))
            told = True
        await asyncio.sleep(BEGIN_AGAIN_SECONDS)


async def _check_policy(client: "Redis") -> str | None:
    """Asked by INFO, since managed services forbid CONFIG."""
    with translated():
        memory = await client.info("memory")
    policy = str(memory.get("maxmemory_policy", "noeviction"))
    if policy.startswith(EVICTING_PREFIXES):
        return f"Redis may evict Herald's records (maxmemory-policy {policy}): set maxmemory-policy to noeviction"
    return None


def _unanswered(error: StoreUnavailable) -> str:
    return f"{error}: start Redis, or mend REDIS_URL"
