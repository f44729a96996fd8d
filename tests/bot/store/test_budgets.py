"""Three budgets stop a render where it is accepted, each by itself; every sum follows the settlement."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.errors import BudgetExceeded
from bot.rendering.render import Destination, Render
from bot.rendering.usage import Account
from bot.store import keys
from bot.store.money import Treasury
from bot.store.people import People
from bot.store.policies import Policies
from bot.store.usage import Usages
from tests.bot.rendering.fakes import NOON, a_render

BUDGET = Decimal(50)
MONTH = f"{NOON:%Y-%m}"


def one(number: int, *, user: str = "U1", channel: str = "C1", **fields: Any) -> Render:
    """A render that reserves a dollar."""
    where = Destination(channel_id=channel)
    return a_render(id=f"r{number}", user_id=user, destination=where, reserved=Decimal(1), **fields)


async def decide(redis: Redis, **budgets: str) -> None:
    """Let the admins decide on budgets."""
    await Policies(redis).change("T1", budgets, actor="U9", at=NOON)


@pytest.mark.parametrize(
    ("budget", "whose", "other"),
    [
        ("monthly_budget", "workspace", None),
        ("person_budget", "person", one(8, user="U2")),
        ("channel_budget", "channel", one(8, channel="C2")),
    ],
    ids=["workspace", "person", "channel"],
)
async def test_each_budget_stops_what_would_pass_it(
    redis: Redis, budget: str, whose: str, other: Render | None
) -> None:
    await decide(redis, **{budget: "2.50"})
    treasury = Treasury(redis)
    for number in range(2):
        await treasury.accept(one(number), BUDGET)

    with pytest.raises(BudgetExceeded) as over:
        await treasury.accept(one(3), BUDGET)

    assert (over.value.whose, over.value.left, over.value.needed) == (whose, Decimal("0.50"), Decimal(1))
    if other is not None:
        assert await treasury.accept(other, BUDGET)


async def test_what_is_refused_changes_nothing(redis: Redis) -> None:
    await decide(redis, person_budget="0.50")

    with pytest.raises(BudgetExceeded):
        await Treasury(redis).accept(one(1), BUDGET)

    spending = await Usages(redis).spending("T1", MONTH)
    assert (spending.reserved, spending.people, spending.channels) == (Decimal(0), [], [])
    assert await redis.exists(keys.record("T1", "render", "r1")) == 0


async def test_the_operators_budget_holds_whatever_the_admins_say(redis: Redis) -> None:
    await decide(redis, monthly_budget="1000.00")

    with pytest.raises(BudgetExceeded):
        await Treasury(redis).accept(one(1), Decimal("0.99"))


async def test_a_budget_of_nothing_stops_everything(redis: Redis) -> None:
    await decide(redis, channel_budget="0")

    with pytest.raises(BudgetExceeded):
        await Treasury(redis).accept(one(1), BUDGET)


async def test_a_change_holds_from_the_next_acceptance_on(redis: Redis) -> None:
    treasury = Treasury(redis)
    await treasury.accept(one(1), BUDGET)
    await decide(redis, person_budget="1.00")

    with pytest.raises(BudgetExceeded):
        await treasury.accept(one(2), BUDGET)


async def test_direct_messages_are_counted_as_one_and_have_no_channels_budget(redis: Redis) -> None:
    await decide(redis, channel_budget="0.50")
    for number, channel in enumerate(("D1", "D2")):
        await Treasury(redis).accept(one(number, channel=channel), BUDGET)

    spending = await Usages(redis).spending("T1", MONTH)

    assert spending.channels == [Account("direct", reserved=Decimal(2))]


async def test_a_settlement_makes_room_again_for_all_three(redis: Redis) -> None:
    await decide(redis, person_budget="1.00", channel_budget="1.00", monthly_budget="1.00")
    treasury = Treasury(redis)
    await treasury.accept(one(1), BUDGET)
    await treasury.settle(one(1), Decimal(0))

    assert await treasury.accept(one(2), BUDGET)


async def test_who_spent_what_is_known_by_person_and_by_channel(redis: Redis) -> None:
    treasury = Treasury(redis)
    for number, (user, channel) in enumerate([("U1", "C1"), ("U2", "C1"), ("U2", "C2")]):
        await treasury.accept(one(number, user=user, channel=channel), BUDGET)
    await treasury.settle(one(1, user="U2"), Decimal("0.70"))

    spending = await Usages(redis).spending("T1", MONTH)

    assert (spending.spent, spending.reserved) == (Decimal("0.70"), Decimal(2))
    assert spending.people == [Account("U2", Decimal("0.70"), Decimal(1), 1), Account("U1", Decimal(0), Decimal(1), 0)]
    assert spending.channels == [
        Account("C1", Decimal("0.70"), Decimal(1), 1),
        Account("C2", Decimal(0), Decimal(1), 0),
    ]


async def test_a_person_at_the_limit_is_never_over_it_by_a_hundred_at_once(redis: Redis) -> None:
    await decide(redis, person_budget="7.00")
    treasury = Treasury(redis)

    outcomes = await asyncio.gather(*(treasury.accept(one(n), BUDGET) for n in range(100)), return_exceptions=True)

    assert [outcome for outcome in outcomes if not isinstance(outcome, BudgetExceeded)] == [True] * 7


async def test_what_an_earlier_version_reserved_is_settled_too(redis: Redis) -> None:
    render = one(1)
    await redis.hset(keys.ledger("T1", MONTH), "r1", "reserved:1000000")
    await redis.hset(keys.budget("T1", MONTH), "reserved", 1_000_000)
    for key in (keys.ledger("T1", MONTH), keys.budget("T1", MONTH)):
        await redis.expire(key, 1000)

    await Treasury(redis).settle(render, Decimal("0.40"))

    spending = await Usages(redis).spending("T1", MONTH)
    assert (spending.spent, spending.reserved) == (Decimal("0.40"), Decimal(0))
    assert spending.channels == [Account("C1", Decimal("0.40"), Decimal(0), 1)]


async def test_what_is_left_is_the_least_of_the_workspaces_and_ones_own(redis: Redis) -> None:
    await decide(redis, person_budget="3.00", monthly_budget="20.00")
    await Treasury(redis).accept(one(1), BUDGET)
    await Treasury(redis).accept(one(2, user="U2"), BUDGET)

    begun = [await People(redis).begin("T1", user, month=MONTH, budget=BUDGET) for user in ("U1", "U3")]
    await decide(redis, monthly_budget="3.50")
    tighter = await People(redis).begin("T1", "U3", month=MONTH, budget=BUDGET)

    assert [(begin.budget_left, begin.left_of) for begin in (*begun, tighter)] == [
        (Decimal(2), "person"),
        (Decimal(3), "person"),
        (Decimal("1.50"), "workspace"),
    ]
