"""A request is marked once, for as long as its signature holds."""

import asyncio

from redis.asyncio import Redis

from bot.store.replays import ReplayMarks


async def test_of_many_who_mark_a_request_one_is_first(redis: Redis) -> None:
    assert sum(await asyncio.gather(*(ReplayMarks(redis).take("a") for _ in range(20)))) == 1


async def test_a_mark_outlives_the_signature_and_ends(redis: Redis) -> None:
    await ReplayMarks(redis).take("a")

    assert 600 < await redis.ttl("herald:replay:a") <= 660


async def test_a_mark_that_is_dropped_can_be_set_again(redis: Redis) -> None:
    marks = ReplayMarks(redis)
    await marks.take("a")
    await marks.drop("a")

    assert await marks.take("a")
