"""Checking a task against the schema that the service publishes."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from playground.studio.service.errors import ApiError, missing
from playground.studio.service.fields import Schema
from playground.studio.service.media.sources import is_http_url, source_of
from playground.studio.service.rules import check_rules
from playground.studio.service.utility_fields import REQUESTS, components

_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
}
_HINTS: Final = {"minimum": "min", "maximum": "max", "multipleOf": "multiplier"}

Flaw = tuple[str, dict[str, object]]


def check_task(task: Mapping[str, Any]) -> list[ApiError]:
    """Everything that is wrong with a task of a known type; an empty list when it is in order."""
    kind = task["taskType"]
    found = list(_check(task, components()[REQUESTS[kind]], ""))
    return found or (list(check_rules(task)) if kind == "videoInference" else [])


def _check(value: object, schema: Schema, path: str) -> Iterator[ApiError]:
    schema = components()[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if not _has_type(value, schema["type"]):
        yield _invalid(path, f"It must be of type {schema['type']}.", type=schema["type"])
    elif isinstance(value, dict):
        yield from _check_object(value, schema, path)
    elif isinstance(value, list):
        for item in value:
            yield from _check(item, schema["items"], path)
    elif flaw := _flaw(value, schema):
        message, hints = flaw
        yield _invalid(path, message, type=schema["type"], **hints)


def _has_type(value: object, kind: str) -> bool:
    if isinstance(value, bool) and kind != "boolean":
        return False
    return isinstance(value, _TYPES[kind])


def _check_object(value: Mapping[str, Any], schema: Schema, path: str) -> Iterator[ApiError]:
    if "properties" not in schema:
        return
    for key in schema.get("required", ()):
        if key not in value:
            yield missing(_below(path, key))
    for key, inner in value.items():
        name = _below(path, key)
        if key in schema["properties"]:
            yield from _check(inner, schema["properties"][key], name)
        else:
            yield ApiError("unsupportedParameter", f"Unsupported parameter '{name}' for this task.", name)


def _flaw(value: Any, schema: Schema) -> Flaw | None:
    if isinstance(value, bool):
        return None
    return _string_flaw(value, schema) if isinstance(value, str) else _number_flaw(value, schema)


def _string_flaw(value: str, schema: Schema) -> Flaw | None:
    allowed = schema.get("enum")
    if allowed is not None and value not in allowed:
        return f"It must be one of the {len(allowed)} allowed values.", {"allowedValues": allowed}
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    if not shortest <= len(value) <= longest:
        limits = {"min": shortest} | ({"max": longest} if longest < math.inf else {})
        return f"It has {len(value)} characters.", limits
    if "pattern" in schema and not _matches(schema["pattern"], value):
        return ("It must not be blank.", {"min": 1}) if schema["pattern"] == r"\S" else ("It is malformed.", {})
    return _spelling_flaw(value, schema)


def _matches(pattern: str, value: str) -> bool:
    return _compiled(pattern).search(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """As JSON Schema means it: `$` is the very end, not also before a last line break."""
    return re.compile(re.sub(r"\$\Z", r"\\Z", pattern))


def _spelling_flaw(value: str, schema: Schema) -> Flaw | None:
    sources = schema.get("x-sources")
    if sources is not None and source_of(value) not in sources:
        return f"It must be given as {', '.join(sources[:-1])} or {sources[-1]}.", {}
    if schema.get("format") == "uri" and not is_http_url(value):
        return "It must be a whole http or https URL.", {}
    if schema.get("format") == "date" and not _is_date(value):
        return "It must be a day such as 2026-01-31.", {}
    return None


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _number_flaw(value: float, schema: Schema) -> Flaw | None:
    hints: dict[str, object] = {name: schema[key] for key, name in _HINTS.items() if key in schema}
    if not schema.get("minimum", -math.inf) <= value <= schema.get("maximum", math.inf):
        return "It is out of range.", hints
    if "multipleOf" in schema and Decimal(str(value)) % Decimal(str(schema["multipleOf"])):
        return f"It must be a multiple of {schema['multipleOf']}.", hints
    return None


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _invalid(path: str, reason: str, **hints: object) -> ApiError:
    leaf = path.rpartition(".")[2]
    return ApiError(f"invalid{leaf[:1].upper()}{leaf[1:]}", f"Invalid value for '{path}'. {reason}", path, hints)
