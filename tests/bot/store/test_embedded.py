"""The private Redis: one for a folder, whatever became of the process that started it."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.store.connection import connected
from bot.store.embedded import embedded_redis
from bot.worker import opened_docket


async def test_what_was_stored_is_there_after_a_restart(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        await redis.set("kept", "yes")

    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        assert await redis.get("kept") == "yes"


async def test_a_folder_that_another_herald_uses_is_refused_and_left_alone(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as url:
        with pytest.raises(SettingsInvalid, match="another Herald uses"):
            async with embedded_redis(tmp_path):
                pass

        async with connected(url) as redis:
            assert await redis.ping()


HERALD = """
import asyncio, sys
from pathlib import Path
from bot.store.connection import connected
from bot.store.embedded import embedded_redis

async def main():
    async with embedded_redis(Path(sys.argv[1])) as url, connected(url) as redis:
        await redis.set("kept", "yes")
        print("up", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_server_left_behind_is_ended_with_its_data_kept(tmp_path: Path) -> None:
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", HERALD, str(tmp_path), stdout=PIPE)
    assert killed.stdout is not None
    assert await killed.stdout.readline() == b"up\n"
    killed.kill()
    await killed.wait()

    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        assert await redis.get("kept") == "yes"


@pytest.mark.parametrize("name", ["with a space", "odd#?%20", "long" * 40])
async def test_any_folder_will_do(tmp_path: Path, name: str) -> None:
    async with embedded_redis(tmp_path / name) as url, opened_docket(url) as docket, docket.redis() as redis:
        assert await redis.hget("nothing", "there") is None
