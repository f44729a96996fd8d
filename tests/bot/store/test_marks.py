"""A mark is set by one alone, who stays the first when the answer is lost."""

import asyncio
from datetime import timedelta

from redis.asyncio import Redis

from bot.store import keys
from bot.store.marks import MARK, Marks
from bot.store.people import People
from bot.store.replays import ReplayMarks
from tests.bot.store.losing import losing

HOUR = timedelta(hours=1)


async def with_the_script_known(redis: Redis) -> None:
    """The first call of a script is answered that it is not known: that answer is not the one to be lost."""
    await redis.script_load(MARK)


async def test_a_request_whose_mark_lost_its_answer_is_first(redis: Redis, redis_url: str) -> None:
    await with_the_script_known(redis)
    async with losing(redis_url, "EVALSHA") as client:
        assert await ReplayMarks(client).take("a")
        assert client.lost == 1
        assert not await ReplayMarks(client).take("a")


async def test_an_event_whose_mark_lost_its_answer_is_first(redis: Redis, redis_url: str) -> None:
    await with_the_script_known(redis)
    async with losing(redis_url, "EVALSHA") as client:
        assert await People(client).is_first("T1", "Ev1")
        assert client.lost == 1
        assert not await People(client).is_first("T1", "Ev1")


async def test_of_many_one_is_first(redis: Redis) -> None:
    assert sum(await asyncio.gather(*(Marks(redis).is_first("t:T1:event:x", within=HOUR) for _ in range(20)))) == 1


async def test_a_mark_of_an_earlier_version_counts(redis: Redis) -> None:
    await redis.set("t:T1:event:x", 1, ex=60)

    assert not await Marks(redis).is_first("t:T1:event:x", within=HOUR)


async def test_an_event_is_first_again_after_the_time_that_was_asked_for(redis: Redis) -> None:
    people = People(redis)

    assert await people.is_first("T1", "press", within=timedelta(seconds=5))
    assert 4_000 < await redis.pttl(keys.event("T1", "press")) <= 5_000
    await redis.delete(keys.event("T1", "press"))
    assert await people.is_first("T1", "press", within=timedelta(seconds=5))


async def test_an_event_is_known_for_as_long_as_slack_sends_it_again(redis: Redis) -> None:
    await People(redis).is_first("T1", "Ev1")

    assert keys.EVENT_TTL.total_seconds() - 5 < await redis.ttl(keys.event("T1", "Ev1"))
