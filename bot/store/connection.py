"""The connection to Redis, and its errors turned into ours at one door."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.errors import SettingsInvalid, StoreUnavailable

TIMEOUT_SECONDS: Final = 3.0
EVICTING_PREFIXES: Final = ("allkeys-", "volatile-")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator["Redis"]:
    """A client for the server at `url`; text in and out."""
    client = Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        health_check_interval=30,
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
        with translated():
            memory = await client.info("memory")
    except StoreUnavailable as error:
        return f"{error}: start Redis, or mend REDIS_URL"
    policy = str(memory.get("maxmemory_policy", "noeviction"))
    if policy.startswith(EVICTING_PREFIXES):
        return f"Redis may evict Herald's records (maxmemory-policy {policy}): set maxmemory-policy to noeviction"
    return None


async def require_good(url: str) -> None:
    """Raise SettingsInvalid, with the mend, when the server at `url` will not do."""
    try:
        async with connected(url) as redis:
            problem = await check(redis)
    except (TypeError, ValueError):  # an unknown option of the URL, or an odd value of one
        problem = "it cannot be read: write it as in redis://127.0.0.1:6379/0"
    if problem is not None:
        raise SettingsInvalid([f"REDIS_URL: {problem}."])
