"""A real Redis for every test that asks for one, and a look at what the test left in it."""

import subprocess
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web_app
from redis import Redis as SyncRedis
from redis.asyncio import Redis
from redis.exceptions import RedisError
from uncalled_for import annotations, introspection

from bench.sockets import free_port
from bot.store.connection import connected
from bot.store.embedded import server_binary
from bot.store.lifetimes import WITHOUT_END


@pytest.fixture(autouse=True)
def _nothing_is_held() -> Iterator[None]:
    """Let go of every Herald and local Slack, 18 MB each: the queue's library and aiohttp remember their functions."""
    yield
    for module in (annotations, introspection):
        for remembered in (value for name, value in vars(module).items() if name.endswith("_cache")):
            remembered.clear()
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private Redis server for the whole run; yields its URL."""
    folder = tmp_path_factory.mktemp("redis")
    port = free_port()
    server = subprocess.Popen(
        [server_binary(), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 10
    with SyncRedis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except RedisError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """The address of an empty Redis; fails the test when it leaves a workspace's key without a time-to-live."""
    with SyncRedis.from_url(redis_server, decode_responses=True) as client:
        client.flushall()
        yield redis_server
        endless = [key for key in client.scan_iter("t:*") if client.ttl(key) == -1]
        leaked = [key for key in endless if WITHOUT_END.fullmatch(key) is None]
    assert leaked == []


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """A client for an empty Redis."""
    async with connected(redis_url) as client:
        yield client
