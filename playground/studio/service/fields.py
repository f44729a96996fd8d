"""What a `videoInference` task may hold, as JSON Schema: tasks are checked against it, and it is published.

`x-sources` on a property names the ways in which a picture or a sound can be given.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from playground.studio.catalogue import avatar_ids, languages, voices
from playground.studio.render.request import SIZES

MODEL: Final = "heygen:avatar@4"
DEFAULT_RESOLUTION: Final = "720p"
DEFAULT_TTL_SECONDS: Final = 86_400
FORMATS: Final = ("MP4", "WEBM", "MOV")
CONTENT_TYPES: Final = {".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime"}

# Published limit of the engine behind the model: https://developers.heygen.com/docs/usage-limits.md
SCRIPT_LENGTH: Final = 5000

Schema = dict[str, Any]

_UUID4: Final = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
TASK_UUID: Final = {
    "type": "string",
    "format": "uuid",
    "pattern": _UUID4,
    "description": "UUID v4 of the task, unique per task.",
}


Sources = tuple[str, ...]
EVERY_SOURCE: Final[Sources] = ("UUID", "URL", "data URI", "base64")
LINKS: Final[Sources] = ("UUID", "URL")


def reference(name: str) -> Schema:
    """A `$ref` to one of the named schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def video_components() -> dict[str, Schema]:
    """All named schemas of a `videoInference` task."""
    return {
        "HeygenAvatarIvRequest": _request(),
        "HeygenAvatarIvInputs": _inputs(),
        "HeygenAvatarIvSpeech": _speech(),
        "HeygenAvatarIvSettings": _settings(),
        "VideoSafety": _safety(),
        "HeygenAvatarId": choice(avatar_ids(), description="Id of a photo or video avatar."),
        "HeygenVoiceId": choice([voice.id for voice in voices()], description="Id of the voice that speaks."),
        "HeygenLanguage": {**choice(languages(), description="Language code of the speech."), "minLength": 1},
    }


def _request() -> Schema:
    return shape(
        {
            "taskType": choice(["videoInference"], description="Type of the task."),
            "taskUUID": TASK_UUID,
            "model": choice([MODEL], description="Identifier of the model."),
            **_delivery(),
            "safety": reference("VideoSafety"),
            "inputs": reference("HeygenAvatarIvInputs"),
            "positivePrompt": _text("Directions for expressions and movement.", longest=5000),
            "width": {"type": "integer", "description": "Width in pixels, together with height."},
            "height": {"type": "integer", "description": "Height in pixels, together with width."},
            "resolution": choice(SIZES, description="Preset of the output's size, in the shape of the input."),
            "speech": reference("HeygenAvatarIvSpeech"),
            "settings": reference("HeygenAvatarIvSettings"),
            "routing": {"type": "object", "description": "Accepted and ignored."},
        },
        required=["taskType", "taskUUID", "model"],
    )


def _delivery() -> dict[str, Schema]:
    return {
        "outputType": choice(["URL"], default="URL"),
        "outputFormat": choice(FORMATS, default="MP4"),
        "outputQuality": {"type": "integer", "minimum": 20, "maximum": 99, "default": 95},
        "webhookURL": _uri("Gets a POST with each result, as soon as it is there."),
        "deliveryMethod": choice(["async"], default="async"),
        "uploadEndpoint": _uri("Gets the bytes of each result by PUT."),
        "ttl": {"type": "integer", "minimum": 60, "description": "Lifetime of the result's URL in seconds."},
        "includeCost": {"type": "boolean", "default": False, "description": "Tell the cost with the result."},
        "numberResults": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
    }


def _inputs() -> Schema:
    return shape(
        {
            "image": media("The portrait to animate.", EVERY_SOURCE),
            "audio": media("The recording that drives the lips.", LINKS),
            "avatar": reference("HeygenAvatarId"),
            "background": media("The picture behind the avatar.", EVERY_SOURCE),
        }
    )


def _speech() -> Schema:
    return shape(
        {
            "text": {**_text("What is said.", longest=SCRIPT_LENGTH), "pattern": r"\S"},
            "voice": reference("HeygenVoiceId"),
            "language": reference("HeygenLanguage"),
            "speed": {"type": "number", "minimum": 0.5, "maximum": 1.5, "multipleOf": 0.01, "default": 1},
            "pitch": {"type": "number", "minimum": -50, "maximum": 50, "multipleOf": 0.1, "default": 0},
        }
    )


def _settings() -> Schema:
    colour = {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$", "description": "Colour behind the avatar."}
    return shape(
        {
            "backgroundColor": colour,
            "expressiveness": choice(["low", "medium", "high"], default="low"),
            "removeBackground": {"type": "boolean", "default": False},
        }
    )


def _safety() -> Schema:
    return shape(
        {
            "checkContent": {"type": "boolean", "default": False, "description": "Check the content, `fast` at least."},
            "mode": choice(["none", "fast", "full"], default="none"),
        }
    )


def shape(properties: dict[str, Schema], *, required: list[str] | None = None) -> Schema:
    """An object of these properties and no others."""
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return schema | {"required": required} if required else schema


def choice(values: Iterable[str], **more: object) -> Schema:
    """A string that is one of some values."""
    return {"type": "string", "enum": list(values), **more}


def media(description: str, sources: Sources) -> Schema:
    """A picture or a sound, given in one of some ways."""
    return {"type": "string", "minLength": 1, "x-sources": list(sources), "description": description}


def _text(description: str, *, longest: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": description}


def _uri(description: str) -> Schema:
    return {"type": "string", "format": "uri", "description": description}
