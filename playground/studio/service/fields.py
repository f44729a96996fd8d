"""What a task may hold, as JSON Schema: tasks are checked against it and the schema document publishes it.

`x-not-offered` on a property gives the reason why this studio refuses any value but the default.
"""

from functools import cache
from typing import Any, Final

from playground.studio.catalogue import avatar_ids, languages, voices

MODEL: Final = "heygen:avatar@4"
SIZES: Final = {
    "360p": (640, 360),
    "480p": (854, 480),
    "540p": (960, 540),
    "720p": (1280, 720),
    "1080p": (1920, 1080),
}
DEFAULT_RESOLUTION: Final = "720p"
DEFAULT_TTL_SECONDS: Final = 86_400
FORMATS: Final = ("MP4", "WEBM", "MOV")

# Published limit of the engine behind the model: https://developers.heygen.com/docs/usage-limits.md
SCRIPT_LENGTH: Final = 5000

Schema = dict[str, Any]

_UUID4: Final = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
_TASK_UUID: Final = {
    "type": "string",
    "format": "uuid",
    "pattern": _UUID4,
    "description": "UUID v4 of the task, unique per task.",
}


def reference(name: str) -> Schema:
    """A `$ref` to one of `components()`."""
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def components() -> dict[str, Schema]:
    """All named schemas of a request."""
    return {
        "HeygenAvatarIvRequest": _request(),
        "HeygenAvatarIvInputs": _inputs(),
        "HeygenAvatarIvSpeech": _speech(),
        "HeygenAvatarIvSettings": _settings(),
        "VideoSafety": _safety(),
        "HeygenAvatarId": _choice(avatar_ids(), description="Id of a photo or video avatar."),
        "HeygenVoiceId": _choice([voice.id for voice in voices()], description="Id of the voice that speaks."),
        "HeygenLanguage": {**_choice(languages(), description="Language code of the speech."), "minLength": 1},
        "GetResponseRequest": _get_response(),
    }


def _request() -> Schema:
    return _object(
        {
            "taskType": _choice(["videoInference"], description="Type of the task."),
            "taskUUID": _TASK_UUID,
            "model": _choice([MODEL], description="Identifier of the model."),
            **_delivery(),
            "safety": reference("VideoSafety"),
            "inputs": reference("HeygenAvatarIvInputs"),
            "positivePrompt": _not_offered(
                {"type": "string", "minLength": 1, "maxLength": 5000}, "the drawn avatars take no directions"
            ),
            "width": {"type": "integer", "description": "Width in pixels, together with height."},
            "height": {"type": "integer", "description": "Height in pixels, together with width."},
            "resolution": _choice(SIZES, description="Preset of the output's size, landscape."),
            "speech": reference("HeygenAvatarIvSpeech"),
            "settings": reference("HeygenAvatarIvSettings"),
        },
        required=["taskType", "taskUUID", "model"],
    )


def _delivery() -> dict[str, Schema]:
    uri = {"type": "string", "format": "uri"}
    return {
        "outputType": _choice(["URL"], default="URL"),
        "outputFormat": _choice(FORMATS, default="MP4"),
        "outputQuality": {"type": "integer", "minimum": 20, "maximum": 99, "default": 95},
        "webhookURL": _not_offered(uri, "results are only handed out by polling"),
        "deliveryMethod": _choice(["async"], default="async"),
        "uploadEndpoint": _not_offered(uri, "results are only handed out by URL"),
        "ttl": {"type": "integer", "minimum": 60, "description": "Lifetime of the result's URL in seconds."},
        "includeCost": {"type": "boolean", "default": False},
        "numberResults": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
    }


def _inputs() -> Schema:
    media = {"type": "string", "minLength": 1}
    return _object(
        {
            "image": _not_offered(media, "it animates its drawn avatars only"),
            "audio": _not_offered(media, "it speaks scripts only"),
            "avatar": reference("HeygenAvatarId"),
            "background": _not_offered(media, "its avatars keep their own background"),
        }
    )


def _speech() -> Schema:
    return _object(
        {
            "text": {"type": "string", "minLength": 1, "maxLength": SCRIPT_LENGTH, "pattern": r"\S"},
            "voice": reference("HeygenVoiceId"),
            "language": reference("HeygenLanguage"),
            "speed": {"type": "number", "minimum": 0.5, "maximum": 1.5, "multipleOf": 0.01, "default": 1},
            "pitch": {"type": "number", "minimum": -50, "maximum": 50, "multipleOf": 0.1, "default": 0},
        }
    )


def _settings() -> Schema:
    colour = {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}
    levels = _choice(["low", "medium", "high"], default="low")
    return _object(
        {
            "backgroundColor": _not_offered(colour, "its avatars keep their own background"),
            "expressiveness": _not_offered(levels, "the drawn avatars have one level only"),
            "removeBackground": _not_offered(
                {"type": "boolean", "default": False}, "its avatars keep their own background"
            ),
        }
    )


def _safety() -> Schema:
    reason = "it does not check content"
    return _object(
        {
            "checkContent": _not_offered({"type": "boolean", "default": False}, reason),
            "mode": _not_offered(_choice(["none", "fast", "full"], default="none"), reason),
        }
    )


def _get_response() -> Schema:
    return _object({"taskType": _choice(["getResponse"]), "taskUUID": _TASK_UUID}, required=["taskType", "taskUUID"])


def _object(properties: dict[str, Schema], *, required: list[str] | None = None) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return schema | {"required": required} if required else schema


def _choice(values: Any, **more: object) -> Schema:
    return {"type": "string", "enum": list(values), **more}


def _not_offered(schema: Schema, reason: str) -> Schema:
    return {**schema, "x-not-offered": reason}
