"""Asking after the tasks under way, many in one request."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bot.errors import RecordUnreadable, RunwareBusy, RunwareError, StaleRecord, TaskRefused, TaskUncertain
from bot.rendering.ending import Endings
from bot.rendering.ports import Clock, PollEntry, PollIndex, RenderRecords, Wakeups
from bot.rendering.render import Failure, RenderState
from bot.rendering.tasks import Finished, Processing, TaskReport, TaskService

SHARDS: Final = 4
BATCH: Final = 100
"""The most tasks in one polling request (design: Runware rules)."""
LEASE: Final = timedelta(seconds=10)
"""How long what a poller took stays away when the poller dies."""
SHORTEST: Final = timedelta(seconds=2)
LONGEST: Final = timedelta(seconds=10)
FEW: Final = 1_000
MANY: Final = 10_000
LATE: Final = timedelta(minutes=20)
LATE_INTERVAL: Final = timedelta(minutes=1)
HOPELESS: Final = timedelta(hours=24)
WARN_EVERY: Final = timedelta(minutes=1)

log = structlog.get_logger("herald.polling")


def interval(in_flight: int) -> timedelta:
    """How long to wait between two questions about a task: 2 s for up to 1,000 tasks, 10 s from 10,000."""
    share = min(max(in_flight - FEW, 0) / (MANY - FEW), 1.0)
    return SHORTEST + share * (LONGEST - SHORTEST)


class Poller:
    """Takes what is due in a shard, asks, and moves each render on."""

    def __init__(
        self,
        records: RenderRecords,
        polls: PollIndex,
        service: TaskService,
        endings: Endings,
        wakeups: Wakeups,
        clock: Clock,
    ) -> None:
        self._records = records
        self._polls = polls
        self._service = service
        self._endings = endings
        self._wakeups = wakeups
        self._clock = clock
        self._warned_at = datetime.min.replace(tzinfo=UTC)

    async def poll(self, shard: int) -> int:
        """One round over a shard; returns how many tasks it asked about."""
        asked = 0
        while entries := await self._polls.take(shard, now=self._clock(), lease=LEASE, limit=BATCH):
            asked += len(entries)
            await self._ask(shard, entries)
            if len(entries) < BATCH:
                break
        return asked

    async def _ask(self, shard: int, entries: Sequence[PollEntry]) -> None:
        now = self._clock()
        try:
            reports = await self._service.poll([entry.task_uuid for entry in entries])
        except (RunwareBusy, TaskUncertain, TaskRefused) as error:
            self._warn(error, now)
            reports = {}
        wait = interval(await self._polls.count())
        processing: dict[PollEntry, datetime] = {}
        silent: dict[PollEntry, datetime] = {}
        for entry in entries:
            report = reports.get(entry.task_uuid)
            if report is None or isinstance(report, Processing):
                late = now - entry.submitted_at > LATE
                if late and not await self._still_wanted(entry, now):
                    continue
                due = now + (LATE_INTERVAL if late else wait)
                (silent if report is None else processing)[entry] = due
            else:
                with suppress(StaleRecord, RecordUnreadable):  # the entry comes back after its lease if it matters
                    await self._end(entry, report)
        await self._polls.put_off(shard, processing, seen_at=now)
        await self._polls.put_off(shard, silent, seen_at=None)

    def _warn(self, error: RunwareError, now: datetime) -> None:
        """Tell the operator that polling gets no answer, once a minute; the service's words stay out of the log."""
        if now - self._warned_at >= WARN_EVERY:
            self._warned_at = now
            code = error.code if isinstance(error, TaskRefused) else None
            log.warning("polling gets no answer", error=type(error).__name__, code=code)

    async def _end(self, entry: PollEntry, report: TaskReport) -> None:
        render = await self._records.get(entry.team_id, entry.render_id)
        if render is None or render.state is not RenderState.SUBMITTED or render.task_uuid != entry.task_uuid:
            await self._polls.drop(entry)
            return
        if isinstance(report, Finished):
            await self._endings.finish(render, report)
        elif isinstance(report, TaskRefused):
            await self._endings.refuse(render, report)

    async def _still_wanted(self, entry: PollEntry, now: datetime) -> bool:
        """Whether to go on asking about a task that is late; the person is told once."""
        with suppress(StaleRecord, RecordUnreadable):
            render = await self._records.get(entry.team_id, entry.render_id)
            if render is None or render.state is not RenderState.SUBMITTED or render.task_uuid != entry.task_uuid:
                await self._polls.drop(entry)
                return False
            if now - entry.submitted_at > HOPELESS:
                failure = Failure(code="gone_after_24h", message="no result after 24 hours", charged=None)
                await self._endings.fail(render, failure)
                return False
            if render.late_notice_at is None:
                await self._records.change(render, late_notice_at=now)
                await self._wakeups.wake("show", entry.team_id, entry.render_id)
        return True
