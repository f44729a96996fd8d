"""Runware as the service that makes the videos: what its answers mean for a task."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4

import httpx
from pydantic import SecretStr

from bot.errors import RunwareError, TaskRefused, TaskUncertain
from bot.metrics import DUPLICATES, POLL_BATCH
from bot.rendering.tasks import TaskOrder, TaskReport
from bot.runware import account, media
from bot.runware.batches import BatchSize
from bot.runware.codes import Category, category_of
from bot.runware.exchange import Exchange, array_of, utc_now
from bot.runware.line import Line, Patience, Repeat, as_ours
from bot.runware.orders import task_for
from bot.runware.reports import read_reports

PATIENCE: Final = Patience()
_OF_ONE_TASK: Final = frozenset({Category.VALIDATION, Category.NOT_FOUND, Category.GONE, Category.OTHER})


class RunwareClient:
    """The `TaskService` that speaks Runware's contract.

    Every method takes at most the deadline of `patience`, but for `store_media`. Each raises TaskRefused (a definite
    no), RunwareBusy (not taken, try again) or TaskUncertain (no answer that can be trusted), and nothing else.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        api_key: SecretStr,
        api_url: str,
        now: Callable[[], datetime] = utc_now,
        patience: Patience = PATIENCE,
        new_uuid: Callable[[], UUID] = uuid4,
    ) -> None:
        exchange = Exchange(http, api_key=api_key, api_url=api_url, now=now)
        self._line = Line(exchange, api_key, patience)
        self._patience = patience
        self._deadline = patience.deadline
        self._new_uuid = new_uuid
        self._batch = BatchSize()

    async def submit(self, order: TaskOrder) -> None:
        """Send the task; returns when it is known to be accepted, now or by an earlier sending.

        Within the step it is sent again only while it is certain that it was never received.
        """
        content = array_of([task_for(order)])
        reply = await self._line.ask(content, Repeat.NEVER_RECEIVED, within=self._deadline)
        answer = self._line.read(reply)
        errors = [error for error in answer.errors if error.task_uuid in (None, order.task_uuid)]
        if any(category_of(error.code) is Category.CONFLICT for error in errors):
            DUPLICATES.labels("task").inc()
            return
        acknowledged = answer.knows(order.task_uuid)
        if acknowledged == bool(errors) or (acknowledged and reply.status >= 300):
            raise TaskUncertain(f"task {order.task_uuid}: HTTP {reply.status} says neither yes nor no")
        if errors:
            raise as_ours(errors[0], reply, task_uuid=order.task_uuid)

    async def poll(self, task_uuids: Sequence[UUID]) -> Mapping[UUID, TaskReport]:
        """What the service says of any number of tasks, asked in batches; those that it does not mention are absent.

        A batch without an answer is an error only where no other batch has one.
        """
        asked = list({str(uuid): uuid for uuid in task_uuids}.items())
        batches = [dict(asked[start : start + self._batch.limit]) for start in range(0, len(asked), self._batch.limit)]
        reports: dict[UUID, TaskReport] = {}
        failures: list[RunwareError] = []
        for outcome in await asyncio.gather(*map(self._poll_batch, batches)):
            if isinstance(outcome, RunwareError):
                failures.append(outcome)
            else:
                reports.update(outcome)
        if failures and not reports:
            raise failures[0]
        return reports

    async def price(self, order: TaskOrder) -> Decimal | None:
        """What the task would cost in US dollars, by a dry run, under a UUID of its own; None where it is not told.

        The shape of a dry run's answer is not published: costs are looked for where those of real results would be.
        Only for a service that knows of dry runs, as Runware does; any other would make the video.
        """
        task_uuid = self._new_uuid()
        task = task_for(order).model_copy(update={"task_uuid": task_uuid, "webhook_url": None})
        items = await self._line.ask_one(task, task_uuid, Repeat.ALWAYS, within=self._deadline, dry_run=True)
        costs = [item.cost for item in items if item.cost is not None]
        return sum(costs, Decimal(0)) if costs else None

    async def balance(self) -> account.Balance:
        """What the account holds."""
        return await account.ask_balance(self._line, self._new_uuid(), within=self._deadline)

    async def task_details(self, task_uuid: UUID) -> account.TaskDetails:
        """What was sent and answered under a task's UUID."""
        return await account.ask_task_details(self._line, task_uuid, within=self._deadline)

    async def look_back(self, task_uuid: UUID) -> TaskReport | None:
        """What became of a task by the archive, which outlives what polls are told; None where it has nothing."""
        try:
            details = await self.task_details(task_uuid)
        except TaskRefused as refused:
            if category_of(refused.code) is Category.NOT_FOUND:
                return None
            raise
        if details.response is None:
            return None
        return read_reports(details.response, {str(task_uuid): task_uuid}, refused=False).get(task_uuid)

    async def store_media(self, content: bytes, content_type: str) -> UUID:
        """Upload a picture or a recording, in up to two minutes; returns the UUID that tasks name it by."""
        return await media.store_media(self._line, content, content_type, self._new_uuid())

    async def delete_media(self, media_uuid: UUID) -> None:
        """Delete what was stored; what is not there counts as deleted."""
        await media.delete_media(self._line, media_uuid, self._new_uuid(), within=self._deadline)

    async def _poll_batch(self, asked: Mapping[str, UUID]) -> dict[UUID, TaskReport] | RunwareError:
        """What is said of them; where only some make the service refuse the question, it is put without these."""
        patience = self._patience
        give_up_at = patience.monotonic() + self._deadline.total_seconds()
        within = self._deadline
        while True:
            try:
                return await self._ask_about(asked, within=within)
            except _SomeRefused as refused:
                asked = {text: uuid for text, uuid in asked.items() if uuid not in refused.tasks}
                within = timedelta(seconds=give_up_at - patience.monotonic())
                if not asked or within < patience.shortest_try:
                    return refused.error
            except RunwareError as error:
                return error

    async def _ask_about(self, asked: Mapping[str, UUID], *, within: timedelta) -> dict[UUID, TaskReport]:
        POLL_BATCH.observe(len(asked))
        reply = await self._line.ask(_questions(asked), Repeat.ALWAYS, within=within)
        answer = self._line.read(reply)
        reports = read_reports(answer, asked, refused=reply.status >= 300)
        refusals = [error for error in answer.errors if error.task_uuid is None or reply.status >= 300]
        if reports or (reply.status < 300 and not refusals):
            self._batch.answered(len(asked))
            return reports
        if not refusals:
            raise TaskUncertain(f"HTTP {reply.status} to a poll says nothing of any task")
        error, category = as_ours(refusals[0], reply), category_of(refusals[0].code)
        named = {refusal.task_uuid for refusal in refusals} & set(asked.values())
        if named and category in _OF_ONE_TASK:
            raise _SomeRefused(named, error)
        if category is Category.VALIDATION:
            self._batch.refused(len(asked))
        raise error


class _SomeRefused(Exception):
    """A question that the service refuses because of these of its tasks."""

    def __init__(self, tasks: Collection[UUID | None], error: RunwareError) -> None:
        super().__init__(str(error))
        self.tasks = tasks
        self.error = error


def _questions(asked: Mapping[str, UUID]) -> bytes:
    """A `getResponse` for each task; written out, because it is sent by the hundred."""
    questions = ",".join(f'{{"taskType":"getResponse","taskUUID":"{task_uuid}"}}' for task_uuid in asked)
    return f"[{questions}]".encode()
