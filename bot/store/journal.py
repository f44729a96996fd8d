"""What is told of each change of state: a line in the log, and the figures; never a word of a script."""

from datetime import timedelta
from decimal import Decimal

import structlog

from bot import metrics
from bot.posting.posting import Posting, PostingState
from bot.rendering.dead_letters import failed_by_us
from bot.rendering.render import Render

log = structlog.get_logger("herald.journal")


def request_taken(render: Render, outcome: str) -> None:
    """A request was answered by the script that accepts: `accepted`, `known`, `over` or `paused`."""
    if outcome == "known":
        metrics.DUPLICATES.labels("request").inc()
    elif outcome == "accepted":
        metrics.RESERVED.inc(float(render.reserved))
        _left("render", "none", str(render.state), None)
        _tell("render", render, "none", None, reserved_usd=float(render.reserved))
    else:
        metrics.REFUSED.labels("budget" if outcome == "over" else outcome).inc()


def render_changed(before: Render, after: Render, stayed: timedelta | None) -> None:
    """A render has another version: where that has another state, it is told."""
    if failed_by_us(after) and not failed_by_us(before) and after.failure is not None:
        metrics.ENDED_BADLY.labels(after.failure.code).inc()
    if after.state is before.state:
        return
    _left("render", str(before.state), str(after.state), stayed)
    task_uuid = None if after.task_uuid is None else str(after.task_uuid)
    code = None if after.failure is None else after.failure.code
    facts = {"attempt": after.attempt, "task_uuid": task_uuid, "cost_usd": _dollars(after.cost), "code": code}
    _tell("render", after, str(before.state), stayed, **facts)


def posting_changed(before: Posting, after: Posting, stayed: timedelta | None) -> None:
    """A posting has another version: where that has another state, it is told."""
    if after.state is before.state:
        return
    _left("posting", str(before.state), str(after.state), stayed)
    margin = None
    if after.state is PostingState.POSTED and after.posted_at is not None:
        margin = (after.result.deadline - after.posted_at).total_seconds()
        metrics.MARGIN.observe(margin)
        metrics.DELIVERY.observe(max((after.posted_at - after.due_at).total_seconds(), 0))
    elif after.state in {PostingState.FAILED, PostingState.EXPIRED}:
        metrics.UNTOLD.labels(str(after.state)).inc()
    facts = {"render_id": after.render_id, "margin_seconds": margin, "code": after.failure}
    _tell("posting", after, str(before.state), stayed, **facts)


def render_settled(render: Render, amount: Decimal) -> None:
    """The render's reservation was replaced by what it cost."""
    metrics.BILLED.inc(float(amount))
    metrics.OVERRUN.inc(float(max(amount - render.reserved, Decimal(0))))
    log.info("render settled", team_id=render.team_id, record_id=render.id, cost_usd=float(amount))


def _left(record: str, before: str, after: str, stayed: timedelta | None) -> None:
    metrics.TRANSITIONS.labels(record, before, after).inc()
    if stayed is not None:
        metrics.IN_STATE.labels(record, before).observe(max(stayed.total_seconds(), 0))


def _tell(record: str, after: Render | Posting, state_from: str, stayed: timedelta | None, **facts: object) -> None:
    """One line; what is not known is left out."""
    latency_ms = None if stayed is None else round(stayed.total_seconds() * 1_000)
    told = {"state_from": state_from, "state_to": str(after.state), "latency_ms": latency_ms, **facts}
    known = {name: value for name, value in told.items() if value is not None}
    log.info(f"{record} {after.state}", team_id=after.team_id, record_id=after.id, **known)


def _dollars(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
