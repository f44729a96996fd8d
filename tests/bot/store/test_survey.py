"""The store in sums."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.posting.forgetting_wish import ForgetWish
from bot.posting.posting import PostingState
from bot.rendering.render import Failure, Render, RenderState
from bot.store import keys, survey
from bot.store.kinds import POSTINGS, RENDERS, WISHES
from bot.store.money import Treasury
from bot.store.pauses import Pause, Pauses
from bot.store.records import Records
from bot.store.survey import Survey, Surveyor
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import a_render

TRICKY = '"uncertain":true,"reserved":"99","closed":true,"sent_at":"2000-01-01T00:00:00Z"'


async def accepted(redis: Redis, number: int = 1, **fields: object) -> Render:
    """A render under way."""
    render = a_render(**{"id": f"r{number}", "reserved": Decimal("0.40"), **fields})
    assert await Treasury(redis).accept(render, Decimal(50))
    return render


async def look(redis: Redis) -> Survey:
    """The store now."""
    return await Surveyor(redis).survey()


async def test_an_empty_store_has_nothing_under_way(redis: Redis) -> None:
    seen = await look(redis)

    assert all(not kind.counts for kind in seen.kinds.values())
    assert (seen.dead, seen.in_flight, seen.first_poll, seen.paused, seen.paused_workspaces) == (0, 0, None, False, 0)


async def test_records_are_counted_by_state_over_all_workspaces(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "AT_ONCE", 2)
    for number in range(5):
        await accepted(redis, number, team_id=f"T{number}")
    await Records(redis, RENDERS).change(await accepted(redis, 5), state=RenderState.ANCHORED)

    assert (await look(redis)).kinds["render"].counts == {"requested": 5, "anchored": 1}


async def test_what_is_reserved_is_that_of_renders_whose_money_is_not_settled(redis: Redis) -> None:
    await accepted(redis, 1, script=TRICKY)
    closed = await accepted(redis, 2)
    await Records(redis, RENDERS).change(closed, state=RenderState.CANCELLED, closed=True, cleared=False)

    seen = (await look(redis)).kinds["render"]

    assert seen.held == Decimal("0.40")
    assert seen.doubt is None


async def test_the_longest_doubt_is_about_the_task_that_was_sent_first(redis: Redis) -> None:
    sent = datetime.now(UTC) - timedelta(minutes=6)
    for number in (1, 2):
        render = await Records(redis, RENDERS).change(await accepted(redis, number), state=RenderState.ANCHORED)
        at = sent + timedelta(minutes=number - 1)
        await Records(redis, RENDERS).change(render, uncertain=True, sent_at=at, tried_at=at)

    assert (await look(redis)).kinds["render"].doubt == sent


async def test_a_posting_that_is_due_later_is_told_apart(redis: Redis) -> None:
    records = Records(redis, POSTINGS)
    now = datetime.now(UTC)
    await records.create(a_posting(id="p1", due_at=now - timedelta(minutes=5)))
    await records.create(a_posting(id="p2", due_at=now + timedelta(days=1), announcement_id="a1"))
    await records.create(a_posting(id="p3", state=PostingState.WAITING, due_at=now - timedelta(days=1)))

    seen = (await look(redis)).kinds["posting"]

    assert seen.due == now - timedelta(minutes=5)
    assert (seen.counts["due"], seen.counts["waiting for approval"], seen.later) == (2, 1, 1)


async def test_the_oldest_is_as_old_as_its_state_and_not_as_its_last_change(redis: Redis) -> None:
    render = await accepted(redis)
    first = (await look(redis)).kinds["render"].oldest["requested"]
    changed = await Records(redis, RENDERS).change(render, anchor_intent_at=render.requested_at)
    assert (await look(redis)).kinds["render"].oldest["requested"] == first

    await Records(redis, RENDERS).change(changed, state=RenderState.ANCHORED)
    assert (await look(redis)).kinds["render"].oldest["anchored"] > first


async def test_a_dead_letter_counts_until_somebody_saw_to_it(redis: Redis) -> None:
    records = Records(redis, RENDERS)
    failure = Failure(code="insufficientCredits", message="No.")
    dead = await records.change(await accepted(redis), state=RenderState.FAILED, failure=failure, closed=True)
    assert (await look(redis)).dead == 1

    await records.change(dead, attended_at=datetime.now(UTC))
    assert (await look(redis)).dead == 0


async def test_pauses_and_polls_are_in_it(redis: Redis) -> None:
    for place in ("*", "T1", "T2"):
        await Pauses(redis).begin(Pause(), place)
    await redis.zadd(keys.POLLS, {"T1/r1/x": 100.5, "T1/r2/y": 200})

    seen = await look(redis)

    assert (seen.paused, seen.paused_workspaces) == (True, 2)
    assert (seen.in_flight, seen.first_poll) == (2, 100.5)


async def test_a_record_that_is_gone_or_cannot_be_read_stops_nothing(redis: Redis) -> None:
    await accepted(redis)
    await redis.zadd(keys.open_index("render"), {"T1/gone": 1, "odd": 2})
    await redis.hset("t:T1:render:r1", "record", "{")

    seen = (await look(redis)).kinds["render"]

    assert dict(seen.counts) == {"requested": 1}
    assert seen.held == 0


async def test_a_list_of_clips_is_counted_without_being_read(redis: Redis) -> None:
    await redis.zadd(keys.open_index("batch"), {"T1/b1": 1})
    await redis.hset("t:T1:batch:b1", mapping={"state": "making", "since": "1.0", "record": "x" * 200_000})
    await redis.expire("t:T1:batch:b1", 60)

    seen = (await look(redis)).kinds["batch"]

    assert dict(seen.counts) == {"making": 1}
    assert seen.oldest == {"making": 1.0}


async def test_wishes_to_be_forgotten_are_counted(redis: Redis) -> None:
    await Records(redis, WISHES).create(ForgetWish(id="U1", team_id="T1", asked_at=datetime.now(UTC)))

    assert (await look(redis)).kinds["forgetting"].counts == {"asked": 1}
