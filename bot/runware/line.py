"""The line to Runware: patient within one step's time, and its replies read."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from pydantic import BaseModel, SecretStr

from bot.errors import RunwareBusy, RunwareError, TaskUncertain
from bot.runware.answers import Answer, ErrorItem, TaskItem
from bot.runware.codes import Category, category_of
from bot.runware.exchange import DEADLINE, Exchange, Reply, array_of
from bot.runware.refusals import refusal

_PASSING_STATUS: Final = frozenset({408, 429, *range(500, 600)})
_PASSING: Final = frozenset({Category.SERVER, Category.CONNECTION})

Outcome = Reply | RunwareBusy | TaskUncertain


class Repeat(Enum):
    """When a request may be sent once more within its step."""

    ALWAYS = "a second one does no harm"
    NEVER_RECEIVED = "only while it is certain that none was received"


@dataclass(frozen=True)
class Patience:
    """How to go on trying: all attempts together take `deadline` at most.

    Between two of them lies a wait that doubles, of which chance takes up to a half.
    """

    deadline: timedelta = DEADLINE
    first_wait: timedelta = timedelta(milliseconds=200)
    shortest_try: timedelta = timedelta(milliseconds=500)
    attempts: int = 4
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    monotonic: Callable[[], float] = time.monotonic

    def wait_before(self, attempt: int) -> float:
        """How many seconds to wait before that attempt, of which the second is the first to wait."""
        return self.first_wait.total_seconds() * float(2 ** (attempt - 2)) * (1 - self.random() / 2)


class Line:
    """Sends a request as often as that does no harm, and reads what comes back."""

    def __init__(self, exchange: Exchange, api_key: SecretStr, patience: Patience) -> None:
        self._exchange = exchange
        self._api_key = api_key
        self._patience = patience

    async def ask(self, content: bytes, repeat: Repeat, *, within: timedelta, dry_run: bool = False) -> Reply:
        """The reply, after 408, 429, 5xx and lost connections were tried again as far as `within` and `repeat` allow.

        Raises RunwareBusy when nothing was received, TaskUncertain when no one can tell.
        """
        patience = self._patience
        give_up_at = patience.monotonic() + within.total_seconds()
        attempt = 1
        while True:
            left = timedelta(seconds=give_up_at - patience.monotonic())
            outcome = await self._exchange.attempt(content, within=left, dry_run=dry_run)
            attempt += 1
            wait = self._wait(outcome, attempt, repeat)
            left_then = give_up_at - patience.monotonic() - (wait or 0)
            if wait is None or left_then < patience.shortest_try.total_seconds():
                return _reply(outcome)
            await patience.sleep(wait)

    async def ask_one(
        self, task: BaseModel, task_uuid: UUID, repeat: Repeat, *, within: timedelta, dry_run: bool = False
    ) -> Sequence[TaskItem]:
        """The items, at least one, that answer a single task at once; raises TaskRefused where it is turned down."""
        return await self.ask_about(array_of([task]), task_uuid, repeat, within=within, dry_run=dry_run)

    async def ask_about(
        self, content: bytes, task_uuid: UUID, repeat: Repeat, *, within: timedelta, dry_run: bool = False
    ) -> Sequence[TaskItem]:
        """As above, of a body that is written out already."""
        reply = await self.ask(content, repeat, within=within, dry_run=dry_run)
        answer = self.read(reply)
        about_it = (None, task_uuid)
        errors = [error for error in answer.errors if error.task_uuid in about_it]
        if errors:
            raise as_ours(errors[0], reply, task_uuid=task_uuid)
        items = [item for item in answer.items if item.task_uuid in about_it]
        if not items or reply.status >= 300:
            raise TaskUncertain(f"Runware answered HTTP {reply.status} without a word on what was asked")
        return items

    def _wait(self, outcome: Outcome, attempt: int, repeat: Repeat) -> float | None:
        """Before the next attempt; None where there is to be none."""
        if attempt > self._patience.attempts or not _may_repeat(outcome, repeat):
            return None
        wait = self._patience.wait_before(attempt)
        asked = outcome.retry_after if isinstance(outcome, Reply) else None
        return wait if asked is None else asked.total_seconds() + wait

    def read(self, reply: Reply) -> Answer:
        """The answer; raises RunwareBusy when there was no room, TaskUncertain when there is nothing to read."""
        if reply.status in (429, 503):
            raise RunwareBusy(f"Runware has no room (HTTP {reply.status})", retry_after=reply.retry_after)
        answer = None if reply.status == 408 or reply.status >= 500 else Answer.read(reply.body)
        if answer is None:
            raise TaskUncertain(f"Runware answered HTTP {reply.status} with nothing that can be read")
        if not answer.errors:
            return answer
        return replace(answer, errors=tuple(self._without_key(error) for error in answer.errors))

    def _without_key(self, error: ErrorItem) -> ErrorItem:
        """The error, should it echo our key."""
        code, message, *parameter = (
            text.replace(self._api_key.get_secret_value(), "[key]")
            for text in (error.code, error.message, *error.parameter)
        )
        return error.model_copy(update={"code": code, "message": message, "parameter": tuple(parameter)})


def as_ours(error: ErrorItem, reply: Reply, *, task_uuid: UUID | None = None) -> RunwareError:
    """The error as ours: a passing trouble, or a definite no."""
    category = category_of(error.code)
    if category is Category.RATE_LIMIT:
        return RunwareBusy(f"{error.code}: {error.message}", retry_after=reply.retry_after)
    if category in _PASSING and reply.status < 300:
        return TaskUncertain(f"{error.code}: {error.message}")
    return refusal(error, task_uuid)


def _may_repeat(outcome: Outcome, repeat: Repeat) -> bool:
    if isinstance(outcome, RunwareBusy):
        return True
    if repeat is Repeat.NEVER_RECEIVED:
        return False
    return isinstance(outcome, TaskUncertain) or outcome.status in _PASSING_STATUS


def _reply(outcome: Outcome) -> Reply:
    if isinstance(outcome, Reply):
        return outcome
    raise outcome
