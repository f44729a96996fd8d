"""Asking after the tasks under way, many in one request."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

import structlog

from bot.errors import (
    HeraldError,
    RecordUnreadable,
    RunwareBusy,
    RunwareError,
    StaleRecord,
    TaskRefused,
    TaskUncertain,
)
from bot.rendering.ending import Endings, poll_entry
from bot.rendering.ports import Clock, PollEntry, PollIndex, RenderRecords, Taken, Wakeups
from bot.rendering.render import Failure, Render, RenderState
from bot.rendering.stumbling import Stumbled, tell_operator
from bot.rendering.tasks import Finished, Partial, Processing, TaskReport, TaskService

BATCH: Final = 100
"""The most tasks in one polling request (design: Runware rules)."""
BATCHES: Final = 4
"""How many requests of one round are under way side by side."""
ROUND: Final = timedelta(seconds=2)
"""After this time a round takes no more; with its last requests it stays well within the lease."""
LEASE: Final = timedelta(seconds=10)
"""How long what a poller took stays away when the poller dies."""
EARLY: Final = timedelta(seconds=0.5)
"""How much too soon a task may be asked about in a request that has room; thus tasks come to share requests."""
SOONEST: Final = timedelta(seconds=0.2)
LATEST: Final = timedelta(seconds=1)
"""The pause between two rounds lasts until the next task is due, but is no shorter and no longer than these."""
ROUNDS_AN_INTERVAL: Final = 20
"""No more rounds than these in the time between two questions about a task: they would find little to ask."""
SHORTEST: Final = timedelta(seconds=2)
LONGEST: Final = timedelta(seconds=10)
FEW: Final = 1_000
MANY: Final = 10_000
LATE: Final = timedelta(minutes=20)
LATE_INTERVAL: Final = timedelta(minutes=1)
HOPELESS: Final = timedelta(hours=24)
WARN_EVERY: Final = timedelta(minutes=1)

Outcome = TypeVar("Outcome")
_News = Finished | Partial | TaskRefused

log = structlog.get_logger("herald.polling")


def interval(in_flight: int) -> timedelta:
    """How long to wait between two questions about a task: 2 s for up to 1,000 tasks, 10 s from 10,000."""
    share = min(max(in_flight - FEW, 0) / (MANY - FEW), 1.0)
    return SHORTEST + share * (LONGEST - SHORTEST)


@dataclass
class _Asked:
    """One request and what came of it; `answered` when the service gave an answer, whatever it said."""

    at: datetime
    wait: timedelta
    reports: Mapping[UUID, TaskReport] = field(default_factory=dict)
    answered: bool = True


class Poller:
    """Takes what is due, asks, and moves each render on."""

    def __init__(  # noqa: PLR0913 - all that a render's outcome touches
        self,
        records: RenderRecords,
        polls: PollIndex,
        service: TaskService,
        endings: Endings,
        wakeups: Wakeups,
        clock: Clock,
        *,
        stumbled: Stumbled,
    ) -> None:
        self._stumbled = stumbled
        self._records = records
        self._polls = polls
        self._service = service
        self._endings = endings
        self._wakeups = wakeups
        self._clock = clock
        self._warned_at = datetime.min.replace(tzinfo=UTC)

    async def poll(self) -> timedelta:
        """One round over what is due; returns how long to wait before the next."""
        begun = self._clock()
        while True:
            taken = await self._polls.take(now=self._clock(), lease=LEASE, early=EARLY, batch=BATCH, batches=BATCHES)
            await self._ask_all(taken)
            now = self._clock()
            if len(taken.entries) < BATCH * BATCHES or now - begun >= ROUND:
                break
        soonest = max(SOONEST, interval(taken.in_flight) / ROUNDS_AN_INTERVAL)
        return min(max((taken.next_due or now + LATEST) - now, soonest), LATEST)

    async def _ask_all(self, taken: Taken) -> None:
        """Ask in several requests at once; one that breaks does not cut the others off."""
        batches = [taken.entries[start : start + BATCH] for start in range(0, len(taken.entries), BATCH)]
        asking = (self._ask(taken, batch) for batch in batches)
        for outcome in await asyncio.gather(*asking, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    async def _ask(self, taken: Taken, entries: Sequence[PollEntry]) -> None:
        asked = await self._question(taken, entries)
        news: list[tuple[PollEntry, _News]] = []
        waiting: defaultdict[tuple[datetime, bool], list[PollEntry]] = defaultdict(list)
        for entry in entries:
            report = asked.reports.get(entry.task_uuid)
            if report is not None and not isinstance(report, Processing):
                news.append((entry, report))
            elif (due := await self._apart(entry, self._due(entry, asked))) is not None:
                waiting[due, report is not None].append(entry)
        for (due, seen), put_off in waiting.items():
            await self._polls.put_off(taken, put_off, due=due, seen_at=asked.at if seen else None)
        for entry, report in news:
            goes_on = await self._apart(entry, self._move(entry, report))
            if goes_on and (due := await self._apart(entry, self._due(entry, asked))) is not None:
                await self._polls.put_off(taken, [entry], due=due, seen_at=asked.at)

    async def _apart(self, entry: PollEntry, work: Awaitable[Outcome]) -> Outcome | None:
        """What comes of it, or None: a render at which it breaks comes back after its lease, and holds up no others."""
        try:
            return await work
        except (StaleRecord, RecordUnreadable):
            return None
        except HeraldError:
            raise
        except Exception as error:
            tell_operator("poll", error)
            with suppress(StaleRecord, RecordUnreadable):
                await self._stumbled("poll", entry.team_id, entry.render_id)
            return None

    async def _question(self, taken: Taken, entries: Sequence[PollEntry]) -> _Asked:
        asked = _Asked(self._clock(), interval(taken.in_flight))
        try:
            asked.reports = await self._service.poll([entry.task_uuid for entry in entries])
        except (RunwareBusy, TaskUncertain, TaskRefused) as error:
            self._warn(error, asked.at)
            asked.answered = False
            if isinstance(error, RunwareBusy) and error.retry_after is not None:
                left_alone = self._clock() - asked.at + min(error.retry_after, LATE_INTERVAL)
                asked.wait = max(asked.wait, left_alone + EARLY)
        return asked

    def _warn(self, error: RunwareError, now: datetime) -> None:
        """Tell the operator that polling gets no answer, once a minute; the service's words stay out of the log."""
        if now - self._warned_at >= WARN_EVERY:
            self._warned_at = now
            code = error.code if isinstance(error, TaskRefused) else None
            log.warning("polling gets no answer", error=type(error).__name__, code=code)

    async def _move(self, entry: PollEntry, report: _News) -> bool:
        """Move the render on; returns whether its task goes on."""
        render = await self._polled(entry)
        if render is None:
            return False
        if isinstance(report, Finished) and self._may_lack_some(render, report):
            report = Partial(report.videos)
        if isinstance(report, Finished):
            await self._endings.finish(render, report)
        elif isinstance(report, TaskRefused):
            await self._endings.refuse(render, report)
        else:
            await self._endings.arrive(render, report)
            return True
        return False

    def _may_lack_some(self, render: Render, finished: Finished) -> bool:
        """Whether results are neither there nor said to have failed, and it is not late yet: they may still come."""
        lacking = len(finished.videos) < render.choices.number_results and not finished.failures
        return lacking and self._clock() - poll_entry(render).submitted_at <= LATE

    async def _polled(self, entry: PollEntry) -> Render | None:
        """The render that waits for this task; where it does not any more, the task is asked about no more."""
        render = await self._records.get(entry.team_id, entry.render_id)
        if render is None or render.state is not RenderState.SUBMITTED or render.task_uuid != entry.task_uuid:
            await self._polls.drop(entry)
            return None
        return render

    async def _due(self, entry: PollEntry, asked: _Asked) -> datetime | None:
        """When to ask next about a task that goes on; None when not at all, or when the lease decides."""
        if asked.at - entry.submitted_at <= LATE:
            return asked.at + asked.wait
        with suppress(StaleRecord, RecordUnreadable):
            render = await self._polled(entry)
            if render is None or await self._given_up(render, entry, asked):
                return None
        return asked.at + LATE_INTERVAL

    async def _given_up(self, render: Render, entry: PollEntry, asked: _Asked) -> bool:
        """Whether a late task is hoped for no more; the person is told once that it is late.

        After a day one more question is put than the first, since no worker may have been there all day; only an
        answer without a result ends it. A round gives up as many as it has time for.
        """
        told, hopeless_from = render.late_notice_at, entry.submitted_at + HOPELESS
        if told is not None and told > hopeless_from and asked.answered:
            if self._clock() - asked.at >= ROUND:
                return False
            await self._give_up(render, entry)
            return True
        if told is None or told <= hopeless_from < asked.at:
            await self._records.change(render, late_notice_at=asked.at)
        if told is None:
            await self._wakeups.wake("show", entry.team_id, entry.render_id)
        return False

    async def _give_up(self, render: Render, entry: PollEntry) -> None:
        """End a render of which polls say nothing, by what the service's archive says of its task."""
        report: TaskReport | None = None
        with suppress(RunwareBusy, TaskUncertain, TaskRefused):
            report = await self._service.look_back(entry.task_uuid)
        if isinstance(report, Finished | Partial) and report.videos:
            await self._endings.finish(render, Finished(report.videos, report.failures))
        else:
            failure = Failure(code="gone_after_24h", message="no result after 24 hours", charged=None)
            await self._endings.fail(render, failure)
