"""Each change of state is a line in the log and a figure; neither holds a person's text."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from bot.errors import BudgetExceeded, Paused, StaleRecord
from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Failure, Render, RenderState, Result
from bot.store.kinds import POSTINGS, RENDERS
from bot.store.money import Treasury
from bot.store.pauses import Pause, Pauses
from bot.store.records import Records
from tests.bot.figures import Growth
from tests.bot.posting.fakes import a_posting
from tests.bot.rendering.fakes import NOON, a_render

CANARY = "canary-script"
BUDGET = Decimal(50)
VIDEO = Result(video_uuid="v1", url="https://media.example/canary.mp4", expires_at=NOON, cost=Decimal("0.25"))


@pytest.fixture
async def render(redis: Redis) -> Render:
    """An accepted render."""
    render = a_render(script=CANARY, reserved=Decimal("0.40"))
    await Treasury(redis).accept(render, BUDGET)
    return render


@pytest.fixture
async def posting(redis: Redis) -> Posting:
    """A posting that is due."""
    posting = a_posting()
    await Records(redis, POSTINGS).create(posting)
    return posting


async def test_a_change_of_state_is_a_line_with_the_render_s_reference(redis: Redis, render: Render) -> None:
    records = Records(redis, RENDERS)
    anchored = await records.change(render, state=RenderState.ANCHORED)
    submitted = await records.change(anchored, state=RenderState.SUBMITTED, submitted_at=NOON)

    with capture_logs() as lines:
        await records.change(submitted, state=RenderState.READY, ended_at=NOON, results=(VIDEO,))

    (line,) = lines
    latency_ms = line.pop("latency_ms")
    assert 0 <= latency_ms < 60_000
    assert line == {
        "event": "render ready",
        "log_level": "info",
        "team_id": "T1",
        "record_id": "r1",
        "state_from": "submitted",
        "state_to": "ready",
        "attempt": 1,
        "cost_usd": 0.25,
    }


async def test_no_line_holds_what_the_person_wrote(redis: Redis) -> None:
    records = Records(redis, RENDERS)
    failure = Failure(code="promptBlocked", message=CANARY, parameter=CANARY)
    render = a_render(script=CANARY)

    with capture_logs() as lines:
        await Treasury(redis).accept(render, BUDGET)
        await records.change(render, state=RenderState.FAILED, failure=failure)

    assert [line["state_to"] for line in lines] == ["requested", "failed"]
    assert lines[1]["code"] == "promptBlocked"
    assert "canary" not in json.dumps(lines)


async def test_a_change_within_a_state_is_no_transition(redis: Redis, render: Render) -> None:
    with capture_logs() as lines:
        await Records(redis, RENDERS).change(render, anchor_intent_at=NOON)

    assert lines == []


async def test_a_change_that_lost_is_no_transition(redis: Redis, render: Render) -> None:
    records = Records(redis, RENDERS)
    await records.change(render, state=RenderState.ANCHORED)
    grown = Growth("transitions_total", record="render", state_from="requested", state_to="anchored")

    with pytest.raises(StaleRecord):
        await records.change(render, state=RenderState.ANCHORED)

    assert grown.by == 0


async def test_the_time_in_a_state_is_that_from_its_beginning(redis: Redis, render: Render) -> None:
    records, count = Records(redis, RENDERS), Growth("state_seconds_count", record="render", state="requested")
    seconds = Growth("state_seconds_sum", record="render", state="requested")
    await redis.hincrbyfloat("t:T1:render:r1", "since", -100)
    changed = await records.change(render, anchor_intent_at=NOON)

    await records.change(changed, state=RenderState.ANCHORED)

    assert count.by == 1
    assert 100 <= seconds.by < 160


async def test_a_posting_s_margin_and_delay_are_counted(redis: Redis, posting: Posting) -> None:
    margin, delay = Growth("delivery_margin_seconds_sum"), Growth("delivery_seconds_sum")
    records, posted_at = Records(redis, POSTINGS), posting.due_at + timedelta(seconds=7)

    on_its_way = await records.change(posting, state=PostingState.POSTING)
    await records.change(on_its_way, state=PostingState.POSTED, posted_at=posted_at)

    assert (margin.by, delay.by) == (43, 7)


@pytest.mark.parametrize("state", [PostingState.FAILED, PostingState.EXPIRED])
async def test_a_paid_result_without_its_message_is_counted(
    redis: Redis, posting: Posting, state: PostingState
) -> None:
    grown = Growth("paid_without_message_total", reason=str(state))

    await Records(redis, POSTINGS).change(posting, state=state, failure="channel_not_found")

    assert grown.by == 1


async def test_a_failure_of_ours_is_counted_once(redis: Redis, render: Render) -> None:
    grown = Growth("renders_failed_total", code="insufficientCredits")
    records, failure = Records(redis, RENDERS), Failure(code="insufficientCredits", message="No.")

    failed = await records.change(render, state=RenderState.FAILED, failure=failure)
    closed = await records.change(failed, closed=True)
    await records.change(closed, notices=1)

    assert grown.by == 1


async def test_money_is_counted_once(redis: Redis, render: Render) -> None:
    billed, overrun = Growth("billed_usd_total"), Growth("overrun_usd_total")

    for _ in range(2):
        await Treasury(redis).settle(render, Decimal("0.50"))

    assert billed.by == pytest.approx(0.5)
    assert overrun.by == pytest.approx(0.1)


async def test_what_is_not_accepted_is_counted_by_reason(redis: Redis, render: Render) -> None:
    again = Growth("duplicate_suppressed_total", kind="request")
    over, paused = Growth("refused_total", reason="budget"), Growth("refused_total", reason="paused")
    treasury = Treasury(redis)

    await treasury.accept(render, BUDGET)
    with pytest.raises(BudgetExceeded):
        await treasury.accept(a_render(id="r2"), Decimal(0))
    await Pauses(redis).begin(Pause())
    with pytest.raises(Paused):
        await treasury.accept(a_render(id="r2"), BUDGET)

    assert (again.by, over.by, paused.by) == (1, 1, 1)
