"""What is told of a result: the items of a poll, and the body of a webhook."""

import json
from collections.abc import Iterable
from typing import Any, Final

from playground.studio.service.errors import ApiError
from playground.studio.service.tasks import Result, Shown

VIDEO_PATH: Final = "/video/"
_TASK_TYPE: Final = "videoInference"

Items = list[dict[str, Any]]


def poll_items(results: Iterable[Shown], origin: str) -> tuple[Items, Items]:
    """The state of all results of a task in stable order: the items of `data`, and those of `errors`."""
    data: Items = []
    errors: Items = []
    for shown in results:
        if shown.result.state != "error":
            data.append(_item(shown, origin))
        elif shown.result.error_shape == "B":
            data.append(failed_item(shown.result.task_uuid, _error(shown.result)))
        else:
            errors.append(_failure(shown.result))
    return data, errors


def webhook_body(shown: Shown, origin: str) -> dict[str, Any]:
    """What a webhook says of one finished result: the poll's item, without a list around it."""
    data, errors = poll_items([shown], origin)
    return (data + errors)[0]


def failed_item(task_uuid: object, error: ApiError) -> dict[str, Any]:
    """A failure in the shape that keeps it inside the item."""
    return {"taskType": _TASK_TYPE, "taskUUID": task_uuid, "status": "error", "error": error.as_json()}


def video_url(result: Result, origin: str) -> str:
    """Where a finished video is."""
    return f"{origin}{VIDEO_PATH}{result.file_name}"


def _item(shown: Shown, origin: str) -> dict[str, Any]:
    result = shown.result
    item: dict[str, Any] = {"taskType": _TASK_TYPE, "taskUUID": result.task_uuid, "status": "processing"}
    if result.state != "success":
        return item
    item["status"] = "success"
    item["videoUUID"] = result.video_uuid
    item["videoURL"] = video_url(result, origin)
    item["seed"] = result.seed
    if result.captions is not None:
        item["captions"] = json.loads(result.captions)
    if shown.include_cost and result.cost_cents is not None:
        item["cost"] = result.cost_cents / 100
    if shown.checked:
        item["NSFWContent"] = False
    return item


def _failure(result: Result) -> dict[str, Any]:
    return {**_error(result).as_json(task_type=_TASK_TYPE, task_uuid=result.task_uuid), "status": "error"}


def _error(result: Result) -> ApiError:
    return ApiError(result.error_code or "", result.error_message or "", result.error_parameter)
