"""What a test or a person can turn on a playground service: its clock and its faults."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Clock:
    """The service's idea of now: the machine's clock plus what `POST /_control/clock` added."""

    def __init__(self) -> None:
        self.offset_seconds = 0.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self.offset_seconds


class Fault(BaseModel):
    """One fault, given at `on` for the next `times` calls.

    `on` is the name of a call: a Web API method such as `chat.postMessage` in the local Slack; `submit`,
    `poll`, `media`, `schema` in the studio; `*` is any. Kinds: `status` answers with the HTTP status (and
    `Retry-After`) before any effect; `error` answers with the service's own error code before any effect;
    `cut_before` and `cut_after` abort the connection without and with the effect; `slow` delays the answer;
    `empty` answers `{}` after the effect.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: str
    kind: Literal["status", "error", "cut_before", "cut_after", "slow", "empty"]
    status: Annotated[int, Field(ge=400, le=599)] = 500
    retry_after: int | None = None
    error: str = "internal_error"
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
        """The next fault for `call`, used up once."""
        for position, fault in enumerate(self._pending):
            if fault.on in (call, "*"):
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


def dial_routes(clock: Clock, faults: FaultDial, reset: Callable[[], Awaitable[None]]) -> list[web.RouteDef]:
    """`/_control/faults` takes `{"faults": [Fault]}`, `clock` takes `{"advance_seconds": n}`, `reset` takes `{}`."""

    async def set_faults(request: web.Request) -> web.Response:
        faults.set(_parsed(_Faults, await request.read()).faults)
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
