"""What is asked of the service, one after the other: at most one task is run and paid for."""

import json
from collections.abc import Awaitable, Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from string import ascii_lowercase
from typing import Any, Final
from uuid import UUID

from bot.errors import RunwareError
from bot.operator.live.samples import Sample, sample_of
from bot.rendering.tasks import TaskOrder
from bot.runware.exchange import Exchange
from bot.runware.orders import task_for

Json = dict[str, Any]

POLL_EVERY: Final = timedelta(seconds=2)
GIVE_UP_AFTER: Final = timedelta(minutes=20)
LOST_IN_A_ROW: Final = 30
"""Questions without an answer after which no more are asked."""


@dataclass
class Conversation:
    """Asks, and hands what comes back to `keep` at once, for it may be cut off; `tell` says what is going on."""

    exchange: Exchange
    order: TaskOrder
    new_uuid: Callable[[], UUID]
    sleep: Callable[[float], Awaitable[None]]
    keep: Callable[[Sample], None]
    tell: Callable[[str], None]
    lost: list[str] = field(default_factory=list)

    async def hold(self) -> None:
        """Ask everything there is to ask."""
        await self._ask("unknown-task", "A question after a task that was never sent.", [_question(self.new_uuid())])
        if await self._is_run_dry():
            await self._ask("wrong-parameter", "A value out of its range.", [self._spoilt(speed=9)], dry_run=True)
            await self._ask("unknown-parameter", "A parameter there is not.", [self._spoilt(mood="sad")], dry_run=True)
            if await self._is_turned_down():
                self.tell("the task is refused: there is nothing more to ask")
                return
        repeated = await self._ask("repeat", "The same task once more, at once.", [self._task()])
        await self._follow()
        if _conflicts(repeated):  # else each repetition may be another task, and paid for
            await self._ask("repeat-after-end", "The same task once more, after its end.", [self._task()])
            await self._ask("poll-after-repeat", "The task's state after that.", [self._question()])

    async def _is_run_dry(self) -> bool:
        """Whether a dry run of the very task that is to be run later has run nothing."""
        self.tell("asking for the price without running the task")
        await self._ask("dry-run", "A task that is priced and not run.", [self._task()], dry_run=True)
        await self.sleep(POLL_EVERY.total_seconds())
        since = await self._ask("after-dry-run", "What became of a dry run.", [self._question()])
        return since is None or not since.items

    async def _is_turned_down(self) -> bool:
        """Send the task; whether it is refused for good.

        A conflict here means that the dry run used its UUID up, so it gets another.
        """
        self.tell("sending the task")
        sample = await self._fetch("ack", "A task that is accepted.", [self._task()])
        if sample is not None and _conflicts(sample):
            self.keep(sample.model_copy(update={"name": "conflict-after-dry-run"}))
            self.order = replace(self.order, task_uuid=self.new_uuid())
            sample = await self._fetch("ack", "A task that is accepted.", [self._task()])
        if sample is not None:
            self.keep(sample)
        return sample is not None and sample.is_refusal

    async def _follow(self) -> None:
        """Ask until the task has ended; of each state the first answer is kept."""
        seen: set[str] = set()
        waited, lost = timedelta(0), 0
        while waited < GIVE_UP_AFTER and lost < LOST_IN_A_ROW:
            sample = await self._fetch("poll", "The task's state.", [self._question()])
            lost = lost + 1 if sample is None else 0
            state = "lost" if sample is None else _state(sample)
            if sample is not None and state not in seen:
                self.tell(f"the task is {state}")
                self.keep(sample.model_copy(update={"name": f"poll-{state}"}))
            seen.add(state)
            if state in {"success", "error"}:
                return
            await self.sleep(POLL_EVERY.total_seconds())
            waited += POLL_EVERY
        self.lost.append("the last poll: the task had not ended when it was given up")

    async def _ask(self, name: str, about: str, tasks: Sequence[Json], *, dry_run: bool = False) -> Sample | None:
        sample = await self._fetch(name, about, tasks, dry_run=dry_run)
        if sample is not None:
            self.keep(sample)
        return sample

    async def _fetch(self, name: str, about: str, tasks: Sequence[Json], *, dry_run: bool = False) -> Sample | None:
        content = json.dumps(tasks).encode()
        outcome = await self.exchange.attempt(content, dry_run=dry_run)
        if isinstance(outcome, RunwareError):
            self.lost.append(f"{name}: {outcome}")
            return None
        return sample_of(name, about, content, outcome, dry_run=dry_run)

    def _task(self) -> Json:
        task: Json = task_for(self.order).model_dump(mode="json", by_alias=True, exclude_none=True)
        return task

    def _spoilt(self, **speech: object) -> Json:
        """A task of its own that cannot be accepted."""
        task = deepcopy(self._task())
        task["taskUUID"] = str(self.new_uuid())
        task["speech"] |= speech
        return task

    def _question(self) -> Json:
        return _question(self.order.task_uuid)


def _question(task_uuid: UUID) -> Json:
    return {"taskType": "getResponse", "taskUUID": str(task_uuid)}


def _conflicts(sample: Sample | None) -> bool:
    return sample is not None and sample.conflicts


def _state(sample: Sample) -> str:
    """What the answer calls the task, in lower-case letters; `unknown` when it says nothing of it."""
    states = {_letters(item.get("status")) for item in sample.items}
    if "processing" in states:
        return "processing"
    if "success" in states or any("videoURL" in item for item in sample.items):
        return "success"
    if states:
        return min(states)
    return "error" if sample.errors and sample.status < 300 else "unknown"


def _letters(status: object) -> str:
    """A state as a part of a file's name."""
    return "".join(letter for letter in str(status).casefold() if letter in ascii_lowercase)[:20] or "odd"
