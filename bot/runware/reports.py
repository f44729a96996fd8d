"""From an answer to what it says of each task."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from bot.errors import TaskRefused
from bot.rendering.tasks import Finished, FinishedVideo, Processing, TaskReport
from bot.runware.answers import Answer, ErrorItem, TaskItem
from bot.runware.codes import RETRYABLE, Category, category_of

_ABOUT_THE_REQUEST = frozenset({Category.AUTH, Category.CONFLICT, Category.NOT_FOUND})
"""Errors that leave open what became of the task: to the service not knowing it there is nothing to report."""

_ABOUT_THE_TASK = frozenset({Category.PROVIDER, Category.TIMEOUT, Category.MODERATION})


def refusal(error: ErrorItem, task_uuid: UUID | None = None) -> TaskRefused:
    """The error as ours."""
    return TaskRefused(
        error.code,
        error.message,
        parameter=", ".join(error.parameter) or None,
        task_uuid=task_uuid or error.task_uuid,
        retryable=category_of(error.code) in RETRYABLE,
    )


def read_reports(answer: Answer, asked: Collection[UUID], *, refused: bool) -> dict[UUID, TaskReport]:
    """What the answer says of the tasks asked for; `refused` when its HTTP status was an error.

    Several items of one task are its results; while one of them is processing the task is, and one success is enough.
    """
    items: defaultdict[UUID, list[TaskItem]] = defaultdict(list)
    for item in answer.items:
        if item.task_uuid is not None and item.task_uuid in asked:
            items[item.task_uuid].append(item)
    reports = {uuid: report for uuid, found in items.items() if (report := _read_items(uuid, found)) is not None}
    for error in answer.errors:
        if error.task_uuid is not None and error.task_uuid in asked and _is_failure(error, refused=refused):
            reports.setdefault(error.task_uuid, refusal(error))
    return reports


def _read_items(task_uuid: UUID, items: Sequence[TaskItem]) -> TaskReport | None:
    """None when no item says anything that can be used."""
    if any(_is_processing(item) for item in items):
        return Processing()
    videos: dict[str, FinishedVideo] = {}
    for position, item in enumerate(items):
        if item.video_url is not None:
            video_uuid = item.video_uuid or f"{task_uuid}-{position}"
            videos.setdefault(video_uuid, FinishedVideo(video_uuid, item.video_url, item.cost))
    return Finished(tuple(videos.values())) if videos else None


def _is_processing(item: TaskItem) -> bool:
    """A state that is new to us counts, while there is no video: the service knows the task."""
    return item.status == "processing" or (item.video_url is None and item.status != "success")


def _is_failure(error: ErrorItem, *, refused: bool) -> bool:
    """Whether the error says that the task failed, and not merely that the question was refused."""
    category = category_of(error.code)
    if category in _ABOUT_THE_REQUEST:
        return False
    if category is Category.RATE_LIMIT:
        return "provider" in error.code.casefold()
    return not refused or error.status == "error" or category in _ABOUT_THE_TASK
