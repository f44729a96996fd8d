"""The budget holds when 1,000 people ask at once of two processes whose Redis loses replies at random."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from signal import Signals

from bot.store import keys
from bot.store.connection import connected
from bot.store.kinds import RENDERS
from bot.store.records import Records
from tests.faults.real.people import TEAM, Asked, People
from tests.faults.real.stand import Plan, Stand, standing
from tests.journeys.stage import until

PEOPLE = 1_000
AT_ONCE = 100
BUDGET = "20"
LOST = 0.03
"""Of all answers of Redis to Herald."""


async def ask_all(people: People, drafts: Sequence[str]) -> list[Asked]:
    """All of them, a hundred at a time; each clicks until there is an answer."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def ask(draft: str) -> Asked:
        async with turn:
            return await people.make(draft)

    return await asyncio.gather(*(ask(draft) for draft in drafts))


async def test_no_dollar_above_the_budget_is_accepted_and_nothing_stays_reserved(tmp_path: Path) -> None:
    plan = Plan(after_seconds=0.5, webs=2, workers=2, settings={"HERALD_BUDGET_USD_MONTH": BUDGET})
    async with standing(tmp_path, plan) as stand:
        for name in ("worker-1", "worker-2"):  # nothing is settled meanwhile: what is reserved is what was accepted
            stand.members[name].send(Signals.SIGSTOP)
        people = People(stand.web_urls, stand.signing_secret, stand.redis_url, stand.http)
        drafts = await people.drafts(PEOPLE)
        stand.proxies["redis"].lose_answers(LOST)
        asked = await ask_all(people, drafts)
        lost = sum(stand.proxies["redis"].cuts.values())
        stand.proxies["redis"].lose_answers(0)

        accepted = [each for each in asked if each.accepted_at is not None]
        reserved = await reserved_of(stand, [each.draft_id for each in asked])
        assert lost > 20
        assert len(accepted) + sum(each.refused is not None for each in asked) == PEOPLE
        assert await sums(stand) == (Decimal(0), sum(reserved, Decimal(0)))
        assert Decimal(BUDGET) - max(reserved) < sum(reserved) <= Decimal(BUDGET)
        assert len(reserved) == len(accepted)

        for name in ("worker-1", "worker-2"):
            stand.members[name].send(Signals.SIGCONT)
        await until(lambda: nothing_reserved(stand))
        spent, left = await sums(stand)
        assert left == 0
        assert spent == Decimal(str((await stand.studio_state())["counts"]["billed_usd"]))


async def reserved_of(stand: Stand, draft_ids: Sequence[str]) -> list[Decimal]:
    """What each render that is there has reserved."""
    async with connected(stand.redis_url) as redis:
        records = Records(redis, RENDERS)
        found = [await records.get(TEAM, each) for each in draft_ids]
    return [render.reserved for render in found if render is not None]


async def sums(stand: Stand) -> tuple[Decimal, Decimal]:
    """Spent and reserved this month, in US dollars."""
    async with connected(stand.redis_url) as redis:
        kept = await redis.hmget(keys.budget(TEAM, f"{datetime.now(UTC):%Y-%m}"), ["spent", "reserved"])
    spent, reserved = (keys.from_micros(int(amount or 0)) for amount in kept)
    return spent, reserved


async def nothing_reserved(stand: Stand) -> bool:
    """Whether every render is settled."""
    return (await sums(stand))[1] == 0
