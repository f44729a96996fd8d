"""What the tasks beside `videoInference` may hold, as JSON Schema: checked against, and published."""

from functools import cache
from typing import Any, Final

from playground.studio.service.fields import EVERY_SOURCE, TASK_UUID, Schema, choice, media, shape, video_components

OPERATIONS: Final = ("getDetails", "getUsageActivity", "getUsagePerformance", "getUsageErrors")
STORAGE_OPERATIONS: Final = ("upload", "delete")
REQUESTS: Final = {
    "videoInference": "HeygenAvatarIvRequest",
    "getResponse": "GetResponseRequest",
    "getTaskDetails": "GetTaskDetailsRequest",
    "mediaStorage": "MediaStorageRequest",
    "imageUpload": "ImageUploadRequest",
    "accountManagement": "AccountManagementRequest",
}


@cache
def components() -> dict[str, Schema]:
    """All named schemas of requests."""
    return {**video_components(), **_utilities()}


def _utilities() -> dict[str, Schema]:
    names = {"type": "array", "items": {"type": "string"}}
    return {
        "GetResponseRequest": _task("getResponse"),
        "GetTaskDetailsRequest": _task("getTaskDetails"),
        "MediaStorageRequest": _task(
            "mediaStorage",
            operation=choice(STORAGE_OPERATIONS),
            media=media("What to keep, or the UUID of what to delete.", EVERY_SOURCE),
        ),
        "ImageUploadRequest": {
            **_task("imageUpload", image=media("The picture to keep.", EVERY_SOURCE)),
            "deprecated": True,
        },
        "AccountManagementRequest": _task(
            "accountManagement",
            operation=choice(OPERATIONS),
            optional={
                "startDate": _date("First day, UTC."),
                "endDate": _date("Last day, UTC."),
                "models": names,
                "apiKeys": names,
                "groupBy": names,
                "timezone": {"type": "string"},
            },
        ),
    }


def _task(task_type: str, *, optional: dict[str, Schema] | None = None, **needed: Any) -> Schema:
    fixed = {"taskType": choice([task_type]), "taskUUID": TASK_UUID}
    return shape({**fixed, **needed, **(optional or {})}, required=["taskType", "taskUUID", *needed])


def _date(description: str) -> Schema:
    return {"type": "string", "format": "date", "description": description}
