"""What a month cost: reserved when a render is accepted, spent when it is settled, each once."""

from decimal import Decimal

from redis.asyncio import Redis

from bot.rendering.usage import Usage
from bot.store import keys
from bot.store.money import Treasury
from bot.store.usage import Usages
from tests.bot.rendering.fakes import a_render

BUDGET = Decimal(50)
NOTHING = Usage()


async def usage(redis: Redis, user_id: str = "U1", month: str = "2026-11") -> Usage:
    """The month of the workspace and of one person."""
    return await Usages(redis).of("T1", user_id, month)


async def test_a_month_begins_with_nothing(redis: Redis) -> None:
    assert await usage(redis) == NOTHING


async def test_what_is_under_way_is_reserved(redis: Redis) -> None:
    await Treasury(redis).accept(a_render(), BUDGET)

    assert await usage(redis) == Usage(Decimal(0), Decimal("0.39"), Decimal(0), Decimal("0.39"), 0)


async def test_ones_own_is_told_from_the_workspaces(redis: Redis) -> None:
    treasury, mine, theirs = Treasury(redis), a_render(), a_render(id="r2", user_id="U2")
    for render in (mine, theirs):
        await treasury.accept(render, BUDGET)
    await treasury.settle(mine, Decimal("0.25"))

    assert await usage(redis) == Usage(Decimal("0.25"), Decimal("0.39"), Decimal("0.25"), Decimal(0), 1)
    assert await usage(redis, "U2") == Usage(Decimal("0.25"), Decimal("0.39"), Decimal(0), Decimal("0.39"), 0)


async def test_what_came_to_nothing_is_released_and_counts_as_no_video(redis: Redis) -> None:
    treasury, render = Treasury(redis), a_render()
    await treasury.accept(render, BUDGET)
    await treasury.settle(render, Decimal(0))

    assert await usage(redis) == NOTHING


async def test_the_second_settlement_does_nothing(redis: Redis) -> None:
    treasury, render = Treasury(redis), a_render()
    await treasury.accept(render, BUDGET)
    await treasury.accept(render, BUDGET)
    await treasury.settle(render, Decimal("0.25"))
    await treasury.settle(render, Decimal("0.30"))

    assert await usage(redis) == Usage(Decimal("0.25"), Decimal(0), Decimal("0.25"), Decimal(0), 1)


async def test_another_month_is_another_account(redis: Redis) -> None:
    await Treasury(redis).accept(a_render(), BUDGET)

    assert await usage(redis, month="2026-12") == NOTHING


async def test_what_was_reserved_before_persons_were_told_apart_is_no_debt(redis: Redis) -> None:
    treasury, render = Treasury(redis), a_render()
    await treasury.accept(render, BUDGET)
    await redis.delete(keys.budget_by_person("T1", "2026-11"))
    await treasury.settle(render, Decimal("0.25"))

    assert await usage(redis) == Usage(Decimal("0.25"), Decimal(0), Decimal("0.25"), Decimal(0), 1)
