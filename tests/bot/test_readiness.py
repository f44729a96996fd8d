"""What is not as it should be is a warning with its mend; requests are served all the same."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from bot.readiness import warnings
from bot.store.connection import connected
from bot.store.pauses import Pause, Pauses


def now() -> datetime:
    """Now."""
    return datetime.now(UTC)


async def test_a_redis_without_a_file_is_warned_of(redis: Redis) -> None:
    (warning,) = await warnings(redis, now)

    assert "set appendonly to yes" in warning


async def test_a_redis_with_a_file_is_not(redis: Redis) -> None:
    await redis.config_set("appendonly", "yes")
    try:
        assert await warnings(redis, now) == []
    finally:
        await redis.config_set("appendonly", "no")


@pytest.mark.parametrize("minutes", [-2, 2])
async def test_a_clock_that_is_off_is_warned_of(redis: Redis, minutes: int) -> None:
    found = await warnings(redis, lambda: now() + timedelta(minutes=minutes))

    assert any("by NTP" in warning for warning in found)


async def test_a_pause_everywhere_is_warned_of_and_one_of_a_workspace_is_not(redis: Redis) -> None:
    await Pauses(redis).begin(Pause(), "T1")
    assert not any("resume" in warning for warning in await warnings(redis, now))

    await Pauses(redis).begin(Pause())
    assert any("resume" in warning for warning in await warnings(redis, now))


async def test_of_a_redis_that_is_away_there_is_nothing_to_warn() -> None:
    async with connected("redis://127.0.0.1:1/0") as away:
        assert await warnings(away, now) == []
