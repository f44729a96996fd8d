"""Socket Mode: the app's WebSockets, and envelopes that wait for their ack."""

import asyncio
import json
import secrets
import time
import uuid
from typing import Any, Final, Literal

from aiohttp import WSMsgType, web

from playground.dials import Clock
from playground.slack.dispatch.outcome import DEADLINE_SECONDS, Outcome
from playground.slack.model.cast import APP_ID
from playground.slack.model.wire import Json

MAX_SOCKETS: Final = 10
LIFE_SECONDS: Final = 18_060
DEBUG_LIFE_SECONDS: Final = 360
WARNING_SECONDS: Final = 10
_LOOK_EVERY_SECONDS: Final = 0.25
_HOST: Final = {"host": "applink-1"}

Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


class Sockets:
    """The connected sockets; each envelope goes to one of them, in turn, and to another when that one goes away."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tickets: set[str] = set()
        self._connected: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._moved = asyncio.Event()

    @property
    def connected(self) -> bool:
        """Whether the app listens on at least one socket."""
        return bool(self._connected)

    def issue(self, origin: str) -> str:
        """A URL that connects one socket, once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{origin.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP_ID}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes; `GET /link/?ticket=…`."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="invalid_ticket")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if len(self._connected) >= MAX_SOCKETS:
            await _tell_goodbye(socket, "too_many_websockets")
            return socket
        life = DEBUG_LIFE_SECONDS if request.query.get("debug_reconnects") == "true" else LIFE_SECONDS
        await self._live(socket, life)
        return socket

    async def deliver(self, kind: str, payload: Json, *, takes_answer: bool, retry: tuple[int, str]) -> Outcome:
        """Send one envelope and wait for its ack until the deadline."""
        envelope_id = str(uuid.uuid4())
        envelope: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = takes_answer
        if kind == "events_api":
            envelope.update(retry_attempt=retry[0], retry_reason=retry[1])
        acked = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                body = await self._until_acked(envelope, acked)
        except TimeoutError:
            return Outcome(status=None, ack_ms=_since(begun), failed="operation_timeout")
        finally:
            del self._waiting[envelope_id]
        return Outcome(status=200, ack_ms=_since(begun), body=body)

    async def refresh(self, reason: Reason) -> int:
        """Tell every socket to go, with a warning first before a refresh; returns how many were told."""
        told = list(self._connected)
        for socket in told:
            if reason in ("refresh_requested", "warning"):
                await _send(socket, {"type": "disconnect", "reason": "warning", "debug_info": _HOST})
            if reason != "warning":
                await _tell_goodbye(socket, reason)
        return len(told)

    async def close(self) -> None:
        """Close all sockets."""
        for socket in list(self._connected):
            await socket.close()

    async def _live(self, socket: web.WebSocketResponse, life_seconds: float) -> None:
        self._connected.append(socket)
        self._move()
        ageing = asyncio.get_running_loop().create_task(self._age(socket, life_seconds))
        try:
            await socket.send_json(_hello(len(self._connected), life_seconds))
            await self._listen(socket)
        finally:
            ageing.cancel()
            self._connected.remove(socket)
            self._move()

    def _move(self) -> None:
        """Wake those who wait for a socket to come or go."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def _until_acked(self, envelope: Json, acked: asyncio.Future[Any]) -> Any:
        """The ack's payload; a socket that goes away without an ack passes the envelope on to the next one."""
        while True:
            socket = await self._next()
            await _send(socket, envelope)
            while socket in self._connected and not acked.done():
                await _either(acked, self._moved)
            if acked.done():
                return acked.result()

    async def _next(self) -> web.WebSocketResponse:
        """The socket whose turn it is, as soon as there is one."""
        while not self._connected:
            await self._moved.wait()
        socket = self._connected.pop(0)
        self._connected.append(socket)
        return socket

    async def _age(self, socket: web.WebSocketResponse, life_seconds: float) -> None:
        """Let a socket go when its time has come by the service's clock, with a warning before."""
        born = self._clock.now()
        await self._reach(born + life_seconds - WARNING_SECONDS)
        await _send(socket, {"type": "disconnect", "reason": "warning", "debug_info": _HOST})
        await self._reach(born + life_seconds)
        await _tell_goodbye(socket, "refresh_requested")

    async def _reach(self, due: float) -> None:
        while self._clock.now() < due:  # noqa: ASYNC110 - the clock jumps when its dial is turned
            await asyncio.sleep(_LOOK_EVERY_SECONDS)

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type == WSMsgType.PING:
                await socket.pong(message.data)
            elif message.type == WSMsgType.TEXT:
                self._take_ack(message.data)

    def _take_ack(self, text: str) -> None:
        try:
            ack = json.loads(text)
            waiting = self._waiting.get(ack.get("envelope_id"))
        except (ValueError, AttributeError, TypeError):
            return
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload") or None)


def _hello(connections: int, life_seconds: float) -> Json:
    debug = {**_HOST, "build_number": 10, "approximate_connection_time": int(life_seconds)}
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": debug,
        "connection_info": {"app_id": APP_ID},
    }


async def _send(socket: web.WebSocketResponse, document: Json) -> bool:
    """Whether a document could be written to a socket."""
    try:
        await socket.send_json(document)
    except ConnectionError:
        return False
    return True


async def _tell_goodbye(socket: web.WebSocketResponse, reason: Reason) -> None:
    await _send(socket, {"type": "disconnect", "reason": reason, "debug_info": _HOST})
    await socket.close()


async def _either(acked: asyncio.Future[Any], moved: asyncio.Event) -> None:
    """Wait until the ack came, or some socket came or went."""
    moving = asyncio.ensure_future(moved.wait())
    try:
        await asyncio.wait({acked, moving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        moving.cancel()


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
