"""The queue's steps with what is counted and traced of each."""

from collections.abc import Mapping
from datetime import timedelta

from redis.asyncio import Redis

from bot.metrics import STEP, timed
from bot.store.traces import began
from bot.tracing import is_recording, step_span
from bot.worker import Step


def watched(steps: Mapping[str, Step], redis: Redis) -> dict[str, Step]:
    """The same steps by the same names, each in the trace of its record."""
    return {name: _watched(name, step, redis) for name, step in steps.items()}


def _watched(name: str, step: Step, redis: Redis) -> Step:
    async def run(team_id: str, record_id: str) -> timedelta | None:
        origin = await began(redis, team_id, record_id) if is_recording() else ""
        attributes = {"herald.team_id": team_id, "herald.record_id": record_id}
        with step_span(f"step {name}", origin, **attributes) as traced, timed(STEP, name) as outcome:
            again = await step(team_id, record_id)
            traced.word = outcome.word = "done" if again is None else "again"
            return again

    return run
