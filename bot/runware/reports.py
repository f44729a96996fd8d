"""From an answer to what it says of each task."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.errors import TaskRefused
from bot.rendering.tasks import Finished, FinishedVideo, Partial, Processing, TaskReport
from bot.runware.answers import Answer, ErrorItem, TaskItem
from bot.runware.codes import Category, category_of
from bot.runware.refusals import refusal

_ABOUT_THE_REQUEST: Final = frozenset({Category.AUTH, Category.CONFLICT, Category.NOT_FOUND})
"""Errors that leave open what became of the task: to the service not knowing it there is nothing to report."""

_ABOUT_THE_TASK: Final = frozenset({Category.PROVIDER, Category.TIMEOUT, Category.MODERATION})
_PASSING: Final = frozenset({Category.SERVER, Category.CONNECTION})
"""A trouble of the service, of which the task need not know."""

_QUESTION: Final = "getResponse"
_PROCESSING: Final = Processing()


@dataclass
class _Said:
    """What the answer says of one task, result by result."""

    waits: bool = False
    items: list[TaskItem] = field(default_factory=list)
    held_back: list[TaskItem] = field(default_factory=list)
    failures: list[TaskRefused] = field(default_factory=list)

    def report(self) -> TaskReport | None:
        """None when nothing that is said can be used.

        A success without an address is one to wait for, but does not say that the service works on it.
        """
        videos = _videos(self.items)
        silent = any(item.video_url is None and item.status == "success" for item in self.items)
        waits = self.waits or any(_is_processing(item) for item in self.items)
        failures = (*map(_held_back, self.held_back), *self.failures)
        if not videos and not failures:
            return _PROCESSING if waits else None
        if waits or silent:
            return Partial(videos, failures)
        if videos:
            return Finished(videos, failures)
        return _held_back(*self.held_back) if self.held_back else failures[0]


def read_reports(answer: Answer, asked: Mapping[str, UUID], *, refused: bool) -> dict[UUID, TaskReport]:
    """What the answer says of the tasks asked for, by their UUIDs as text; `refused` when its HTTP status was an error.

    Several items of one task are its results, each of which is processing, there, or failed for good.
    """
    waiting = {asked[text] for text in map(str.lower, answer.processing) if text in asked}
    reports: dict[UUID, TaskReport] = dict.fromkeys(waiting, _PROCESSING)
    for task_uuid, said in _by_task(answer, refused=refused).items():
        if str(task_uuid) in asked:
            said.waits = task_uuid in waiting
            report = said.report()
            if report is not None:
                reports[task_uuid] = report
    return reports


def _by_task(answer: Answer, *, refused: bool) -> dict[UUID, _Said]:
    said: defaultdict[UUID, _Said] = defaultdict(_Said)
    for item in answer.items:
        if item.task_uuid is not None and _is_held_back(item):
            said[item.task_uuid].held_back.append(item)
        elif item.task_uuid is not None:
            said[item.task_uuid].items.append(item)
    for error in answer.errors:
        if error.task_uuid is not None and _is_failure(error, refused=refused):
            said[error.task_uuid].failures.append(refusal(error))
    return said


def _is_held_back(item: TaskItem) -> bool:
    """Whether the content check that was asked for found something in the finished video: nobody is shown it."""
    return item.unsafe and item.video_url is not None and item.status != "processing"


def _held_back(*items: TaskItem) -> TaskRefused:
    """Results that are held back, as one failure; it has a cost where the service named that of each."""
    known = [item.cost for item in items if item.cost is not None]
    cost = sum(known, Decimal(0)) if len(known) == len(items) else None
    return TaskRefused(
        "nsfwContentDetected",
        "the finished video was held back",
        task_uuid=items[0].task_uuid,
        charged=None if cost is None else cost > 0,
        cost=cost,
    )


def _videos(items: Sequence[TaskItem]) -> tuple[FinishedVideo, ...]:
    """Each video once, in the service's order."""
    videos: dict[str, FinishedVideo] = {}
    for item in items:
        if item.video_url is not None and item.status != "processing":
            video_uuid = item.video_uuid or _name_of(item.video_url)
            videos.setdefault(video_uuid, FinishedVideo(video_uuid, item.video_url, item.cost, item.captions))
    return tuple(videos.values())


def _name_of(url: str) -> str:
    """An id for a video that came without one: the same at every poll, though its URL may be signed anew."""
    return str(uuid5(NAMESPACE_URL, url.partition("?")[0]))


def _is_processing(item: TaskItem) -> bool:
    """A state that is new to us counts, while there is no video: the service knows the task."""
    return item.status == "processing" or (item.video_url is None and item.status != "success")


def _is_failure(error: ErrorItem, *, refused: bool) -> bool:
    """Whether the error says that the task failed, and not merely that the question about it did.

    The service marks the first with a status; a second task is paid for, so that there must be no doubt.
    """
    category = category_of(error.code)
    if category in _ABOUT_THE_REQUEST:
        return False
    if category is Category.RATE_LIMIT:
        return "provider" in error.code.casefold()
    if error.status == "error" or category in _ABOUT_THE_TASK:
        return True
    return not refused and error.task_type != _QUESTION and category not in _PASSING
