"""The sums that stop budgets, held against the entries: found wrong where they are, and put right."""

from decimal import Decimal
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.rendering.render import Destination, Render, RenderState
from bot.store import keys
from bot.store.kinds import RENDERS
from bot.store.ledger import Checked, Difference, Ledgers
from bot.store.money import Treasury
from bot.store.records import Records
from tests.bot.rendering.fakes import NOON, a_render

MONTH = f"{NOON:%Y-%m}"
BUDGET = Decimal(50)


def one(number: int, **fields: Any) -> Render:
    """A render that reserves a dollar."""
    return a_render(id=f"r{number}", reserved=Decimal(1), **fields)


async def spend(redis: Redis) -> None:
    """One render settled and one under way, of two people in two places."""
    treasury, second = Treasury(redis), one(2, user_id="U2", destination=Destination(channel_id="D1"))
    await treasury.accept(one(1), BUDGET)
    await treasury.accept(second, BUDGET)
    await treasury.settle(one(1), Decimal("0.40"))


async def checked(redis: Redis) -> Checked:
    """The month as it is found."""
    return await Ledgers(redis).check("T1", MONTH)


async def test_what_acceptance_and_settlement_write_is_right(redis: Redis) -> None:
    await spend(redis)

    found = await checked(redis)

    assert (found.right, found.entries, found.partly) == (True, 2, False)


async def test_every_month_that_is_kept_is_found(redis: Redis) -> None:
    await spend(redis)
    await Treasury(redis).accept(one(3, team_id="T2"), BUDGET)

    assert sorted([month async for month in Ledgers(redis).months()]) == [("T1", MONTH), ("T2", MONTH)]
    assert [month async for month in Ledgers(redis).months("T2")] == [("T2", MONTH)]


@pytest.mark.parametrize(
    ("key", "field", "place"),
    [
        (keys.budget("T1", MONTH), "spent", "workspace"),
        (keys.budget("T1", MONTH), "reserved", "workspace"),
        (keys.budget_by_person("T1", MONTH), "spent/U1", "person"),
        (keys.budget_by_person("T1", MONTH), "reserved/U7", "person"),
        (keys.budget_by_person("T1", MONTH), "videos/U1", "person"),
        (keys.budget_by_channel("T1", MONTH), "reserved/direct", "channel"),
    ],
)
async def test_a_sum_that_is_wrong_is_found_and_put_right(redis: Redis, key: str, field: str, place: str) -> None:
    await spend(redis)
    before = int(await redis.hget(key, field) or 0)
    await redis.hincrby(key, field, 5)

    found = await checked(redis)
    await Ledgers(redis).repair("T1", MONTH)

    assert list(found.differences) == [Difference(place, field, before + 5, before)]
    assert (await checked(redis)).right


async def test_sums_that_are_gone_are_made_anew(redis: Redis) -> None:
    await spend(redis)
    await redis.delete(
        keys.budget("T1", MONTH), keys.budget_by_person("T1", MONTH), keys.budget_by_channel("T1", MONTH)
    )

    await Ledgers(redis).repair("T1", MONTH)

    assert (await checked(redis)).right
    assert await redis.hget(keys.budget("T1", MONTH), "spent") == "400000"


async def test_a_render_that_is_over_but_still_reserved_is_found(redis: Redis) -> None:
    await Treasury(redis).accept(one(1), BUDGET)
    await Records(redis, RENDERS).change(one(1, version=1), state=RenderState.CANCELLED, closed=True)

    found = await checked(redis)

    assert [render.id for render in found.stuck] == ["r1"]
    assert not found.right


async def test_a_reservation_whose_render_is_gone_is_found(redis: Redis) -> None:
    await Treasury(redis).accept(one(1), BUDGET)
    await redis.delete(keys.record("T1", "render", "r1"))

    assert (await checked(redis)).lost == ["r1"]


@pytest.mark.parametrize("entry", ["", "reserved", "reserved:x:U1:C1", "settled:5:U1:C1", "spent:5:6:U1:C1"])
async def test_an_entry_of_no_known_form_is_found(redis: Redis, entry: str) -> None:
    await spend(redis)
    await redis.hset(keys.ledger("T1", MONTH), "r9", entry)

    assert (await checked(redis)).unreadable == ["r9"]


async def test_entries_of_an_earlier_version_count_for_the_workspace_alone(redis: Redis) -> None:
    await spend(redis)
    await redis.hset(keys.ledger("T1", MONTH), "r9", "settled:900000:700000")
    await redis.hincrby(keys.budget("T1", MONTH), "spent", 700_000)
    await redis.hincrby(keys.budget_by_person("T1", MONTH), "spent/U1", 700_000)

    found = await checked(redis)
    await Ledgers(redis).repair("T1", MONTH)

    assert (found.right, found.partly) == (True, True)
    assert await redis.hget(keys.budget_by_person("T1", MONTH), "spent/U1") == "1100000"
