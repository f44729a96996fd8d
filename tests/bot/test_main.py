"""What keeps a process from starting is said in a line, not in a stack trace."""

import asyncio
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that something else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


async def start(part: str, **settings: str) -> tuple[int | None, str]:
    """`python -m bot PART` with good settings but for `settings`: its exit code and what it said."""
    good = {
        "PATH": os.environ["PATH"],
        "SLACK_SIGNING_SECRET": "secret",
        "SLACK_BOT_TOKEN": "xoxb-1-2",
        "RUNWARE_API_KEY": "key",
        "RUNWARE_SCHEMA_URL": "http://127.0.0.1:1/schema.json",
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "HOST": "127.0.0.1",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", part),
        env=good | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(30):
        said, _ = await process.communicate()
    return process.returncode, said.decode()


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


async def test_a_redis_that_is_down_is_named() -> None:
    code, said = await start("worker", REDIS_URL="redis://:hidden@127.0.0.1:1/0")

    assert code == 2
    assert "REDIS_URL: Redis: ConnectionError: start Redis" in said
    assert "hidden" not in said
    assert "Traceback" not in said


async def test_an_option_of_redis_that_cannot_be_read_is_named() -> None:
    code, said = await start("worker", REDIS_URL="redis://127.0.0.1:1/0?socket_timeout=soon")

    assert code == 2
    assert "REDIS_URL: it cannot be read" in said
    assert "Traceback" not in said
