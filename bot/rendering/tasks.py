"""A render's task at the service, in words that do not depend on the wire."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from bot.errors import TaskRefused
from bot.rendering.render import Choices


@dataclass(frozen=True)
class TaskOrder:
    """What is sent for a render; `ttl_seconds` is how long the result's URL is to live.

    `webhook_url` is where the service may say that a result is there; None where nothing can reach us.
    """

    task_uuid: UUID
    script: str
    choices: Choices
    ttl_seconds: int
    webhook_url: str | None = None


@dataclass(frozen=True)
class Processing:
    """The service knows the task and works on it."""


@dataclass(frozen=True)
class FinishedVideo:
    """One result of a finished task; `cost` in US dollars and `captions` in WebVTT when the service told them."""

    video_uuid: str
    url: str
    cost: Decimal | None
    captions: str | None = None


@dataclass(frozen=True)
class Partial:
    """Some of the task's results have ended and the others go on: `videos` are there, `failures` never will be."""

    videos: tuple[FinishedVideo, ...]
    failures: tuple[TaskRefused, ...] = ()


@dataclass(frozen=True)
class Finished:
    """The task is done: at least one video in the service's order, and what became of the results that failed."""

    videos: tuple[FinishedVideo, ...]
    failures: tuple[TaskRefused, ...] = ()


TaskReport = Processing | Partial | Finished | TaskRefused
"""What the service says of a task; an error is a definite failure. A task of which it says nothing has no report."""


class TaskService(Protocol):
    """The service that makes the videos."""

    async def submit(self, order: TaskOrder) -> None:
        """Send the task; returns when it is known to be accepted, now or by an earlier sending.

        Raises TaskRefused (a definite no), RunwareBusy (not taken, try again), TaskUncertain (outcome unknown).
        """

    async def poll(self, task_uuids: Sequence[UUID]) -> Mapping[UUID, TaskReport]:
        """What the service says of up to 100 tasks; those that it does not mention are absent.

        Raises RunwareBusy or TaskUncertain when there is no answer, TaskRefused when the whole request is refused.
        """

    async def look_back(self, task_uuid: UUID) -> TaskReport | None:
        """What the service's archive has of a task that it says nothing of any more; None where it has nothing.

        Raises as `poll` does.
        """
