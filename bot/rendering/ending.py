"""How a render ends: the moves that several steps make."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.errors import TaskRefused
from bot.rendering.ports import Clock, PollEntry, PollIndex, RenderRecords, Wakeups
from bot.rendering.render import Failure, Render, RenderState, Result
from bot.rendering.tasks import Finished, Partial

SECOND_TASK_AFTER: Final = timedelta(seconds=2)
NOT_SENT: Final[Mapping[str, object]] = {
    "task_uuid": None,
    "sent_at": None,
    "tried_at": None,
    "uncertain": False,
    "submitted_at": None,
    "late_notice_at": None,
    "failures": (),
}
"""A render before its task is sent."""

log = structlog.get_logger("herald.rendering")


class Endings:
    """The ways from a task's outcome to the render's end, or to its second task."""

    def __init__(self, records: RenderRecords, polls: PollIndex, wakeups: Wakeups, clock: Clock) -> None:
        self._records = records
        self._polls = polls
        self._wakeups = wakeups
        self._clock = clock

    async def accept(self, render: Render, *, since: datetime, first_poll: timedelta) -> None:
        """The task is known to the service, or can only be found out about by polling: poll it.

        `since` is the earliest moment at which the service can have taken it; its results' URLs live from then on.
        """
        submitted = await self._records.change(render, state=RenderState.SUBMITTED, submitted_at=since)
        await self._polls.add(poll_entry(submitted), self._clock() + first_poll)

    async def arrive(self, render: Render, partial: Partial) -> None:
        """Some results are there while others go on: keep them, and have them posted; a second time changes nothing."""
        news = await self._news(render, partial)
        if any(getattr(render, name) != value for name, value in news.items()):
            render = await self._records.change(render, **news)
        if render.handed_on < len(render.results):
            await self._wakeups.wake("hand_on", render.team_id, render.id)

    async def finish(self, render: Render, finished: Finished) -> None:
        """The task is done: what had arrived stays, and what is new joins it."""
        news = await self._news(render, finished)
        ended = await self._records.change(render, state=RenderState.READY, ended_at=self._clock(), **news)
        _tell_operator("a task ended without all of its results", render, ended.failures)
        await self._close(ended)

    async def _news(self, render: Render, outcome: Partial | Finished) -> dict[str, object]:
        """The results and failures with what `outcome` adds to them.

        A result's URL lives from the last moment at which it was known not to be there.
        """
        entry = poll_entry(render)
        born = await self._polls.last_seen(entry) or entry.submitted_at
        expires_at = born + timedelta(seconds=render.ttl_seconds)
        known = {result.video_uuid for result in render.results}
        new = (
            Result(
                video_uuid=video.video_uuid,
                url=video.url,
                expires_at=expires_at,
                cost=video.cost,
                captions=video.captions,
            )
            for video in outcome.videos
            if video.video_uuid not in known
        )
        results = (*render.results, *new)
        to_come = render.choices.number_results - len(results) - isinstance(outcome, Partial)
        failures = outcome.failures[: max(to_come, 0)]  # the service may tell of one failure in two ways
        return {"results": results, "failures": tuple(map(_failure, failures))}

    async def refuse(self, render: Render, refusal: TaskRefused) -> timedelta | None:
        """The task failed for good: a second task where that may help, once; else the end.

        Returns how long to wait before the second task is sent.
        """
        failure = _failure(refusal)
        if not refusal.retryable or render.attempt > 1 or render.results or render.withdrawn_at is not None:
            await self.fail(render, failure)
            return None
        if render.state is RenderState.SUBMITTED:
            await self._polls.drop(poll_entry(render))
        await self._records.change(render, state=RenderState.ANCHORED, attempt=2, **NOT_SENT)
        _tell_operator("a task failed; a second one follows", render, [failure])
        await self._wakeups.wake("submit", render.team_id, render.id, delay=SECOND_TASK_AFTER)
        return SECOND_TASK_AFTER

    async def fail(self, render: Render, failure: Failure) -> None:
        """End the render without a video, or without those that did not arrive."""
        outcome: dict[str, object] = {"state": RenderState.FAILED, "failure": failure}
        if render.results:
            outcome = {"state": RenderState.READY, "failures": (*render.failures, failure)}
        ended = await self._records.change(render, ended_at=self._clock(), **outcome)
        _tell_operator("a task ended without all of its results", render, [failure])
        await self._close(ended)

    async def cancel(self, render: Render) -> Render:
        """End a render of which nothing was sent: the person called it off."""
        ended = await self._records.change(render, state=RenderState.CANCELLED, ended_at=self._clock())
        await self._close(ended)
        return ended

    async def withdraw(self, render: Render) -> Render:
        """Note that the person called off what may be charged already: what comes of it is theirs alone."""
        return await self._records.change(render, withdrawn_at=self._clock())

    async def _close(self, ended: Render) -> None:
        if ended.submitted_at is not None:
            await self._polls.drop(poll_entry(ended))
        await self._wakeups.wake("close", ended.team_id, ended.id)
        if ended.media:
            await self._wakeups.wake("forget_media", ended.team_id, ended.id)
        if ended.consent_open:
            await self._wakeups.wake("consent", ended.team_id, ended.id)


def poll_entry(render: Render) -> PollEntry:
    """The entry under which the render's task is asked about."""
    if render.task_uuid is None or render.submitted_at is None:
        raise ValueError(f"render {render.id} has no task under way")
    return PollEntry(render.team_id, render.id, render.task_uuid, render.submitted_at)


def _failure(refusal: TaskRefused) -> Failure:
    return Failure(
        code=refusal.code,
        message=refusal.message,
        parameter=refusal.parameter,
        charged=refusal.charged,
        cost=refusal.cost,
    )


def _tell_operator(event: str, render: Render, failures: Iterable[Failure]) -> None:
    """In the log, with the service's own codes; its words may hold a person's text, and stay out."""
    for failure in failures:
        log.warning(
            event,
            team_id=render.team_id,
            record_id=render.id,
            task_uuid=None if render.task_uuid is None else str(render.task_uuid),
            code=failure.code,
            parameter=failure.parameter,
        )
