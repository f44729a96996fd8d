"""Many people ask at once of two processes whose Redis loses replies at random: what of their budget is accepted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from signal import Signals
from typing import Final

from bench.local_herald import TEAM
from bot.store import keys
from bot.store.connection import connected
from bot.store.kinds import RENDERS
from bot.store.micros import from_micros
from bot.store.records import Records
from tests.faults.real.people import Asked, People
from tests.faults.real.stand import Plan, Stand, standing
from tests.journeys.stage import until

AT_ONCE: Final = 100
BUDGET: Final = "4"
SETTLED_WITHIN: Final = 180.0
LOST: Final = 0.03
"""Of all answers of Redis to Herald."""


async def ask_all(people: People, drafts: Sequence[str]) -> list[Asked]:
    """All of them, a hundred at a time; each clicks until there is an answer."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def ask(draft: str) -> Asked:
        async with turn:
            return await people.make(draft)

    return await asyncio.gather(*(ask(draft) for draft in drafts))


@dataclass(frozen=True)
class Spent:
    """What came of it, in US dollars; `kept` is what Redis counts as spent and reserved before anything is settled."""

    people: int
    lost_answers: int
    accepted: int
    refused: int
    reserved: tuple[Decimal, ...]
    kept: tuple[Decimal, Decimal]
    settled: tuple[Decimal, Decimal]
    billed: Decimal

    @property
    def broken(self) -> list[str]:
        """What does not hold."""
        held = {
            "everybody was told": self.accepted + self.refused == self.people,
            "who was told yes is kept, and nobody else": len(self.reserved) == self.accepted,
            "the sum is that of the reservations": self.kept == (Decimal(0), sum(self.reserved, Decimal(0))),
            "the budget is not passed": sum(self.reserved) <= Decimal(BUDGET),
            "the budget is used": sum(self.reserved) > Decimal(BUDGET) - max(self.reserved, default=Decimal(0)),
            "nothing stays reserved": self.settled == (self.billed, Decimal(0)),
        }
        return [promise for promise, holds in held.items() if not holds]


async def spend(folder: Path, people_count: int) -> Spent:
    """Let so many people ask, settle what was accepted, and count."""
    plan = Plan(after_seconds=0.5, webs=2, workers=2, settings={"HERALD_BUDGET_USD_MONTH": BUDGET})
    async with standing(folder, plan) as stand:
        for name in ("worker-1", "worker-2"):  # nothing is settled meanwhile: what is reserved is what was accepted
            stand.members[name].send(Signals.SIGSTOP)
        people = People(stand.web_ports, stand.redis_url)
        drafts = await people.drafts(people_count)
        stand.proxies["redis"].lose_answers(LOST)
        asked = await ask_all(people, drafts)
        lost = sum(stand.proxies["redis"].cuts.values())
        stand.proxies["redis"].lose_answers(0)
        reserved, kept = await reserved_of(stand, [each.draft_id for each in asked]), await sums(stand)
        for name in ("worker-1", "worker-2"):
            stand.members[name].send(Signals.SIGCONT)
        await until(lambda: nothing_reserved(stand), seconds=SETTLED_WITHIN)
        return Spent(
            people=people_count,
            lost_answers=lost,
            accepted=sum(each.accepted_at is not None for each in asked),
            refused=sum(each.refused is not None for each in asked),
            reserved=tuple(reserved),
            kept=kept,
            settled=await sums(stand),
            billed=Decimal(str((await stand.studio_state())["counts"]["billed_usd"])),
        )


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
    spent, reserved = (from_micros(int(amount or 0)) for amount in kept)
    return spent, reserved


async def nothing_reserved(stand: Stand) -> bool:
    """Whether every render is settled."""
    return (await sums(stand))[1] == 0
