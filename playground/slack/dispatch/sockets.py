"""Socket Mode: the app's WebSockets, and envelopes that wait for their ack."""

import asyncio
import json
import secrets
import time
import uuid
from typing import Final

from aiohttp import WSMsgType, web

from playground.slack.dispatch.outcome import DEADLINE_SECONDS, Outcome
from playground.slack.model.cast import APP_ID
from playground.slack.model.wire import Json

MAX_SOCKETS: Final = 10


class Sockets:
    """The connected sockets; each envelope goes to exactly one of them, in turn."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._connected: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[object]] = {}

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
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": _HOST})
            await socket.close()
            return socket
        self._connected.append(socket)
        try:
            await socket.send_json(_hello(len(self._connected)))
            await self._listen(socket)
        finally:
            self._connected.remove(socket)
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
                await self._next().send_json(envelope)
                body = await acked
        except TimeoutError:
            return Outcome(status=None, ack_ms=_since(begun), failed="operation_timeout")
        except ConnectionError:
            return Outcome(status=None, ack_ms=_since(begun), failed="dispatch_failed")
        finally:
            del self._waiting[envelope_id]
        return Outcome(status=200, ack_ms=_since(begun), body=body)

    async def close(self) -> None:
        """Close all sockets."""
        for socket in list(self._connected):
            await socket.close()

    def _next(self) -> web.WebSocketResponse:
        socket = self._connected.pop(0)
        self._connected.append(socket)
        return socket

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
        except (ValueError, AttributeError):
            return
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload") or None)


_HOST: Final = {"host": "applink-1"}


def _hello(connections: int) -> Json:
    debug = {**_HOST, "build_number": 10, "approximate_connection_time": 18_060}
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": debug,
        "connection_info": {"app_id": APP_ID},
    }


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
