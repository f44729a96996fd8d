"""How many clips of batches are under way at once in a workspace."""

from datetime import timedelta

from redis.asyncio import Redis

from bot.store.batches import STILL_RUNNING, BatchSlots
from tests.bot.posting.batches import a_batch
from tests.bot.rendering.fakes import NOON

ONE, OTHER = a_batch(id="one"), a_batch(id="other")
CLIPS = [f"c{at}" for at in range(8)]


async def test_a_batch_alone_has_all_slots_and_no_more(redis: Redis) -> None:
    slots = BatchSlots(redis, most=4)

    assert await slots.take(ONE, CLIPS, now=NOON) == CLIPS[:4]
    assert await slots.take(ONE, CLIPS, now=NOON) == CLIPS[:4]
    assert await slots.held(ONE) == frozenset(CLIPS[:4])


async def test_a_slot_that_is_given_back_is_for_the_next(redis: Redis) -> None:
    slots = BatchSlots(redis, most=2)
    await slots.take(ONE, CLIPS, now=NOON)

    await slots.release(ONE, ["c0", "never had"])

    assert await slots.take(ONE, CLIPS[1:], now=NOON) == ["c1", "c2"]


async def test_two_batches_come_to_have_the_same_share(redis: Redis) -> None:
    slots = BatchSlots(redis, most=4)
    await slots.take(ONE, CLIPS[:4], now=NOON)
    assert await slots.take(OTHER, CLIPS, now=NOON) == []

    for sent in CLIPS[:2]:
        await slots.release(ONE, [sent])
        await slots.take(ONE, CLIPS[4:], now=NOON)
        await slots.take(OTHER, CLIPS, now=NOON)

    assert (len(await slots.held(ONE)), len(await slots.held(OTHER))) == (2, 2)


async def test_a_batch_that_asks_no_more_leaves_its_share(redis: Redis) -> None:
    slots = BatchSlots(redis, most=4)
    await slots.take(ONE, CLIPS[:1], now=NOON)
    await slots.release(ONE, CLIPS[:1])

    later = NOON + STILL_RUNNING + timedelta(seconds=1)

    assert await slots.take(OTHER, CLIPS, now=later) == CLIPS[:4]


async def test_workspaces_do_not_share(redis: Redis) -> None:
    slots = BatchSlots(redis, most=1)
    await slots.take(ONE, CLIPS, now=NOON)

    assert await slots.take(a_batch(team_id="T2"), CLIPS, now=NOON) == ["c0"]


async def test_a_slot_that_was_left_behind_is_free_again_the_day_after(redis: Redis) -> None:
    slots = BatchSlots(redis, most=1)
    await slots.take(ONE, CLIPS, now=NOON)

    assert await slots.take(OTHER, CLIPS, now=NOON + timedelta(hours=27)) == ["c0"]


async def test_nothing_wanted_is_nothing_taken(redis: Redis) -> None:
    slots = BatchSlots(redis)
    await slots.release(ONE, [])

    assert await slots.take(ONE, [], now=NOON) == []
