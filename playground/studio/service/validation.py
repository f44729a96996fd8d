"""Checking a task against the schema that the service publishes, and against the rules between its fields."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from playground.studio.service.errors import ApiError
from playground.studio.service.fields import SIZES, Schema, components

SIZE_PAIRS: Final = {pair for size in SIZES.values() for pair in (size, size[::-1])}

_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
}


def check_video_task(task: Mapping[str, Any]) -> list[ApiError]:
    """Everything that is wrong with a `videoInference` task; an empty list when it can be rendered."""
    shape = list(_check(task, components()["HeygenAvatarIvRequest"], ""))
    return shape or [*_missing_content(task), *_check_size(task)]


def check_poll(task: Mapping[str, Any]) -> list[ApiError]:
    """Everything that is wrong with a `getResponse` task."""
    return list(_check(task, components()["GetResponseRequest"], ""))


def _check(value: object, schema: Schema, path: str) -> Iterator[ApiError]:
    schema = components()[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if not _has_type(value, schema["type"]):
        yield _invalid(path, f"It must be of type {schema['type']}.", type=schema["type"])
    elif isinstance(value, dict):
        yield from _check_object(value, schema, path)
    else:
        yield from _check_plain(value, schema, path)


def _has_type(value: object, kind: str) -> bool:
    if isinstance(value, bool) and kind != "boolean":
        return False
    return isinstance(value, _TYPES[kind])


def _check_object(value: Mapping[str, Any], schema: Schema, path: str) -> Iterator[ApiError]:
    for key in schema.get("required", ()):
        if key not in value:
            yield _missing(_below(path, key))
    for key, inner in value.items():
        if key in schema["properties"]:
            yield from _check(inner, schema["properties"][key], _below(path, key))
        else:
            name = _below(path, key)
            yield ApiError("unsupportedParameter", f"Unsupported parameter '{name}' for this task.", name)


def _check_plain(value: Any, schema: Schema, path: str) -> Iterator[ApiError]:
    flaw = _flaw(value, schema)
    if flaw is not None:
        message, hints = flaw
        yield _invalid(path, message, type=schema["type"], **hints)
    elif "x-not-offered" in schema and value != schema.get("default"):
        message = f"This local studio does not offer '{path}' yet: {schema['x-not-offered']}."
        yield ApiError("unsupportedParameter", message, path)


def _flaw(value: Any, schema: Schema) -> tuple[str, dict[str, object]] | None:
    if isinstance(value, bool):
        return None
    return _string_flaw(value, schema) if isinstance(value, str) else _number_flaw(value, schema)


def _string_flaw(value: str, schema: Schema) -> tuple[str, dict[str, object]] | None:
    allowed = schema.get("enum")
    if allowed is not None and value not in allowed:
        return f"It must be one of the {len(allowed)} allowed values.", {"allowedValues": allowed}
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    if not shortest <= len(value) <= longest:
        limits = {"min": shortest} | ({"max": longest} if longest < math.inf else {})
        return f"It has {len(value)} characters.", limits
    if "pattern" in schema and re.search(schema["pattern"], value) is None:
        return ("It must not be blank.", {"min": 1}) if schema["pattern"] == r"\S" else ("It is malformed.", {})
    return None


def _number_flaw(value: float, schema: Schema) -> tuple[str, dict[str, object]] | None:
    names = {"minimum": "min", "maximum": "max", "multipleOf": "multiplier"}
    hints: dict[str, object] = {name: schema[key] for key, name in names.items() if key in schema}
    if not schema.get("minimum", -math.inf) <= value <= schema.get("maximum", math.inf):
        return "It is out of range.", hints
    steps = value / schema.get("multipleOf", 1)
    if "multipleOf" in schema and abs(steps - round(steps)) > 1e-6:
        return f"It must be a multiple of {schema['multipleOf']}.", hints
    return None


def _missing_content(task: Mapping[str, Any]) -> Iterator[ApiError]:
    """There is one subject and one way to drive it here, so all three must be there."""
    for group, key in (("inputs", "avatar"), ("speech", "text"), ("speech", "voice")):
        if key not in task.get(group, {}):
            yield _missing(f"{group}.{key}")


def _check_size(task: Mapping[str, Any]) -> Iterator[ApiError]:
    given = [key for key in ("width", "height") if key in task]
    if given and "resolution" in task:
        message = "Give either 'resolution' or 'width' and 'height'."
        yield ApiError("incompatibleParameters", message, (*given, "resolution"))
    elif len(given) == 1:
        yield _missing("height" if given == ["width"] else "width")
    elif given and (task["width"], task["height"]) not in SIZE_PAIRS:
        allowed = [f"{width}x{height}" for width, height in sorted(SIZE_PAIRS)]
        message = "Invalid 'width' and 'height'. They must be one of the allowed pairs."
        yield ApiError("invalidDimensions", message, ("width", "height"), {"allowedValues": allowed})


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _invalid(path: str, reason: str, **hints: object) -> ApiError:
    return ApiError(f"invalid{_capital(path)}", f"Invalid value for '{path}'. {reason}", path, hints)


def _missing(path: str) -> ApiError:
    return ApiError(f"missing{_capital(path)}", f"Missing required parameter '{path}'.", path)


def _capital(path: str) -> str:
    leaf = path.rpartition(".")[2]
    return leaf[:1].upper() + leaf[1:]
