"""What a process says when its figures are read: its own, and those of the store, read for the occasion."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from docket import Docket
from prometheus_client import GCCollector, PlatformCollector, ProcessCollector, generate_latest
from redis.asyncio import Redis

from bot import metrics
from bot.errors import StoreUnavailable
from bot.rendering.ports import Clock
from bot.store.connection import translated
from bot.store.survey import Survey, Surveyed, Surveyor

HELD_SECONDS: Final = 5.0
"""For how long what was read of the store is good for further readers."""
VERSION: Final = "0.1.0"
"""As in pyproject.toml, which a deployed Herald need not have."""


@dataclass(frozen=True)
class Queue:
    """How the queue is: tasks due, scheduled and running, and when the one that waits for longest was due."""

    due: int
    scheduled: int
    running: int
    waiting_since: float | None


class Scraper:
    """Writes the page that Prometheus reads."""

    def __init__(
        self,
        redis: Redis,
        docket: Docket,
        *,
        clock: Clock,
        fetched_at: Callable[[], datetime | None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._redis = redis
        self._surveyor = Surveyor(redis)
        self._docket = docket
        self._clock = clock
        self._fetched_at = fetched_at
        self._monotonic = monotonic
        self._good_until = float("-inf")

    async def page(self) -> bytes:
        """The page; where Redis does not answer, that stands in the place of its figures."""
        if self._monotonic() >= self._good_until:
            await self._look()
            self._good_until = self._monotonic() + HELD_SECONDS
        fetched_at = self._fetched_at()
        if fetched_at is not None:
            metrics.CATALOGUE_AGE.labels("runware").set((self._clock() - fetched_at).total_seconds())
        return generate_latest(metrics.REGISTRY)

    async def _look(self) -> None:
        try:
            survey = await self._surveyor.survey()
            queue = await look_at_queue(self._redis, self._docket, now=survey.now)
        except StoreUnavailable:
            metrics.REDIS_UP.set(0)
            return
        metrics.REDIS_UP.set(1)
        metrics.CLOCK_SKEW.set(survey.now - self._clock().timestamp())
        _show_store(survey)
        _show_queue(queue, survey.now)


def introduce(part: str) -> None:
    """Count what every process has: memory, open files, collections of garbage; and say what this one is. Once."""
    metrics.BUILD.labels(VERSION, part).set(1)
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=metrics.REGISTRY)


async def look_at_queue(redis: Redis, docket: Docket, *, now: float) -> Queue:
    """How the queue is, as docket keeps it: a sorted set for later and a stream for now; raises StoreUnavailable."""
    with translated():
        async with redis.pipeline(transaction=False) as pipe:
            pipe.zcard(docket.queue_key)
            pipe.zcount(docket.queue_key, "-inf", now)
            pipe.zrange(docket.queue_key, 0, 0, withscores=True)
            pipe.xlen(docket.stream_key)
            scheduled, overdue, first, waiting = await pipe.execute()
        groups = await redis.xinfo_groups(docket.stream_key) if waiting else []
        running = sum(int(group["pending"]) for group in groups)
        taken = max((str(group["last-delivered-id"]) for group in groups), default="0-0")
        async with docket.redis() as raw:  # its messages are no text
            oldest = await raw.xrange(docket.stream_key, f"({taken}", "+", count=1) if waiting else []
    times = [float(score) for _, score in first if score <= now]
    times += [int(message_id.partition(b"-")[0]) / 1_000 for message_id, _ in oldest]
    return Queue(max(waiting - running, 0) + overdue, scheduled - overdue, running, min(times, default=None))


def _show_store(survey: Survey) -> None:
    metrics.RECORDS.clear()
    metrics.OLDEST.clear()
    for kind, surveyed in survey.kinds.items():
        _show_kind(kind, surveyed, survey.now)
    renders, postings = survey.kinds["render"], survey.kinds["posting"]
    metrics.UNCERTAIN.set(_since(renders.doubt, survey.now))
    metrics.OVERDUE.set(_since(postings.due, survey.now))
    metrics.HELD.set(float(renders.held))
    metrics.DEAD.set(survey.dead)
    metrics.REDIS_MEMORY.set(survey.memory_share)
    metrics.IN_FLIGHT.set(survey.in_flight)
    metrics.POLL_OVERDUE.set(0 if survey.first_poll is None else max(survey.now - survey.first_poll, 0))
    metrics.PAUSED.labels("everywhere").set(survey.paused)
    metrics.PAUSED.labels("workspaces").set(survey.paused_workspaces)


def _show_kind(kind: str, surveyed: Surveyed, now: float) -> None:
    for state, count in surveyed.counts.items():
        metrics.RECORDS.labels(kind, state).set(count)
    for state, since in surveyed.oldest.items():
        metrics.OLDEST.labels(kind, state).set(max(now - since, 0))


def _show_queue(queue: Queue, now: float) -> None:
    for place, tasks in (("due", queue.due), ("scheduled", queue.scheduled), ("running", queue.running)):
        metrics.QUEUE.labels(place).set(tasks)
    metrics.QUEUE_AGE.set(0 if queue.waiting_since is None else max(now - queue.waiting_since, 0))


def _since(at: datetime | None, now: float) -> float:
    return 0 if at is None else max(now - at.timestamp(), 0)
