"""The rules between the fields of a `videoInference` task; each error names all the fields it is about."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playground.studio.render.request import SIZES
from playground.studio.service.errors import ApiError, missing

SIZE_PAIRS: Final = {pair for size in SIZES.values() for pair in (size, size[::-1])}

Body = Mapping[str, Any]


def check_rules(task: Body) -> Iterator[ApiError]:
    """Every rule that a task of the right shape breaks."""
    yield from _exactly_one(task, "inputs.avatar", "inputs.image")
    yield from _exactly_one(task, "speech", "inputs.audio")
    yield from _speech(task)
    yield from _size(task)
    yield from _not_both(task, "settings.backgroundColor", "inputs.background")
    yield from _safety(task)


def _given(task: Body, path: str) -> bool:
    group, _, key = path.rpartition(".")
    return key in (task.get(group, {}) if group else task)


def _exactly_one(task: Body, one: str, other: str) -> Iterator[ApiError]:
    if not _given(task, one) and not _given(task, other):
        yield ApiError("missingParameter", f"Give either '{one}' or '{other}'.", (one, other))
    yield from _not_both(task, one, other)


def _not_both(task: Body, one: str, other: str) -> Iterator[ApiError]:
    if _given(task, one) and _given(task, other):
        yield ApiError("incompatibleParameters", f"Give either '{one}' or '{other}', not both.", (one, other))


def _speech(task: Body) -> Iterator[ApiError]:
    for key in ("text", "voice"):
        if "speech" in task and key not in task["speech"]:
            yield missing(f"speech.{key}")


def _size(task: Body) -> Iterator[ApiError]:
    given = [key for key in ("width", "height") if key in task]
    if given and "resolution" in task:
        message = "Give either 'resolution' or 'width' and 'height'."
        yield ApiError("incompatibleParameters", message, (*given, "resolution"))
    elif len(given) == 1:
        absent = "height" if given == ["width"] else "width"
        yield ApiError(f"missing{absent.capitalize()}", f"'{given[0]}' needs '{absent}' beside it.", absent)
    elif given and (task["width"], task["height"]) not in SIZE_PAIRS:
        allowed = [f"{width}x{height}" for width, height in sorted(SIZE_PAIRS)]
        message = "Invalid 'width' and 'height'. They must be one of the allowed pairs."
        yield ApiError("invalidDimensions", message, ("width", "height"), {"allowedValues": allowed})


def _safety(task: Body) -> Iterator[ApiError]:
    """A mode alone switches nothing on: content is not checked unless `checkContent` says so."""
    safety = task.get("safety", {})
    if safety.get("mode", "none") != "none" and not safety.get("checkContent", False):
        message = "'safety.mode' needs 'safety.checkContent': true beside it."
        yield ApiError("incompatibleParameters", message, ("safety.mode", "safety.checkContent"))
