"""What the service answers, as JSON Schema."""

from functools import cache
from typing import Final

from playground.studio.service.fields import Schema, reference, shape

_TEXT: Final[Schema] = {"type": "string"}
_URI: Final[Schema] = {"type": "string", "format": "uri"}
_NUMBER: Final[Schema] = {"type": "number"}
_OBJECT: Final[Schema] = {"type": "object"}
_IDENTITY: Final = {"taskType": _TEXT, "taskUUID": _TEXT}


@cache
def answer_components() -> dict[str, Schema]:
    """All named schemas of answers, and of the task that carries the key."""
    result = {"oneOf": [reference(name) for name in _RESULTS]}
    key = shape({"taskType": {"type": "string", "enum": ["authentication"]}, "apiKey": _TEXT}, required=["taskType"])
    return {
        "Answer": _answer(
            data={"type": "array", "items": result},
            errors={"type": "array", "minItems": 1, "items": reference("ApiError")},
        ),
        "AuthenticationRequest": key,
        **_RESULTS,
        "ApiError": _ERROR,
    }


def _answer(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


def _result(**more: Schema) -> Schema:
    return {"type": "object", "required": [*_IDENTITY], "properties": {**_IDENTITY, **more}}


_RESULTS: Final = {
    "HeygenAvatarIvResult": _result(
        status={"type": "string", "enum": ["processing", "success", "error"]},
        videoUUID=_TEXT,
        videoURL=_URI,
        seed={"type": "integer"},
        captions=_answer(vtt=_TEXT, srt=_TEXT),
        cost=_NUMBER,
        NSFWContent={"type": "boolean"},
        error=reference("ApiError"),
    ),
    "MediaStorageResult": _result(operation=_TEXT, mediaUUID=_TEXT, mediaURL=_URI),
    "ImageUploadResult": _result(imageUUID=_TEXT, imageURL=_URI),
    "GetTaskDetailsResult": _result(request={"type": "array", "items": _OBJECT}, response=_OBJECT),
    "AccountManagementResult": _result(
        operation=_TEXT,
        organizationName=_TEXT,
        organizationUUID=_TEXT,
        balance=_answer(amount=_NUMBER, freeBalance=_NUMBER, currency=_TEXT),
        team={"type": "array", "items": _OBJECT},
        apiKeys={"type": "array", "items": _OBJECT},
        startDate=_TEXT,
        endDate=_TEXT,
        usage=_OBJECT,
    ),
}
_ERROR: Final[Schema] = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": _TEXT,
        "message": _TEXT,
        "parameter": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT}]},
        **_IDENTITY,
        "status": {"type": "string", "enum": ["error"]},
        "type": _TEXT,
        "min": _NUMBER,
        "max": _NUMBER,
        "multiplier": _NUMBER,
        "allowedValues": {"type": "array", "items": _TEXT},
    },
}
