"""Batches by person."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.posting.batch import Batch
from bot.store import keys
from bot.store.batch_lists import KEPT_AT_MOST, ListedBatches
from tests.bot.posting.batches import a_batch
from tests.bot.rendering.fakes import NOON


def one(batch_id: str, *, minutes: int = 0, **fields: object) -> Batch:
    """A batch of U1's."""
    return a_batch(
        id=batch_id, team_id="T1", **{"user_id": "U1", "asked_at": NOON + timedelta(minutes=minutes), **fields}
    )


async def ids(batches: ListedBatches, user_id: str = "U1") -> list[str]:
    """What is listed for a person."""
    return [batch.id for batch in await batches.newest("T1", user_id, 100)]


async def test_a_person_sees_their_own_the_newest_first(redis: Redis) -> None:
    batches = ListedBatches(redis)
    for batch in (one("b1"), one("b2", minutes=1), one("b3", user_id="U2"), one("b1", minutes=9)):
        await batches.create(batch)

    assert await ids(batches) == ["b2", "b1"]
    assert await ids(batches, "U2") == ["b3"]
    assert await ids(batches, "U3") == []


async def test_what_is_forgotten_or_cannot_be_read_is_left_out(redis: Redis) -> None:
    batches = ListedBatches(redis)
    for name in ("b1", "b2", "b3"):
        await batches.create(one(name))
    await redis.delete(keys.record("T1", "batch", "b1"))
    await redis.hset(keys.record("T1", "batch", "b2"), "record", "{}")

    assert await ids(batches) == ["b3"]


async def test_the_list_is_as_short_as_it_has_to_be(redis: Redis) -> None:
    batches = ListedBatches(redis)
    for at in range(KEPT_AT_MOST + 2):
        await batches.create(one(f"b{at}", minutes=at))

    assert await redis.zcard(keys.batches("T1", "U1")) == KEPT_AT_MOST
