"""The operator lists what failed for a reason of ours, and has it tried again or lets it rest."""

from decimal import Decimal

import pytest
from redis.asyncio import Redis

from bot.rendering.dead_letters import again
from bot.rendering.render import DEFECT, Failure, Render, RenderState
from bot.store.kinds import RENDERS
from bot.store.money import Treasury
from bot.store.pauses import Pause, Pauses
from bot.store.records import Records
from tests.bot.operator.commands import run_bot
from tests.bot.rendering.fakes import TASK, FakeClock, a_render


async def failed(redis: Redis, render_id: str, *, charged: bool = False, code: str = DEFECT) -> Render:
    """A render of today that failed."""
    records = Records(redis, RENDERS)
    render = a_render(id=render_id, task_uuid=TASK)
    await Treasury(redis).accept(render, Decimal(50))
    failure = Failure(code=code, message="broke", charged=charged)
    ended = await records.change(render, state=RenderState.FAILED, failure=failure, closed=True)
    await Treasury(redis).settle(ended, Decimal(0))
    return ended


async def test_only_what_failed_for_a_reason_of_ours_is_listed(redis: Redis, redis_url: str) -> None:
    await failed(redis, "ours")
    await failed(redis, "theirs", code="contentPolicyViolation")

    listed = await run_bot("renders", "--failed", REDIS_URL=redis_url)

    assert listed.code == 1
    assert "ours  T1  2026-11-22 12:00 UTC" in listed.out
    assert "a retry costs about $0.30, once" in listed.out
    assert "theirs" not in listed.out


async def test_another_workspace_is_not_listed_when_one_is_named(redis: Redis, redis_url: str) -> None:
    await failed(redis, "ours")

    listed = await run_bot("renders", "--failed", "--team", "T2", REDIS_URL=redis_url)

    assert (listed.code, listed.out) == (0, "No video failed for a reason of ours.\n")


async def test_a_retry_is_stored_with_its_money_and_its_task(redis: Redis, redis_url: str) -> None:
    render = await failed(redis, "ours")

    done = await run_bot("renders", "retry", "ours", REDIS_URL=redis_url)

    fresh = await Records(redis, RENDERS).get("T1", again(render, FakeClock()).id)
    assert done.code == 0
    assert fresh is not None
    assert fresh.id in done.out
    assert (fresh.task_uuid, fresh.state) == (TASK, RenderState.REQUESTED)
    assert (await run_bot("renders", "--failed", REDIS_URL=redis_url)).code == 0


async def test_a_second_charge_is_told_of_first(redis: Redis, redis_url: str) -> None:
    await failed(redis, "ours", charged=True)

    done = await run_bot("renders", "retry", "ours", REDIS_URL=redis_url)

    assert done.code == 1
    assert "charges about $0.30 again. Say --charge-again" in done.err


async def test_a_retry_while_nothing_is_accepted_is_no_question_of_a_charge(redis: Redis, redis_url: str) -> None:
    await failed(redis, "ours")
    await Pauses(redis).begin(Pause())

    done = await run_bot("renders", "retry", "ours", REDIS_URL=redis_url)

    assert done.code == 1
    assert "takes no new videos just now" in done.err
    assert "--charge-again" not in done.err


@pytest.mark.parametrize("command", ["retry", "close"])
async def test_a_number_that_is_not_waiting_is_refused(redis_url: str, command: str) -> None:
    done = await run_bot("renders", command, "nothing", REDIS_URL=redis_url)

    assert done.code == 1
    assert "no failed video of that number" in done.err


async def test_what_is_closed_is_listed_no_more(redis: Redis, redis_url: str) -> None:
    await failed(redis, "ours")

    assert (await run_bot("renders", "close", "ours", REDIS_URL=redis_url)).code == 0
    assert (await run_bot("renders", "--failed", REDIS_URL=redis_url)).code == 0
