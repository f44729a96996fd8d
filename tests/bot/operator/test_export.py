"""The operator writes out what is kept."""

import json
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.operator.export import export_to
from tests.bot.operator.commands import run_bot
from tests.bot.store.kept import CANARY, TEAM, keep_finished_video, keep_own


async def test_a_person_is_written_to_a_file_that_only_its_owner_reads(redis: Redis, tmp_path: Path) -> None:
    await keep_own(redis)
    await keep_finished_video(redis)
    out = tmp_path / "u1.jsonl"

    assert await export_to(redis, TEAM, "U1", out) == 0

    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert all(line.keys() == {"kind", "id", "value"} for line in lines)
    assert CANARY in out.read_text()
    assert out.stat().st_mode & 0o777 == 0o600


async def test_a_file_that_is_there_is_left_alone(
    redis: Redis, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine.txt"
    out.write_text("mine")

    assert await export_to(redis, TEAM, None, out) == 1
    assert out.read_text() == "mine"
    assert "give the name of a new file" in capsys.readouterr().err


async def test_a_place_where_nobody_may_write_is_told(
    redis: Redis, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await export_to(redis, TEAM, None, tmp_path / "none" / "x.jsonl") == 1
    assert "cannot be written (No such file or directory)" in capsys.readouterr().err


async def test_the_command_says_how_much_it_wrote(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    await keep_own(redis)

    done = await run_bot("export", "--team", TEAM, "--out", str(tmp_path / "t1.jsonl"), REDIS_URL=redis_url)

    assert done.code == 0
    assert f"lines of workspace {TEAM}." in done.out
