"""`python -m bot pause | resume | drain`."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.operator.pausing import under_way, wait_for_all
from bot.rendering.render import RenderState
from bot.store.kinds import POSTINGS, RENDERS
from bot.store.money import Treasury
from bot.store.pauses import EVERYWHERE, Pauses
from bot.store.records import Records
from bot.store.survey import Surveyor
from tests.bot.operator.commands import run_bot
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import a_render


async def test_a_pause_and_its_end(redis_url: str, redis: Redis) -> None:
    begun = await run_bot("pause", "--why", "We move  house.", REDIS_URL=redis_url)
    (kept,) = (await Pauses(redis).all()).items()
    ended, again = [await run_bot("resume", REDIS_URL=redis_url) for _ in range(2)]

    assert (begun.code, kept[0], kept[1].why) == (0, EVERYWHERE, "We move house.")
    assert "no new videos are accepted" in begun.out
    assert (ended.code, ended.out) == (0, "Resumed everywhere.\n")
    assert (again.code, again.out) == (1, "Nothing was paused everywhere.\n")


async def test_a_workspace_can_be_paused_alone_and_what_stays_is_said(redis_url: str, redis: Redis) -> None:
    await run_bot("pause", "--team", "T0123", REDIS_URL=redis_url)

    outcome = await run_bot("resume", REDIS_URL=redis_url)

    assert list(await Pauses(redis).all()) == ["T0123"]
    assert outcome.code == 1
    assert "Paused in T0123 since" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--team", "acme"], "a T (or E)"), (["--why", "x" * 201], "at most 200"), (["--why", "\x1b[31m"], "one line")],
)
async def test_what_cannot_be_is_refused(arguments: list[str], says: str) -> None:
    outcome = await run_bot("pause", *arguments)

    assert outcome.code == 2
    assert says in outcome.err


async def accepted(redis: Redis) -> None:
    """A render is under way."""
    await Treasury(redis).accept(a_render(), Decimal(50))


async def test_draining_waits_until_nothing_is_under_way(redis: Redis) -> None:
    await accepted(redis)
    said: list[str] = []

    async def end(_seconds: float) -> None:
        await Records(redis, RENDERS).change(a_render(version=1), state=RenderState.CANCELLED)

    assert await wait_for_all(redis, within=60, say=said.append, sleep=end)
    assert said == ["Under way: 1 render.", "Nothing is under way any more."]


async def test_draining_gives_up_and_says_what_is_left(redis: Redis) -> None:
    await accepted(redis)
    said: list[str] = []

    assert not await wait_for_all(redis, within=0, say=said.append, sleep=asyncio.sleep)
    assert said[0] == "Under way: 1 render."
    assert "a worker has to run" in said[1]


async def test_draining_does_not_wait_for_what_is_due_another_day(redis: Redis) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await Records(redis, POSTINGS).create(a_posting(id="p1", due_at=tomorrow, announcement_id="a1"))
    await Records(redis, POSTINGS).create(a_posting(id="p2"))

    assert under_way(await Surveyor(redis).survey()) == {"posting": 1}


async def test_the_drain_command_pauses_and_ends_with_0_when_all_is_done(redis_url: str, redis: Redis) -> None:
    outcome = await run_bot("drain", "--why", "New version.", REDIS_URL=redis_url)

    assert outcome.code == 0, outcome.err
    assert outcome.out.splitlines()[-1] == "Nothing is under way any more."
    assert (await Pauses(redis).all())[EVERYWHERE].why == "New version."
