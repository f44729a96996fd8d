"""A workspace that leaves and comes back goes on from what it had spent of its month."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.errors import BudgetExceeded
from bot.store.carried import SALT
from bot.store.erasing import erase_workspace
from bot.store.money import Treasury
from tests.bot.rendering.fakes import a_render

BUDGET = Decimal("1.00")
"""Of which each render reserves half and a little."""
RESERVED = Decimal("0.60")
NOW = datetime.now(UTC)
"""Redis itself drops a month that is over."""


async def spend(redis: Redis, render_id: str, team_id: str = "T1", *, budget: Decimal = BUDGET) -> None:
    """Have a render accepted that reserves more than half of the budget."""
    await Treasury(redis).accept(a_render(id=render_id, team_id=team_id, reserved=RESERVED, requested_at=NOW), budget)


async def test_what_was_spent_counts_again(redis: Redis) -> None:
    await spend(redis, "r1")
    await erase_workspace(redis, "T1")

    with pytest.raises(BudgetExceeded) as refused:
        await spend(redis, "r2")

    assert refused.value.left == Decimal("0.40")


async def test_erasing_in_several_passes_counts_it_once(redis: Redis) -> None:
    await spend(redis, "r1")
    for _ in range(3):
        await erase_workspace(redis, "T1")

    await spend(redis, "r2", budget=Decimal("1.20"))


async def test_leaving_twice_counts_both(redis: Redis) -> None:
    for number in (1, 2):
        await spend(redis, f"r{number}", budget=Decimal("1.20"))
        await erase_workspace(redis, "T1")

    with pytest.raises(BudgetExceeded):
        await spend(redis, "r3", budget=Decimal("1.20"))


async def test_another_workspace_is_not_held_to_it(redis: Redis) -> None:
    await spend(redis, "r1")
    await erase_workspace(redis, "T1")

    await spend(redis, "r2", "T2")


async def test_what_is_kept_names_nobody(redis: Redis) -> None:
    await spend(redis, "r1", "T0NAMED")
    await erase_workspace(redis, "T0NAMED")

    left = [str(name) async for name in redis.scan_iter("*")]
    month = next(name for name in left if name.startswith("herald:carried:"))

    assert len(left) == 2
    assert "T0NAMED" not in f"{left} {await redis.hgetall(month)} {await redis.get(SALT)!s}"
