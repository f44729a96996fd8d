"""The steps of a render's life: each idempotent, each reads the record first, each may be cut anywhere.

A step returns how long to wait before it is run again, or None when there is nothing left for it to do.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from bot.errors import PostRefused, PostUncertain, RunwareBusy, SlackBusy, TaskRefused, TaskUncertain
from bot.rendering.ending import Endings
from bot.rendering.media import next_step, sendable
from bot.rendering.ports import Clock, HookAddress, RenderRecords, Wakeups
from bot.rendering.render import Destination, Failure, Render, RenderState
from bot.rendering.tasks import TaskOrder, TaskService
from bot.rendering.thread import RenderThread

Stored = TypeVar("Stored")
FIRST_POLL: Final = timedelta(seconds=5)
CHECK_AGAIN: Final = timedelta(seconds=2)
"""How long to wait before asking what became of a request whose answer was lost (design: submit)."""
BUSY_AGAIN: Final = timedelta(seconds=5)
GIVE_UP_AFTER: Final = timedelta(minutes=10)
"""How long after its first sending a task is sent again (design: submit)."""
FRESH: Final = timedelta(seconds=10)
"""A process that is longer on the way from what it knows to sending slept meanwhile, and another may have sent."""
LONGEST_WAIT: Final = timedelta(minutes=2)
"""The longest that a service's Retry-After is obeyed in one go, so that a nonsense value cannot park a render."""


class AnchorStep:
    """Posts the message that is the thread, before any money is spent."""

    def __init__(
        self, records: RenderRecords, thread: RenderThread, endings: Endings, wakeups: Wakeups, clock: Clock
    ) -> None:
        self._records = records
        self._thread = thread
        self._endings = endings
        self._wakeups = wakeups
        self._clock = clock

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """requested → anchored, or failed where Herald cannot post."""
        render = await self._records.get(team_id, render_id)
        if render is None or render.state is not RenderState.REQUESTED:
            return None
        try:
            anchored = await (self._anchor(render) if render.batch_id is None else self._open(render))
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return CHECK_AGAIN
        except PostRefused as refused:
            now = await self._records.get(team_id, render_id) or render  # its intent was stored meanwhile
            await self._endings.fail(now, Failure(code=refused.code, message=str(refused)))
            return None
        await self._wakeups.wake(next_step(anchored), anchored.team_id, anchored.id)
        if anchored.anchor_ts is not None:
            await self._wakeups.wake("show", anchored.team_id, anchored.id, delay=FIRST_POLL)
        return None

    async def _anchor(self, render: Render) -> Render:
        anchor_ts = await self._posted_earlier(render)
        if anchor_ts is None:
            if render.anchor_intent_at is None:
                render = await self._records.change(render, anchor_intent_at=self._clock())
            anchor_ts = await self._thread.post_anchor(render)
        thread_ts = render.destination.thread_ts or anchor_ts
        return await self._records.change(render, state=RenderState.ANCHORED, anchor_ts=anchor_ts, thread_ts=thread_ts)

    async def _open(self, render: Render) -> Render:
        """A clip of a batch has that one's message for its anchor; here it is made sure that its person can get it."""
        place = Destination(channel_id=await self._thread.open_direct(render))
        return await self._records.change(render, state=RenderState.ANCHORED, destination=place)

    async def _posted_earlier(self, render: Render) -> str | None:
        if render.anchor_intent_at is None:
            return None
        try:
            return await self._thread.find_anchor(render)
        except PostRefused:
            return None  # Herald may not look: a second anchor is a blemish, a missing one loses the request


class SubmitStep:
    """Sends the task, once: an unknown outcome is looked up, and repeated only under the same id."""

    def __init__(
        self,
        records: RenderRecords,
        service: TaskService,
        endings: Endings,
        clock: Clock,
        *,
        new_task_uuid: Callable[[], UUID],
        hook_address: HookAddress,
    ) -> None:
        self._records = records
        self._service = service
        self._endings = endings
        self._clock = clock
        self._new_task_uuid = new_task_uuid
        self._hook_address = hook_address

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """anchored → submitted, or failed after a definite no or ten minutes without the service."""
        render = await self._records.get(team_id, render_id)
        if render is None or render.state is not RenderState.ANCHORED or render.awaits_consent:
            return None
        if render.withdrawn_at is not None and render.unsent:
            await self._endings.cancel(render)
            return None
        return await (self._look_up(render) if render.uncertain else self._send(render, known_at=self._clock()))

    async def _look_up(self, render: Render) -> timedelta | None:
        """Ask what became of an earlier sending; only one that the service does not know is made again."""
        task_uuid, asked_at = _known(render.task_uuid), self._clock()
        too_soon = _known(render.tried_at or render.sent_at) + CHECK_AGAIN - asked_at
        if too_soon > timedelta(0):  # it may be on its way at this moment, from another run of this step
            return too_soon
        try:
            report = (await self._service.poll([task_uuid])).get(task_uuid)
        except (RunwareBusy, TaskUncertain, TaskRefused):
            return await self._wait(render, CHECK_AGAIN)
        if isinstance(report, TaskRefused):
            return await self._endings.refuse(render, report)
        if report is None:
            return await self._send_unknown(render, asked_at)
        await self._endings.accept(render, since=_known(render.sent_at), first_poll=timedelta(0))
        return None

    async def _send_unknown(self, render: Render, asked_at: datetime) -> timedelta | None:
        """The service does not know the task: it is sent again while there is time, unless it was called off."""
        if render.withdrawn_at is None and self._in_time(render):
            return await self._send(render, known_at=asked_at)
        if render.withdrawn_at is None or self._in_time(render):
            return await self._wait(render, CHECK_AGAIN)
        await self._endings.cancel(render)  # nobody has heard of it for ten minutes, and nobody wants it
        return None

    async def _send(self, render: Render, *, known_at: datetime) -> timedelta | None:
        now, doubted = self._clock(), render.uncertain
        # Stored first: a crash from here on leaves a doubt, and the task's id to ask about; of two runs only one sends.
        render = await self._records.change(
            render,
            task_uuid=render.task_uuid or self._new_task_uuid(),
            sent_at=render.sent_at or now,
            tried_at=now,
            uncertain=True,
        )
        if self._clock() - known_at > FRESH:
            return timedelta(0)
        try:
            await self._service.submit(self._order(render))
        except TaskRefused as refused:
            if doubted and (refused.retryable or not refused.about_task):  # an earlier sending may have been taken
                return await self._wait(render, CHECK_AGAIN)
            return await self._endings.refuse(render, refused)
        except TaskUncertain:
            return await self._wait(render, CHECK_AGAIN)
        except RunwareBusy as busy:
            if not doubted:
                render = await self._records.change(render, uncertain=False)
            return await self._wait(render, min(busy.retry_after or BUSY_AGAIN, LONGEST_WAIT))
        # with a doubt, an earlier sending may be the one that was taken
        await self._endings.accept(render, since=_known(render.sent_at) if doubted else now, first_poll=FIRST_POLL)
        return None

    def _order(self, render: Render) -> TaskOrder:
        task_uuid = _known(render.task_uuid)
        webhook_url = self._hook_address(render.team_id, render.id, task_uuid)
        return TaskOrder(task_uuid, render.speech, sendable(render), render.ttl_seconds, webhook_url)

    async def _wait(self, render: Render, delay: timedelta) -> timedelta | None:
        if self._in_time(render):
            return delay
        if render.uncertain:
            await self._endings.accept(render, since=_known(render.sent_at), first_poll=CHECK_AGAIN)
        else:
            await self._endings.fail(render, Failure(code="unreachable", message="the service could not be reached"))
        return None

    def _in_time(self, render: Render) -> bool:
        return self._clock() - _known(render.sent_at) < GIVE_UP_AFTER


def _known(value: Stored | None) -> Stored:
    """What a render has once it was sent."""
    if value is None:
        raise ValueError("the render was never sent")
    return value
