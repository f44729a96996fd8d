"""Whose Home is being looked at, and whether it has changed since it was published."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.store import keys
from bot.store.homes import Homes
from tests.bot.rendering.fakes import NOON

LATER = NOON + timedelta(seconds=5)


@pytest.fixture
def homes(redis: Redis) -> Homes:
    """Nobody looks."""
    return Homes(redis)


async def test_a_home_that_nobody_opened_is_left_alone(homes: Homes, redis: Redis) -> None:
    assert await homes.change("T1", "U1") is None
    assert await homes.begin("T1", "U1", now=NOON) is False
    assert await redis.exists(keys.home("T1", "U1")) == 0


async def test_a_change_is_told_when_the_home_was_last_published(homes: Homes) -> None:
    await homes.open("T1", "U1", now=NOON)
    assert await homes.change("T1", "U1") == NOON

    await homes.begin("T1", "U1", now=LATER)

    assert await homes.change("T1", "U1") == LATER


async def test_what_changes_while_it_is_published_is_known(homes: Homes) -> None:
    await homes.open("T1", "U1", now=NOON)
    await homes.change("T1", "U1")

    assert await homes.begin("T1", "U1", now=LATER) is True
    assert await homes.changed_since("T1", "U1") is False
    await homes.change("T1", "U1")
    assert await homes.changed_since("T1", "U1") is True


async def test_opening_it_shows_all_that_had_changed(homes: Homes) -> None:
    await homes.open("T1", "U1", now=NOON)
    await homes.change("T1", "U1")

    await homes.open("T1", "U1", now=LATER)

    assert await homes.changed_since("T1", "U1") is False


async def test_each_home_is_its_persons(homes: Homes) -> None:
    await homes.open("T1", "U1", now=NOON)

    assert await homes.change("T1", "U2") is None
    assert await homes.change("T2", "U1") is None


async def test_changes_do_not_keep_a_home_open(homes: Homes, redis: Redis) -> None:
    await homes.open("T1", "U1", now=NOON)
    await redis.expire(keys.home("T1", "U1"), 60)

    await homes.change("T1", "U1")
    await homes.begin("T1", "U1", now=LATER)

    assert await redis.ttl(keys.home("T1", "U1")) <= 60
