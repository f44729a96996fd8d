"""A Redis that is full finishes what is under way and takes nothing new, in words; one that evicts is not used."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.local_herald import TEAM
from bot.store import keys
from bot.store.connection import connected
from tests.faults.real.people import People
from tests.faults.real.stand import Plan, Stand, standing
from tests.journeys.stage import until

RENDERS = 6


async def finals(stand: Stand) -> list[object]:
    """The messages that notify of a finished video."""
    messages = (await stand.slack_state())["messages"].get("C0GENERAL", [])
    return [message for message in messages if message.get("files")]


async def test_a_full_redis_lets_what_is_under_way_finish_and_takes_nothing_new(tmp_path: Path) -> None:
    async with standing(tmp_path, Plan(after_seconds=2.0, workers=1)) as stand, connected(stand.redis_url) as redis:
        people = People([stand.ports["web"]], stand.redis_url)
        drafts = [await people.draft() for _ in range(RENDERS + 1)]
        await asyncio.gather(*(people.make(draft) for draft in drafts[:RENDERS]))
        await redis.config_set("maxmemory", 1)

        refused = await people.make(drafts[-1], patient=False)

        async def all_posted() -> bool:
            return len(await finals(stand)) >= RENDERS

        async def nothing_reserved() -> bool:
            return await redis.hget(keys.budget(TEAM, f"{datetime.now(UTC):%Y-%m}"), "reserved") == "0"

        await until(all_posted)
        await until(nothing_reserved)
        assert refused.accepted_at is None
        assert "Herald cannot reach its own records just now" in (refused.said or "")
        await redis.config_set("maxmemory", 0)
        assert (await people.make(drafts[-1])).accepted_at is not None


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl"])
async def test_a_redis_that_evicts_is_refused_at_start_with_the_remedy(tmp_path: Path, policy: str) -> None:
    options = ("--maxmemory", "100mb", "--maxmemory-policy", policy)

    with pytest.raises(RuntimeError, match=rf"{policy}\): set maxmemory-policy to noeviction"):
        async with standing(tmp_path, Plan(redis_options=options, workers=0)):
            pass
