"""How a render ends: the moves that several steps make."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.errors import TaskRefused
from bot.rendering.ports import Clock, PollEntry, PollIndex, RenderRecords, Wakeups
from bot.rendering.render import Failure, Render, RenderState, Result
from bot.rendering.tasks import Finished

SECOND_TASK_AFTER: Final = timedelta(seconds=2)
NOT_SENT: Final[Mapping[str, object]] = {
    "task_uuid": None,
    "sent_at": None,
    "uncertain": False,
    "submitted_at": None,
    "late_notice_at": None,
}
"""A render before its task is sent."""


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

    async def finish(self, render: Render, finished: Finished) -> None:
        """The task is done: its results live from the last moment at which they were known not to be there."""
        entry = poll_entry(render)
        born = await self._polls.last_seen(entry) or entry.submitted_at
        expires_at = born + timedelta(seconds=render.ttl_seconds)
        results = tuple(
            Result(video_uuid=video.video_uuid, url=video.url, expires_at=expires_at, cost=video.cost)
            for video in finished.videos
        )
        ended = await self._records.change(render, state=RenderState.READY, results=results, ended_at=self._clock())
        await self._close(ended)

    async def refuse(self, render: Render, refusal: TaskRefused) -> timedelta | None:
        """The task failed for good and is not billed: a second task where that may help, once; else the end.

        Returns how long to wait before the second task is sent.
        """
        if not refusal.retryable or render.attempt > 1:
            await self.fail(render, Failure(code=refusal.code, message=refusal.message, parameter=refusal.parameter))
            return None
        if render.state is RenderState.SUBMITTED:
            await self._polls.drop(poll_entry(render))
        await self._records.change(render, state=RenderState.ANCHORED, attempt=2, **NOT_SENT)
        await self._wakeups.wake("submit", render.team_id, render.id, delay=SECOND_TASK_AFTER)
        return SECOND_TASK_AFTER

    async def fail(self, render: Render, failure: Failure) -> None:
        """End the render without a video."""
        ended = await self._records.change(render, state=RenderState.FAILED, failure=failure, ended_at=self._clock())
        await self._close(ended)

    async def _close(self, ended: Render) -> None:
        if ended.submitted_at is not None:
            await self._polls.drop(poll_entry(ended))
        await self._wakeups.wake("close", ended.team_id, ended.id)


def poll_entry(render: Render) -> PollEntry:
    """The entry under which the render's task is asked about."""
    if render.task_uuid is None or render.submitted_at is None:
        raise ValueError(f"render {render.id} has no task under way")
    return PollEntry(render.team_id, render.id, render.task_uuid, render.submitted_at)
