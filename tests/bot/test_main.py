"""What keeps a process from starting is said in a line, not in a stack trace; one that is up ends when told to."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bench.sockets import free_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that something else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


GOOD = {
    "PATH": os.environ["PATH"],
    "SLACK_SIGNING_SECRET": "secret",
    "SLACK_BOT_TOKEN": "xoxb-1-2",
    "RUNWARE_API_KEY": "key",
    "RUNWARE_SCHEMA_URL": "http://127.0.0.1:1/schema.json",
    "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "HOST": "127.0.0.1",
}


async def start(part: str, **settings: str) -> tuple[int | None, str]:
    """`python -m bot PART` with good settings but for `settings`: its exit code and what it said."""
    process = await started(part, GOOD | settings)
    async with asyncio.timeout(30):
        said, _ = await process.communicate()
    return process.returncode, said.decode()


async def started(part: str, environment: dict[str, str]) -> asyncio.subprocess.Process:
    """`python -m bot PART`; all that it says comes out of its standard output."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", part),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def start_and_stop(part: str, signum: signal.Signals, **settings: str) -> tuple[int | None, str]:
    """The same for a process that is up and is then told to stop: its exit code and what it said."""
    process = await started(part, GOOD | settings)
    assert process.stdout is not None
    said = b""
    async with asyncio.timeout(30):
        while b"herald is up" not in said:
            line = await process.stdout.readline()
            assert line, said
            said += line
    process.send_signal(signum)
    async with asyncio.timeout(10):
        rest, _ = await process.communicate()
    return process.returncode, (said + rest).decode()


async def test_a_port_that_is_taken_is_named(taken_port: int, tmp_path: Path) -> None:
    code, said = await start("all", PORT=str(taken_port), HERALD_DATA_DIR=str(tmp_path))

    assert code == 2
    assert f"127.0.0.1:{taken_port} (Address already in use)" in said
    assert "Traceback" not in said


async def test_a_key_that_cannot_be_sent_is_named_but_not_shown(redis_url: str) -> None:
    code, said = await start("worker", RUNWARE_API_KEY="two words", REDIS_URL=redis_url)

    assert code == 2
    assert "RUNWARE_API_KEY must be one word" in said
    assert "two words" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("part", ["web", "worker", "all"])
async def test_a_redis_that_is_down_is_named(part: str) -> None:
    code, said = await start(part, REDIS_URL="redis://:hidden@127.0.0.1:1/0", PORT=str(free_port()))

    waited, _, refused = said.partition("\n")
    assert (code, refused) == (
        2,
        "Herald cannot start:\n  - REDIS_URL: Redis: ConnectionError: start Redis, or mend REDIS_URL.\n",
    )
    assert "waiting for Redis" in waited


async def test_a_password_that_breaks_the_address_of_redis_is_not_shown() -> None:
    code, said = await start("worker", REDIS_URL="redis://:hid/den@127.0.0.1:6379/0")

    assert code == 2
    assert "REDIS_URL" in said
    assert "hid" not in said
    assert "Traceback" not in said


async def test_a_redis_that_evicts_is_refused(redis_url: str, redis: Redis) -> None:
    await redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        code, said = await start("worker", REDIS_URL=redis_url)
    finally:
        await redis.config_set("maxmemory-policy", "noeviction")

    assert code == 2
    assert "maxmemory-policy allkeys-lru" in said
    assert "set maxmemory-policy to noeviction" in said
    assert "Traceback" not in said


async def test_all_that_is_wrong_is_said_at_once_each_on_its_line() -> None:
    code, said = await start("web", SLACK_BOT_TOKEN="xoxp-canary", RUNWARE_API_KEY="", PORT="canary", LOG_LEVEL="loud")

    problems = said.splitlines()[1:]
    assert code == 2
    assert said.startswith("Herald cannot start:\n")
    assert {problem.split()[1].rstrip(":") for problem in problems} == {
        "SLACK_BOT_TOKEN",
        "RUNWARE_API_KEY",
        "REDIS_URL",
        "PORT",
        "LOG_LEVEL",
    }
    assert "canary" not in said


async def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    code, said = await start("all", HERALD_DATA_DIR=str(tmp_path / "file"), PORT=str(free_port()))

    assert code == 2
    assert "HERALD_DATA_DIR" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("part", ["web", "worker"])
async def test_a_process_that_is_told_to_stop_ends_well(part: str, redis_url: str) -> None:
    code, said = await start_and_stop(part, signal.SIGTERM, REDIS_URL=redis_url, PORT=str(free_port()))

    assert code == 0, said
    assert "Traceback" not in said


async def test_the_whole_of_it_ends_well_with_its_redis(tmp_path: Path) -> None:
    settings = {"HERALD_DATA_DIR": str(tmp_path), "PORT": str(free_port())}

    code, said = await start_and_stop("all", signal.SIGINT, **settings)

    assert code == 0, said
    assert "Traceback" not in said
    assert not (tmp_path / "redis" / "redis.sock").exists()


async def test_a_process_that_cannot_connect_its_socket_ends_well_too(redis_url: str) -> None:
    settings = {"REDIS_URL": redis_url, "PORT": str(free_port()), "SLACK_APP_TOKEN": "xapp-1-canary"}

    code, said = await start_and_stop("web", signal.SIGTERM, **settings)

    assert code == 0, said
    assert "canary" not in said


@pytest.mark.parametrize("option", ["socket_timeout=soon", "soon=1"])
async def test_an_option_of_redis_that_cannot_be_read_is_named(option: str) -> None:
    code, said = await start("worker", REDIS_URL=f"redis://127.0.0.1:1/0?{option}")

    assert code == 2
    assert "REDIS_URL: it cannot be read" in said
    assert "Traceback" not in said
