"""Records and money in a real Redis."""

import asyncio
import traceback
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from bot.errors import BudgetExceeded, RecordUnreadable, StaleRecord, StoreUnavailable
from bot.posting.posting import PostingState
from bot.rendering.reconciling import QUIET
from bot.rendering.render import Choices, Render, RenderState
from bot.store.connection import check, connected
from bot.store.kinds import POSTINGS, RENDERS
from bot.store.money import Treasury
from bot.store.people import People
from bot.store.records import Records
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import NOON, a_render

BUDGET = Decimal(50)
MONTH = "2026-11"


async def stored(redis: Redis, **fields: object) -> tuple[Records[Render], Render]:
    """An accepted render and its records."""
    render = a_render(**fields)
    assert await Treasury(redis).accept(render, BUDGET)
    return Records(redis, RENDERS), render


async def left(redis: Redis, budget: Decimal) -> Decimal:
    """What is left of the workspace's budget."""
    return (await People(redis).begin("T1", "U1", month=MONTH, budget=budget)).budget_left


async def test_a_stored_render_reads_back_whole(redis: Redis) -> None:
    records, render = await stored(redis, script="Grüße, 世界 👋")

    assert await records.get("T1", "r1") == render


async def test_a_render_of_another_workspace_is_not_found(redis: Redis) -> None:
    records, _ = await stored(redis)

    assert await records.get("T2", "r1") is None


async def test_of_two_changes_from_one_version_one_wins(redis: Redis) -> None:
    records, render = await stored(redis)

    outcomes = await asyncio.gather(
        records.change(render, state=RenderState.ANCHORED, anchor_ts="1"),
        records.change(render, state=RenderState.ANCHORED, anchor_ts="2"),
        return_exceptions=True,
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Render", "StaleRecord"]


async def test_a_change_counts_the_version_on(redis: Redis) -> None:
    records, render = await stored(redis)

    after = await records.change(render, anchor_intent_at=NOON)

    assert await records.get("T1", "r1") == after
    assert after.version == 2
    with pytest.raises(StaleRecord):
        await records.change(render, anchor_intent_at=NOON)


async def test_a_transition_that_the_table_lacks_is_refused(redis: Redis) -> None:
    records, render = await stored(redis)

    with pytest.raises(ValueError, match="cannot become ready"):
        await records.change(render, state=RenderState.READY)


FAR = NOON + timedelta(days=10_000)


async def test_open_records_are_found_until_they_are_closed(redis: Redis) -> None:
    records, render = await stored(redis)
    assert await records.take_quiet(FAR, now=FAR) == [("T1", "r1")]

    await records.change(render, closed=True)

    assert await records.take_quiet(FAR, now=FAR) == []


async def test_a_taken_record_waits_for_its_next_turn(redis: Redis) -> None:
    records, _ = await stored(redis)
    await records.take_quiet(FAR, now=FAR)

    assert await records.take_quiet(FAR - timedelta(seconds=1), now=FAR) == []
    assert await records.take_quiet(FAR, now=FAR) == [("T1", "r1")]


async def test_a_forgotten_record_is_open_no_more(redis: Redis) -> None:
    records, _ = await stored(redis)

    await records.forget("T1", "r1")

    assert await records.take_quiet(FAR, now=FAR) == []


async def test_a_record_of_an_unknown_form_is_an_error_without_its_texts(redis: Redis) -> None:
    records, _ = await stored(redis, script="A secret plan")
    text = str(await redis.hget("t:T1:render:r1", "record"))
    await redis.hset("t:T1:render:r1", "record", text.replace('"requested_at"', '"asked_at"'))

    with pytest.raises(RecordUnreadable) as unreadable:
        await records.get("T1", "r1")

    assert "secret" not in "".join(traceback.format_exception(unreadable.value))


async def test_the_same_render_is_accepted_and_paid_for_once(redis: Redis) -> None:
    await stored(redis)

    assert not await Treasury(redis).accept(a_render(script="something else"), BUDGET)
    assert await left(redis, BUDGET) == Decimal("49.61")


async def test_a_reservation_is_replaced_by_the_real_cost_once(redis: Redis) -> None:
    _, render = await stored(redis)
    treasury = Treasury(redis)

    await treasury.settle(render, Decimal("0.2934"))
    await treasury.settle(render, Decimal("0.2934"))

    assert await left(redis, BUDGET) == Decimal("49.7066")


async def test_a_cost_above_the_reservation_counts_and_is_an_alarm_once(redis: Redis) -> None:
    _, render = await stored(redis)
    treasury = Treasury(redis)

    with capture_logs() as logged:
        await treasury.settle(render, Decimal("0.40"))
        await treasury.settle(render, Decimal("0.40"))

    assert await left(redis, BUDGET) == Decimal("49.60")
    assert [entry["cost"] for entry in logged if entry["log_level"] == "error"] == ["0.40"]


async def test_an_amount_out_of_range_changes_nothing(redis: Redis) -> None:
    _, render = await stored(redis)

    with pytest.raises(StoreUnavailable):
        await Treasury(redis).settle(render, Decimal("1e30"))

    assert await left(redis, BUDGET) == Decimal("49.61")


async def test_the_budget_is_a_hard_stop(redis: Redis) -> None:
    await stored(redis)

    with pytest.raises(BudgetExceeded) as refused:
        await Treasury(redis).accept(a_render(id="r2"), Decimal("0.77"))

    assert refused.value.left == Decimal("0.38")
    assert await Records(redis, RENDERS).get("T1", "r2") is None


async def test_a_hundred_requests_at_once_never_pass_the_budget(redis: Redis) -> None:
    treasury = Treasury(redis)
    requests = [treasury.accept(a_render(id=f"r{n}"), Decimal("3.90")) for n in range(100)]

    outcomes = await asyncio.gather(*requests, return_exceptions=True)

    assert outcomes.count(True) == 10
    assert await left(redis, Decimal("3.90")) == 0


async def test_the_last_choices_are_remembered_by_person(redis: Redis) -> None:
    choices = Choices(avatar="a", voice="v", language="en-US")
    await stored(redis, choices=choices)

    assert await People(redis).last_choices("T1", "U1") == choices
    assert await People(redis).last_choices("T1", "U2") is None
    assert (await People(redis).begin("T1", "U1", month=MONTH, budget=BUDGET)).choices == choices


async def test_choices_of_an_unknown_form_are_forgotten(redis: Redis) -> None:
    await redis.set("t:T1:choices:U1", '{"presenter": 1}', ex=60)

    assert await People(redis).last_choices("T1", "U1") is None


async def test_an_evicting_redis_is_named_with_the_remedy(redis: Redis) -> None:
    await redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        problem = await check(redis)
    finally:
        await redis.config_set("maxmemory-policy", "noeviction")

    assert problem is not None
    assert "set maxmemory-policy to noeviction" in problem
    assert await check(redis) is None


async def test_a_redis_that_is_down_is_an_error_of_ours() -> None:
    async with connected("redis://127.0.0.1:1/0") as client:
        with pytest.raises(StoreUnavailable, match="ConnectionError"):
            await People(client).last_choices("T1", "U1")


async def test_a_posted_result_counts_as_quiet_no_sooner_than_its_link_ends(redis: Redis) -> None:
    records = Records(redis, POSTINGS)
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    posting = a_posting(state=PostingState.POSTING, result=a_posting().result.model_copy(update={"expires_at": ends}))
    await records.create(posting)

    posted = await records.change(posting, state=PostingState.POSTED)

    deadline = posted.result.deadline
    assert await records.take_quiet(deadline - QUIET - timedelta(seconds=1), now=deadline) == []
    assert await records.take_quiet(deadline - QUIET, now=deadline) == [("T1", "r1-0")]
    await records.change(posted, link_ended=True)
    assert await records.take_quiet(FAR, now=FAR) == []


async def test_a_render_whose_results_are_to_be_removed_is_open_again(redis: Redis) -> None:
    records, render = await stored(redis)
    closed = await records.change(render, closed=True)

    deleted = await records.change(closed, cleared=False)

    assert await records.take_quiet(FAR, now=FAR) == [("T1", "r1")]
    await records.change(deleted, cleared=True)
    assert await records.take_quiet(FAR, now=FAR) == []
