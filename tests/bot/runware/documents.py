"""Schema documents of the service's size, in the shapes that it may have: 513 avatars, 2,300 voices, 186 languages."""

from typing import Any, Final

Json = dict[str, Any]

AVATARS: Final = [
    *(f"Presenter{number}_Office_Front_public" for number in range(300)),
    *(f"doctor_{number}_{number:08x}" for number in range(213)),
]
VOICES: Final = [
    f"speaker_{number}_{'female' if number % 2 else 'male'}_{('english', 'spanish', 'hindi')[number % 3]}"
    for number in range(2300)
]
LANGUAGES: Final = [f"{first}{second}-US" for first in "abcdefgh" for second in "abcdefghijklmnopqrstuvwxyz"][:186]
RESOLUTIONS: Final = ["360p", "480p", "540p", "720p", "1080p"]
OTHERS: Final = {
    "outputFormat": ("MP4", "WEBM", "MOV"),
    "safety.mode": ("none", "fast", "full"),
    "settings.expressiveness": ("low", "medium", "high"),
}


def _object(**properties: object) -> Json:
    return {"type": "object", "properties": properties}


def _string(values: list[str] | tuple[str, ...], **more: object) -> Json:
    return {"type": "string", "enum": list(values), **more}


def flat() -> Json:
    """All in one place."""
    return _object(
        inputs=_object(avatar=_string(AVATARS, **{"x-previews": {AVATARS[0]: "https://x.example/0.png"}})),
        speech=_object(voice=_string(VOICES), language=_string(LANGUAGES), speed={"type": "number", "default": 1}),
        resolution=_string(RESOLUTIONS),
        outputFormat=_string(OTHERS["outputFormat"]),
        safety=_object(mode=_string(OTHERS["safety.mode"])),
        settings=_object(expressiveness=_string(OTHERS["settings.expressiveness"])),
    )


def _schemas() -> Json:
    """Everything is somewhere else, some of it by several steps."""
    return {
        "Request": _object(
            inputs={"$ref": "#/components/schemas/Inputs"},
            speech={"allOf": [{"$ref": "#/components/schemas/Speech"}, {"description": "What is said."}]},
            resolution={"$ref": "#/components/schemas/Resolution"},
            outputFormat={"$ref": "#/components/schemas/Format"},
            safety={"anyOf": [{"$ref": "#/components/schemas/Safety"}, {"type": "null"}]},
            settings={"$ref": "#/components/schemas/Settings"},
        ),
        "Inputs": _object(avatar={"$ref": "#/components/schemas/Avatar"}),
        "Avatar": {"$ref": "#/components/schemas/heygen~1Avatar"},
        "heygen/Avatar": _string(AVATARS, **{"x-previews": {AVATARS[0]: "https://x.example/0.png"}}),
        "Speech": _object(voice={"$ref": "#/components/schemas/Voice"}, language={"$ref": "#/components/schemas/Lang"}),
        "Voice": _string(VOICES),
        "Lang": _string(LANGUAGES),
        "Resolution": _string(RESOLUTIONS),
        "Format": _string(OTHERS["outputFormat"]),
        "Safety": _object(mode=_string(OTHERS["safety.mode"])),
        "Settings": _object(expressiveness=_string(OTHERS["settings.expressiveness"])),
    }


def referring() -> Json:
    """By `$ref`s."""
    return {"components": {"schemas": _schemas()}, "$ref": "#/components/schemas/Request"}


def in_variants() -> Json:
    """By `oneOf`: a task by avatar or by image, voices in pieces by language, one constant for each code."""
    document = flat()
    speech = document["properties"]["speech"]["properties"]
    speech["voice"] = {"oneOf": [_string(VOICES[start : start + 100]) for start in range(0, len(VOICES), 100)]}
    speech["language"] = {"oneOf": [{"const": code, "title": f"Language {code}"} for code in LANGUAGES]}
    inputs = document["properties"].pop("inputs")
    by_image = _object(inputs=_object(image={"type": "string"}, avatar={"type": "null"}))
    return {"oneOf": [{"allOf": [by_image, document]}, {"allOf": [_object(inputs=inputs), document]}]}


def open_api() -> Json:
    """A whole OpenAPI 3.1 document: several tasks in one array, and answers with enumerations of their own."""
    schemas = _schemas() | {
        "Ping": _object(taskType={"const": "ping"}),
        "Answer": _object(status=_string(["processing", "success", "error"]), voice=_string(["echo"])),
        "Envelope": _object(data={"type": "array", "items": {"$ref": "#/components/schemas/Answer"}}),
    }
    tasks = {"oneOf": [{"$ref": "#/components/schemas/Request"}, {"$ref": "#/components/schemas/Ping"}]}
    content = {"application/json": {"schema": {"type": "array", "minItems": 1, "items": tasks}}}
    envelope = {"application/json": {"schema": {"$ref": "#/components/schemas/Envelope"}}}
    post = {"requestBody": {"content": content}, "responses": {"200": {"description": "", "content": envelope}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "HeyGen Avatar IV", "version": "1"},
        "servers": [{"url": "https://api.runware.example/v1"}],
        "paths": {"/": {"post": post}},
        "components": {"schemas": schemas, "securitySchemes": {"apiKeyAuth": {"type": "http", "scheme": "bearer"}}},
    }
