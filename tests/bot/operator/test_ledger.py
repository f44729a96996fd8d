"""The operator checks the months' sums, and has them put right."""

from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.operator.ledger import check_all
from bot.rendering.render import RenderState
from bot.store import keys
from bot.store.kinds import RENDERS
from bot.store.money import Treasury
from bot.store.records import Records
from tests.bot.operator.commands import run_bot
from tests.bot.rendering.fakes import NOON, a_render

MONTH = f"{NOON:%Y-%m}"


async def accept(redis: Redis, team_id: str = "T1") -> None:
    """One render is under way."""
    await Treasury(redis).accept(a_render(team_id=team_id, reserved=Decimal(1)), Decimal(50))


async def test_months_that_are_right_end_with_0(redis: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    await accept(redis)
    capsys.readouterr()

    assert await check_all(redis, None, repair=False) == 0
    assert capsys.readouterr().out == f"T1 {MONTH}: right, 1 entries.\n"


async def test_a_difference_is_printed_with_its_mend_and_ends_with_1(
    redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    await accept(redis)
    await redis.hincrby(keys.budget_by_person("T1", MONTH), "reserved/U1", 500_000)
    capsys.readouterr()

    assert await check_all(redis, None, repair=False) == 1
    printed = capsys.readouterr()
    assert printed.out == f"T1 {MONTH}: person U1: reserved is 1.5 dollars, the entries add up to 1.\n"
    assert "ledger check --repair" in printed.err


async def test_repair_prints_what_was_wrong_and_that_it_is_right_now(
    redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    await accept(redis)
    await redis.hincrby(keys.budget("T1", MONTH), "spent", 500_000)
    capsys.readouterr()

    assert await check_all(redis, None, repair=True) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"T1 {MONTH}: workspace: spent is 0.5 dollars, the entries add up to 0.",
        f"T1 {MONTH}: right, 1 entries.",
    ]


async def test_repair_settles_what_is_over(redis: Redis) -> None:
    await accept(redis)
    await Records(redis, RENDERS).change(a_render(version=1), state=RenderState.CANCELLED, closed=True)

    assert await check_all(redis, None, repair=True) == 0
    assert await redis.hget(keys.budget("T1", MONTH), "reserved") is None


async def test_what_nobody_can_mend_still_ends_with_1(redis: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    await accept(redis)
    await redis.delete(keys.record("T1", "render", "r1"))

    assert await check_all(redis, None, repair=True) == 1
    assert "renders r1: reserved, but not there any more" in capsys.readouterr().out


async def test_one_workspace_alone_can_be_checked(redis: Redis, redis_url: str) -> None:
    await accept(redis)
    await accept(redis, "T2")

    done = await run_bot("ledger", "check", "--team", "T2", REDIS_URL=redis_url)

    assert (done.code, done.out) == (0, f"T2 {MONTH}: right, 1 entries.\n")


async def test_a_workspace_that_cannot_be_is_refused(redis_url: str) -> None:
    done = await run_bot("ledger", "check", "--team", "*", REDIS_URL=redis_url)

    assert done.code == 2
