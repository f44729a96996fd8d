"""A pause is seen by the very script that accepts."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.errors import Paused
from bot.store import keys
from bot.store.kinds import RENDERS
from bot.store.money import Treasury
from bot.store.pauses import EVERYWHERE, Pause, Pauses
from bot.store.records import Records
from tests.bot.rendering.fakes import NOON, a_render

BUDGET = Decimal(50)
Accept = Callable[[str], Awaitable[bool]]


@pytest.fixture
def accept(redis: Redis) -> Accept:
    """Ask for a video in a workspace."""
    return lambda team_id: Treasury(redis).accept(a_render(team_id=team_id), BUDGET)


@pytest.mark.parametrize("place", [EVERYWHERE, "T1"])
async def test_nothing_new_is_accepted_where_it_is_paused(redis: Redis, accept: Accept, place: str) -> None:
    await Pauses(redis).begin(Pause(since=NOON, why="We move house."), place)

    with pytest.raises(Paused, match="We move house"):
        await accept("T1")

    assert await Records(redis, RENDERS).get("T1", "r1") is None
    assert await redis.exists(keys.budget("T1", "2026-11")) == 0


async def test_a_pause_of_one_workspace_is_no_other_s(redis: Redis, accept: Accept) -> None:
    await Pauses(redis).begin(Pause(), "T2")

    assert await accept("T1")


async def test_after_its_end_things_are_accepted_again(redis: Redis, accept: Accept) -> None:
    pauses = Pauses(redis)
    await pauses.begin(Pause())

    assert await pauses.end()
    assert not await pauses.end()
    assert await accept("T1")


async def test_what_was_accepted_before_is_known_in_a_pause(redis: Redis, accept: Accept) -> None:
    await accept("T1")
    await Pauses(redis).begin(Pause())

    assert not await accept("T1")


async def test_a_pause_of_another_form_is_a_pause(redis: Redis, accept: Accept) -> None:
    await redis.hset(keys.PAUSES, EVERYWHERE, "of a later version")

    assert await Pauses(redis).all() == {EVERYWHERE: Pause()}
    with pytest.raises(Paused):
        await accept("T1")
