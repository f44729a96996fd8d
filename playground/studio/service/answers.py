"""What a poll answers about one task."""

from typing import Any, Final

from playground.studio.service.errors import ApiError
from playground.studio.service.tasks import Result, StoredTask
from playground.studio.service.videos import PATH

_TASK_TYPE: Final = "videoInference"

Items = list[dict[str, Any]]


def poll_items(stored: StoredTask, origin: str) -> tuple[Items, Items]:
    """The state of all results in stable order: those that go on or went well, and those that failed."""
    living = [result for result in stored.results if result.state != "error"]
    failed = [result for result in stored.results if result.state == "error"]
    return [_item(result, stored, origin) for result in living], [_failure(result) for result in failed]


def video_url(result: Result, origin: str) -> str:
    """Where a finished video is."""
    return f"{origin}{PATH}{result.file_name}"


def _item(result: Result, stored: StoredTask, origin: str) -> dict[str, Any]:
    item: dict[str, Any] = {"taskType": _TASK_TYPE, "taskUUID": result.task_uuid, "status": "processing"}
    if result.state != "success":
        return item
    item |= {
        "status": "success",
        "videoUUID": result.video_uuid,
        "videoURL": video_url(result, origin),
        "seed": result.seed,
    }
    if stored.task.include_cost and result.cost_cents is not None:
        item["cost"] = result.cost_cents / 100
    return item


def _failure(result: Result) -> dict[str, Any]:
    error = ApiError(result.error_code or "", result.error_message or "", result.error_parameter)
    return {**error.as_json(task_type=_TASK_TYPE, task_uuid=result.task_uuid), "status": "error"}
