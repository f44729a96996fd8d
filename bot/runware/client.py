"""Runware as the service that makes the videos: what its answers mean for a task."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import httpx
from pydantic import SecretStr, ValidationError

from bot.errors import RunwareBusy, RunwareError, TaskRefused, TaskUncertain
from bot.rendering.tasks import TaskOrder, TaskReport
from bot.runware.answers import Answer, ErrorItem
from bot.runware.codes import Category, category_of
from bot.runware.exchange import DEADLINE, Exchange, Reply, utc_now
from bot.runware.models import GetResponse, VideoInference
from bot.runware.reports import read_reports, refusal

LARGEST_BATCH: Final = 100

_PASSING: Final = frozenset({Category.SERVER, Category.CONNECTION})


class RunwareClient:
    """The `TaskService` that speaks Runware's contract."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        api_key: SecretStr,
        api_url: str,
        deadline: timedelta = DEADLINE,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._exchange = Exchange(http, api_key=api_key, api_url=api_url, deadline=deadline, now=now)
        self._api_key = api_key
        self._batch = LARGEST_BATCH

    async def submit(self, order: TaskOrder) -> None:
        """Send the task; returns when it is known to be accepted, now or by an earlier sending.

        Raises TaskRefused (a definite no), RunwareBusy (not taken, try again), TaskUncertain (outcome unknown).
        """
        reply = await self._exchange.post([_task_for(order)])
        answer = self._read(reply)
        errors = [error for error in answer.errors if error.task_uuid in (None, order.task_uuid)]
        if any(category_of(error.code) is Category.CONFLICT for error in errors):
            return
        acknowledged = any(item.task_uuid == order.task_uuid for item in answer.items)
        if acknowledged == bool(errors) or (acknowledged and reply.status >= 300):
            raise TaskUncertain(f"task {order.task_uuid}: HTTP {reply.status} says neither yes nor no")
        if errors:
            raise _as_ours(errors[0], reply, task_uuid=order.task_uuid)

    async def poll(self, task_uuids: Sequence[UUID]) -> Mapping[UUID, TaskReport]:
        """What the service says of up to 100 tasks; those that it does not mention are absent.

        Raises RunwareBusy or TaskUncertain when there is no answer, TaskRefused when the whole request is refused.
        """
        asked = list(dict.fromkeys(task_uuids))
        batches = [asked[start : start + self._batch] for start in range(0, len(asked), self._batch)]
        reports: dict[UUID, TaskReport] = {}
        for outcome in await asyncio.gather(*map(self._poll_batch, batches), return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
            reports.update(outcome)
        return reports

    async def _poll_batch(self, asked: Sequence[UUID]) -> dict[UUID, TaskReport]:
        reply = await self._exchange.post([GetResponse(task_uuid=uuid) for uuid in asked])
        answer = self._read(reply)
        reports = read_reports(answer, asked, refused=reply.status >= 300)
        refusals = [error for error in answer.errors if error.task_uuid is None or reply.status >= 300]
        if reports or (reply.status < 300 and not refusals):
            return reports
        if not refusals:
            raise TaskUncertain(f"HTTP {reply.status} to a poll says nothing of any task")
        self._ask_for_fewer(len(asked), refusals[0])
        raise _as_ours(refusals[0], reply)

    def _ask_for_fewer(self, asked: int, error: ErrorItem) -> None:
        """A request that the service calls invalid may be too long for it: from the next one on it gets half."""
        if category_of(error.code) is Category.VALIDATION:
            self._batch = max(asked // 2, 1)

    def _read(self, reply: Reply) -> Answer:
        """The answer; raises RunwareBusy when there was no room, TaskUncertain when there is nothing to read."""
        if reply.status in (429, 503):
            raise RunwareBusy(f"Runware has no room (HTTP {reply.status})", retry_after=reply.retry_after)
        answer = None if reply.status == 408 or reply.status >= 500 else Answer.read(reply.body)
        if answer is None:
            raise TaskUncertain(f"Runware answered HTTP {reply.status} with nothing that can be read")
        return replace(answer, errors=tuple(self._without_key(error) for error in answer.errors))

    def _without_key(self, error: ErrorItem) -> ErrorItem:
        """The error, should it echo our key."""
        code, message, *parameter = (
            text.replace(self._api_key.get_secret_value(), "[key]")
            for text in (error.code, error.message, *error.parameter)
        )
        return error.model_copy(update={"code": code, "message": message, "parameter": tuple(parameter)})


def _as_ours(error: ErrorItem, reply: Reply, *, task_uuid: UUID | None = None) -> RunwareError:
    """The error as ours: a passing trouble, or a definite no."""
    category = category_of(error.code)
    if category is Category.RATE_LIMIT:
        return RunwareBusy(f"{error.code}: {error.message}", retry_after=reply.retry_after)
    if category in _PASSING and reply.status < 300:
        return TaskUncertain(f"{error.code}: {error.message}")
    return refusal(error, task_uuid)


def _task_for(order: TaskOrder) -> VideoInference:
    """The task as Runware wants it; raises TaskRefused for what its contract does not allow."""
    choices = order.choices
    try:
        return VideoInference.model_validate(
            {
                "task_uuid": order.task_uuid,
                "ttl": order.ttl_seconds,
                "inputs": {"avatar": choices.avatar},
                "speech": {"text": order.script, "voice": choices.voice, "language": choices.language},
            }
        )
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
    parameter = ".".join(str(part) for part in wrong["loc"])
    raise TaskRefused("invalidTask", wrong["msg"], parameter=parameter or None, task_uuid=order.task_uuid)
