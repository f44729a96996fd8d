"""The history: written with the acceptance of each render, read with its state of now."""

from datetime import timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.errors import BudgetExceeded
from bot.rendering.render import RenderState
from bot.store import keys, money
from bot.store.history import History
from bot.store.kinds import RENDERS
from bot.store.money import Treasury
from bot.store.records import Records
from tests.bot.rendering.fakes import NOON, a_render

BUDGET = Decimal(50)


async def accept(redis: Redis, render_id: str, *, minutes: int = 0, user_id: str = "U1") -> None:
    """Let a render come into being."""
    render = a_render(id=render_id, user_id=user_id, requested_at=NOON + timedelta(minutes=minutes))
    await Treasury(redis).accept(render, BUDGET)


async def newest(redis: Redis, limit: int = 10, user_id: str = "U1") -> list[str]:
    """The ids in the history."""
    return [render.id for render in await History(redis).newest("T1", user_id, limit)]


async def test_the_newest_come_first(redis: Redis) -> None:
    for minutes, render_id in enumerate(("first", "second", "third")):
        await accept(redis, render_id, minutes=minutes)

    assert await newest(redis, 2) == ["third", "second"]


async def test_it_shows_the_state_of_now(redis: Redis) -> None:
    await accept(redis, "r1")
    records = Records(redis, RENDERS)
    render = await records.get("T1", "r1")
    assert render is not None
    await records.change(render, state=RenderState.CANCELLED, ended_at=NOON)

    (shown,) = await History(redis).newest("T1", "U1", 10)

    assert shown.state is RenderState.CANCELLED


async def test_each_has_their_own(redis: Redis) -> None:
    await accept(redis, "r1")
    await accept(redis, "r2", user_id="U2")

    assert (await newest(redis), await newest(redis, user_id="U2")) == (["r1"], ["r2"])


async def test_nobody_without_renders_has_any(redis: Redis) -> None:
    assert await newest(redis) == []


async def test_a_render_that_was_refused_is_not_in_it(redis: Redis) -> None:
    with pytest.raises(BudgetExceeded):
        await Treasury(redis).accept(a_render(), Decimal(0))

    assert await newest(redis) == []


async def test_a_second_click_does_not_move_it(redis: Redis) -> None:
    await accept(redis, "r1")
    await accept(redis, "r2", minutes=1)
    await accept(redis, "r1", minutes=2)

    assert await newest(redis) == ["r2", "r1"]


async def test_the_oldest_leaves_when_there_are_too_many(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money, "HISTORY_AT_MOST", 3)
    for minutes in range(5):
        await accept(redis, f"r{minutes}", minutes=minutes)

    assert await newest(redis) == ["r4", "r3", "r2"]


async def test_what_is_forgotten_or_of_another_form_is_left_out(redis: Redis) -> None:
    for minutes in range(3):
        await accept(redis, f"r{minutes}", minutes=minutes)
    await redis.delete(keys.record("T1", "render", "r0"))
    await redis.hset(keys.record("T1", "render", "r1"), "record", "{}")

    assert await newest(redis) == ["r2"]
