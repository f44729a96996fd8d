"""The index of due polls in a real Redis: what is taken when, and that nothing due is lost or asked about for ever."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from redis.asyncio import Redis

from bot.rendering.ports import PollEntry, Taken
from bot.store.polls import Polls
from tests.bot.rendering.fakes import NOON

LEASE = timedelta(seconds=10)


def after(seconds: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=seconds)


def an_entry(number: int = 1) -> PollEntry:
    """A task of its own, submitted at noon."""
    return PollEntry("T1", f"r{number}", UUID(int=number), NOON)


async def add_all(polls: Polls, *due: float) -> Sequence[PollEntry]:
    """Tasks due so many seconds after noon."""
    entries = [an_entry(number) for number in range(1, len(due) + 1)]
    for entry, seconds in zip(entries, due, strict=True):
        await polls.add(entry, after(seconds))
    return entries


async def take(polls: Polls, at: float = 0, *, early: float = 0, batch: int = 100, batches: int = 1) -> Taken:
    """What is taken so many seconds after noon."""
    return await polls.take(now=after(at), lease=LEASE, early=timedelta(seconds=early), batch=batch, batches=batches)


async def test_what_is_due_is_taken_whole_and_nothing_else(redis: Redis) -> None:
    polls = Polls(redis)
    due, _later = await add_all(polls, 0, 1)

    taken = await take(polls)

    assert taken.entries == (due,)
    assert (taken.in_flight, taken.next_due) == (2, after(1))


async def test_nothing_under_way_is_nothing_due(redis: Redis) -> None:
    assert await take(Polls(redis)) == Taken((), after(10), 0, None)


async def test_a_taken_poll_comes_back_after_its_lease(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 0)
    await take(polls)

    assert (await take(polls, 9.9)).entries == ()
    assert (await take(polls, 10)).entries == (entry,)


async def test_a_request_with_room_is_filled_with_what_is_due_soon(redis: Redis) -> None:
    polls = Polls(redis)
    entries = await add_all(polls, 0, 0.2, 0.4, 0.6)

    assert (await take(polls, early=0.5, batch=2)).entries == tuple(entries[:2])
    assert (await take(polls, early=0.5, batch=2)).entries == ()
    assert (await take(polls, 0.4, early=0.5, batch=5)).entries == tuple(entries[2:])


async def test_no_more_is_taken_than_so_many_requests_hold(redis: Redis) -> None:
    polls = Polls(redis)
    entries = await add_all(polls, *[0.0] * 7)

    taken = await take(polls, batch=2, batches=3)

    assert len(taken.entries) == 6
    assert {*taken.entries, *(await take(polls)).entries} == set(entries)


async def test_two_who_take_at_once_share_what_is_due(redis: Redis) -> None:
    polls = Polls(redis)
    entries = await add_all(polls, *[0.0] * 200)

    one, other = await asyncio.gather(take(polls), take(polls))

    assert (len(one.entries), len(other.entries)) == (100, 100)
    assert {*one.entries, *other.entries} == set(entries)


async def test_a_poll_is_put_off_to_its_time(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 0)

    await polls.put_off(await take(polls), [entry], due=after(2), seen_at=after(1))

    assert (await take(polls, 1)).next_due == after(2)
    assert await polls.last_seen(entry) == after(1)


async def test_a_poll_that_another_took_since_is_the_other_ones(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 0)
    slow = await take(polls)
    await take(polls, 10)

    await polls.put_off(slow, [entry], due=after(12), seen_at=None)

    assert (await take(polls, 12)).entries == ()


async def test_a_poll_that_was_hastened_while_it_was_asked_about_is_asked_about_again(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 0)
    taken = await take(polls)
    await polls.hasten("T1", "r1", entry.task_uuid, now=after(0.1))

    await polls.put_off(taken, [entry], due=after(2), seen_at=after(0.1))

    assert (await take(polls, 0.1)).entries == (entry,)
    assert await polls.last_seen(entry) == after(0.1)


async def test_a_hastened_poll_is_due_at_once(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 60)

    await polls.hasten("T1", "r1", entry.task_uuid, now=after(1))

    assert (await take(polls, 1)).entries == (entry,)


async def test_what_is_due_already_is_not_put_off_by_haste(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 1)

    await polls.hasten("T1", "r1", entry.task_uuid, now=after(5))

    assert (await take(polls, 1)).entries == (entry,)


async def test_haste_before_the_task_is_there_is_not_forgotten(redis: Redis) -> None:
    polls = Polls(redis)
    await polls.hasten("T1", "r1", an_entry().task_uuid, now=NOON)

    (entry,) = await add_all(polls, 5)

    assert (await take(polls)).entries == (entry,)


async def test_haste_about_a_task_that_has_ended_puts_nothing_back(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 0)
    await polls.drop(entry)

    await polls.hasten("T1", "r1", entry.task_uuid, now=NOON)

    assert (await take(polls)).in_flight == 0
    assert [key for key in await redis.keys("*") if await redis.ttl(key) == -1] == []


async def test_a_dropped_poll_leaves_nothing_behind_and_is_not_put_off_into_life_again(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 0)
    taken = await take(polls)
    await polls.drop(entry)

    await polls.put_off(taken, [entry], due=after(2), seen_at=NOON)

    assert await redis.keys("*") == []


async def test_an_unreadable_poll_is_dropped_and_does_not_stop_the_others(redis: Redis) -> None:
    polls = Polls(redis)
    (entry,) = await add_all(polls, 0)
    await redis.zadd("herald:polls:due", {"T1/r/no-task": 0, "nonsense": 0, f"T1/r2/{UUID(int=2)}": 0})

    assert (await take(polls)).entries == (entry,)
    assert (await take(polls)).in_flight == 1
