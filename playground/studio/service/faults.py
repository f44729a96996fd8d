"""What can go wrong at the studio on demand, and how it then answers; set through `/_control/faults` only."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from playground.dials import Fault, answer_with_fault
from playground.studio.service.answers import failed_item
from playground.studio.service.envelope import Body, json_answer
from playground.studio.service.errors import ApiError, http_status

_CALL: Final = frozenset({"status", "error", "cut_before", "cut_after", "slow", "empty", "wrong_type", "truncated"})
_SPOILT: Final = frozenset({"empty", "wrong_type", "truncated"})
_DOWNLOAD: Final = frozenset({"status", "error", "cut_before", "cut_after", "slow"})

COMBINATIONS: Final = {
    "*": _DOWNLOAD,
    "submit": _CALL,
    "poll": _CALL,
    "price": _CALL,
    "media": _CALL,
    "account": _CALL,
    "details": _CALL,
    "schema": _CALL,
    "video": _DOWNLOAD,
    "render": frozenset({"slow", "error", "cut_before"}),
    "webhook": frozenset({"slow", "duplicate", "lost"}),
    "upload": frozenset({"slow", "lost"}),
}
"""Which kinds of fault are known at which call; `*` is any of the calls before `render`.

`video` is a download (`cut_after` breaks it off halfway). `render`, `webhook` and `upload` are what the studio does by
itself, one for each result: a render that is cut fails as the provider's, a late one lets the next ones finish first.
"""

_FIELDS: Final = {
    "status": ("status", "retry_after", "error", "shape"),
    "error": ("error", "shape"),
    "slow": ("seconds",),
}
_SHAPES: Final = {"poll": ("A", "B", "legacy"), "render": ("A", "B")}
_STATUS_CODES: Final = {
    401: "invalidApiKey",
    402: "insufficientCredits",
    403: "forbidden",
    404: "notFound",
    429: "rateLimitExceeded",
    503: "serviceUnavailable",
    504: "timeoutProvider",
}

Perform = Callable[[], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Wanted:
    """What a request asked for: the name of the call, and its tasks."""

    call: str
    tasks: Sequence[Body]


def complaint(fault: Fault) -> str | None:
    """What is wrong with a fault, for the person who set it; None when it can happen."""
    kinds = COMBINATIONS.get(fault.on)
    if kinds is None:
        return f"'on' must be one of {', '.join(COMBINATIONS)}, not '{fault.on}'."
    if fault.kind not in kinds:
        return f"'{fault.kind}' cannot happen on '{fault.on}'; what can is {', '.join(sorted(kinds))}."
    stray = fault.model_fields_set - {"on", "kind", "times", *_FIELDS.get(fault.kind, ())}
    if stray:
        return f"'{min(stray)}' means nothing for the kind '{fault.kind}'."
    shapes = _SHAPES.get(fault.on, ("A", "legacy"))
    if fault.shape not in shapes:
        return f"The shape of an error on '{fault.on}' is {' or '.join(shapes)}, not {fault.shape}."
    return None


async def answer_faulty(
    request: web.Request, fault: Fault | None, perform: Perform, *, wanted: Wanted
) -> web.StreamResponse:
    """Perform the call, or answer it as the fault says."""
    if fault is None:
        return await perform()
    if fault.kind == "status":
        return _refused_by_status(fault)
    if fault.kind == "error":
        return _refused_with_code(fault, wanted)
    if fault.kind in _SPOILT:
        return _spoilt(fault.kind, _content(await perform()))
    return await answer_with_fault(request, fault, perform, refuse=lambda code: json_answer({}))


def _spoilt(kind: str, content: bytes) -> web.Response:
    """An answer that says nothing, claims to be something else, or ends in the middle."""
    if kind == "empty":
        return json_answer({"data": []})
    if kind == "wrong_type":
        return web.Response(body=content, content_type="text/html")
    return web.Response(body=content[: len(content) // 2], content_type="application/json")


def _content(answer: web.StreamResponse) -> bytes:
    assert isinstance(answer, web.Response)
    assert isinstance(answer.body, bytes)
    return answer.body


def _refused_by_status(fault: Fault) -> web.Response:
    """A refusal of the whole request, about no task in particular."""
    named = fault.error if "error" in fault.model_fields_set else None
    code = named or _STATUS_CODES.get(fault.status, "internalServerError" if fault.status >= 500 else "invalidRequest")
    error = ApiError(code, f"The studio was told to answer HTTP {fault.status}.").as_json()
    body = {"error": error} if fault.shape == "legacy" else {"errors": [error]}
    answer = json_answer(body, status=fault.status)
    if fault.retry_after is not None:
        answer.headers["Retry-After"] = str(fault.retry_after)
    return answer


def _refused_with_code(fault: Fault, wanted: Wanted) -> web.Response:
    """A refusal of each task, or a poll that says that the tasks failed."""
    error = ApiError(fault.error, "The studio was told to refuse this.")
    status = http_status(fault.error)
    if wanted.call == "poll":
        return _failed_poll(fault, wanted.tasks, error)
    tasks = wanted.tasks or [{}]
    bodies = [error.as_json(task_type=task.get("taskType"), task_uuid=task.get("taskUUID")) for task in tasks]
    return json_answer({"error": bodies[0]} if fault.shape == "legacy" else {"errors": bodies}, status=status)


def _failed_poll(fault: Fault, tasks: Sequence[Body], error: ApiError) -> web.Response:
    status = http_status(fault.error)
    status = 200 if status == 400 else status
    failed = [{**error.as_json(task_uuid=task.get("taskUUID")), "status": "error"} for task in tasks]
    if fault.shape == "legacy":
        return json_answer({"error": failed[0]}, status=status)
    if fault.shape == "B":
        return json_answer({"data": [failed_item(task.get("taskUUID"), error) for task in tasks]}, status=status)
    return json_answer({"data": [], "errors": failed}, status=status)
