"""What a test or a person can turn on a playground service: its clock and its faults."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Final, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Clock:
    """The service's idea of now: the machine's clock plus what `POST /_control/clock` added."""

    def __init__(self) -> None:
        self.offset_seconds = 0.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self.offset_seconds


Kind = Literal[
    "status", "error", "cut_before", "cut_after", "slow", "empty", "wrong_type", "truncated", "duplicate", "lost"
]
PLAIN_KINDS: Final = frozenset({"status", "error", "cut_before", "cut_after", "slow", "empty"})


class Fault(BaseModel):
    """One fault, given at `on` for the next `times` calls.

    `on` is the name of a call: a Web API method such as `chat.postMessage` in the local Slack; in the studio one of
    `playground.studio.service.faults.COMBINATIONS`; `*` is any call of a caller. A combination that a service does
    not know is refused. Kinds:

    - `status`: the HTTP status `status` (and `Retry-After`, when `retry_after` is given) before any effect
    - `error`: the service's own error code `error` before any effect; the studio tells it in the shape `shape`: `A`
      in the top-level list, `B` inside the item, `legacy` as the single `error` of older versions
    - `cut_before`, `cut_after`: the connection is aborted without and with the effect
    - `slow`: the answer is `seconds` late; a render or a webhook begins that late, and lets those behind it go first
    - `empty`: the answer is empty after the effect (`{}` in the local Slack, `{"data": []}` in the studio)
    - `wrong_type`, `truncated`: after the effect the answer claims to be HTML, or ends in the middle
    - `duplicate`, `lost`: a webhook is sent twice, or never
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: str
    kind: Kind
    status: Annotated[int, Field(ge=400, le=599)] = 500
    retry_after: Annotated[int, Field(ge=0)] | None = None
    error: Annotated[str, Field(min_length=1)] = "internal_error"
    shape: Literal["A", "B", "legacy"] = "A"
    seconds: Annotated[float, Field(ge=0, le=600)] = 0.0
    times: Annotated[int, Field(ge=1)] = 1


class FaultDial:
    """The faults that are still to come, in the order they were set."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def set(self, faults: list[Fault]) -> None:
        """Replace all pending faults; an empty list clears them."""
        self._pending = list(faults)

    def take(self, call: str) -> Fault | None:
        """The next fault for `call`, used up once; one for any call will do."""
        return self._take(call, "*")

    def take_own(self, name: str) -> Fault | None:
        """The next fault for what the service does by itself, used up once; one for any call does not count."""
        return self._take(name)

    def _take(self, *names: str) -> Fault | None:
        for position, fault in enumerate(self._pending):
            if fault.on in names:
                left = [fault.model_copy(update={"times": fault.times - 1})] if fault.times > 1 else []
                self._pending[position : position + 1] = left
                return fault
        return None


Answer = Callable[[], Awaitable[web.StreamResponse]]


async def answer_with_fault(
    request: web.Request, fault: Fault | None, answer: Answer, *, refuse: Callable[[str], web.Response]
) -> web.StreamResponse:
    """Give `answer`, or what `fault` makes of it; `refuse` turns an error code into the service's own error body."""
    if fault is None:
        return await answer()
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return await answer()
    if fault.kind == "status":
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return web.json_response({"error": fault.error}, status=fault.status, headers=headers)
    if fault.kind == "error":
        return refuse(fault.error)
    if fault.kind != "cut_before":
        await answer()
    if fault.kind == "empty":
        return web.json_response({})
    return cut(request)


def cut(request: web.Request) -> web.Response:
    """Abort the connection, so that the caller gets a reset and no answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


Model = TypeVar("Model", bound=BaseModel)


class _Faults(BaseModel):
    model_config = ConfigDict(extra="forbid")

    faults: list[Fault]


class _Advance(BaseModel):
    model_config = ConfigDict(extra="forbid")

    advance_seconds: float


Complaint = Callable[[Fault], str | None]


def not_plain(fault: Fault) -> str | None:
    """What is wrong with a fault for a service that knows the plain kinds only, or None."""
    if fault.kind in PLAIN_KINDS:
        return None
    return f"'{fault.kind}' is not known here; the kinds are {', '.join(sorted(PLAIN_KINDS))}."


def dial_routes(
    clock: Clock, faults: FaultDial, reset: Callable[[], Awaitable[None]], *, complaint: Complaint = not_plain
) -> list[web.RouteDef]:
    """`/_control/faults` takes `{"faults": [Fault]}`, `clock` takes `{"advance_seconds": n}`, `reset` takes `{}`.

    A fault that `complaint` finds something wrong with is refused with its words, and all with it.
    """

    async def set_faults(request: web.Request) -> web.Response:
        wanted = _parsed(_Faults, await request.read()).faults
        for position, fault in enumerate(wanted):
            if problem := complaint(fault):
                raise web.HTTPBadRequest(text=f"faults.{position}: {problem}")
        faults.set(wanted)
        return web.json_response({"ok": True})

    async def move_clock(request: web.Request) -> web.Response:
        clock.offset_seconds += _parsed(_Advance, await request.read()).advance_seconds
        return web.json_response({"ok": True, "now": clock.now()})

    async def start_over(request: web.Request) -> web.Response:
        clock.offset_seconds = 0.0
        faults.set([])
        await reset()
        return web.json_response({"ok": True})

    return [
        web.post("/_control/faults", set_faults),
        web.post("/_control/clock", move_clock),
        web.post("/_control/reset", start_over),
    ]


def _parsed(model: type[Model], body: bytes) -> Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise web.HTTPBadRequest(text=str(error)) from error
