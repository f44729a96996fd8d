"""Runware's error object, and the HTTP status that goes with a code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_STATUSES: Final = {
    "invalidApiKey": 401,
    "missingApiKey": 401,
    "insufficientCredits": 402,
    "forbidden": 403,
    "permissionDenied": 403,
    "accountSuspended": 403,
    "notFound": 404,
    "taskNotFound": 404,
    "mediaNotFound": 404,
    "mediaExpired": 404,
    "methodNotAllowed": 405,
    "requestTooLarge": 413,
    "rateLimitExceeded": 429,
    "inferenceRateLimitExceeded": 429,
    "internalServerError": 500,
    "internal_error": 500,
    "serviceUnavailable": 503,
}


@dataclass(frozen=True)
class ApiError:
    """One failure as callers read it; `parameter` is a dotted path, or several where fields contradict each other."""

    code: str
    message: str
    parameter: str | tuple[str, ...] | None = None
    hints: Mapping[str, object] = field(default_factory=dict)

    def as_json(self, *, task_type: object = None, task_uuid: object = None) -> dict[str, Any]:
        """The error object; what is not known is left out."""
        parameter = list(self.parameter) if isinstance(self.parameter, tuple) else self.parameter
        known = {
            "code": self.code,
            "message": self.message,
            "parameter": parameter,
            "taskType": task_type if isinstance(task_type, str) else None,
            "taskUUID": task_uuid if isinstance(task_uuid, str) else None,
        }
        return {key: value for key, value in known.items() if value is not None} | dict(self.hints)


def missing(path: str) -> ApiError:
    """The error for a parameter that is not there, `speech.text` for one."""
    leaf = path.rpartition(".")[2]
    return ApiError(f"missing{leaf[:1].upper()}{leaf[1:]}", f"Missing required parameter '{path}'.", path)


class Refused(Exception):
    """A request or one of its tasks that is refused, with the reason."""

    def __init__(self, error: ApiError, *, task_type: str | None = None) -> None:
        super().__init__(error.message)
        self.error = error
        self.task_type = task_type


def http_status(code: str) -> int:
    """The HTTP status of a refused request: 400 unless the code says otherwise."""
    return _STATUSES.get(code, 400)
