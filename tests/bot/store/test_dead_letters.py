"""What failed for a reason of ours: the list and the count say the same, whatever became of the records."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.rendering.render import Failure, Render, RenderState
from bot.store import keys
from bot.store.dead_letters import DeadLetterShelf
from bot.store.kinds import RENDERS
from bot.store.policies import Policies
from bot.store.records import Records
from bot.store.retention import Retention
from bot.store.survey import Surveyor
from tests.bot.rendering.fakes import NOON, a_render

INDEX = keys.dead_index(RENDERS.name)


async def dead(redis: Redis, render_id: str = "r1", **fields: object) -> Render:
    """A render that failed by a defect, with nothing left to be done about it but to see to it."""
    records = Records(redis, RENDERS)
    render = a_render(**{"id": render_id, "cleared": True, **fields})
    await records.create(render)
    failure = Failure(code="herald_defect", message="a step broke")
    return await records.change(render, state=RenderState.FAILED, failure=failure, closed=True)


async def counted(redis: Redis) -> int:
    """How many the figures say there are."""
    return (await Surveyor(redis).survey()).dead


async def listed(redis: Redis, team_id: str | None = None) -> list[str]:
    """Those that are listed."""
    return [render.id for render in await DeadLetterShelf(redis).dead(team_id)]


async def test_the_oldest_is_listed_first_and_those_of_one_workspace_alone_if_wished(redis: Redis) -> None:
    await dead(redis, "late", requested_at=NOON)
    await dead(redis, "early", requested_at=NOON - timedelta(days=1))
    await dead(redis, "other", team_id="T2", requested_at=NOON - timedelta(days=2))

    assert await listed(redis) == ["other", "early", "late"]
    assert await listed(redis, "T1") == ["early", "late"]
    assert await DeadLetterShelf(redis).team_of("other") == "T2"


async def test_one_that_retention_erased_counts_no_more(redis: Redis) -> None:
    await dead(redis)
    later = NOON + timedelta(days=20_000)

    await Retention(redis, Policies(redis), lambda: later, days=1).sweep()

    assert await redis.zcard(INDEX) == 0
    assert (await counted(redis), await listed(redis)) == (0, [])


async def test_one_whose_record_ended_by_itself_counts_no_more(redis: Redis) -> None:
    render = await dead(redis)
    await redis.delete(keys.record("T1", RENDERS.name, render.id))
    await redis.zincrby(INDEX, -keys.RECORD_TTL.total_seconds() - 1, "T1/r1")

    assert await counted(redis) == 0


async def test_listing_forgets_what_is_gone_and_nothing_else(redis: Redis) -> None:
    await dead(redis)
    await dead(redis, "kept")
    await redis.delete(keys.record("T1", RENDERS.name, "r1"))

    assert await listed(redis) == ["kept"]
    assert await redis.zrange(INDEX, 0, -1) == ["T1/kept"]
    assert await counted(redis) == 1


async def test_listing_forgets_what_an_earlier_release_took_for_one(redis: Redis) -> None:
    await dead(redis, "clip", batch_id="b1")
    assert await counted(redis) == 0
    await redis.zadd(INDEX, {"T1/clip": NOON.timestamp()})

    assert await listed(redis) == []
    assert await counted(redis) == 0


async def test_one_that_this_version_cannot_read_stops_nothing(redis: Redis) -> None:
    await dead(redis)
    await dead(redis, "kept")
    await redis.hset(keys.record("T1", RENDERS.name, "r1"), "record", "{")

    assert await listed(redis) == ["kept"]


async def test_listing_looks_at_no_other_keys(redis: Redis) -> None:
    await dead(redis)
    asked = int((await redis.info("commandstats")).get("cmdstat_scan", {"calls": 0})["calls"])

    await listed(redis)

    assert int((await redis.info("commandstats")).get("cmdstat_scan", {"calls": 0})["calls"]) == asked
