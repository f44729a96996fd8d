"""The bounds of the web process's connections: none stays half open, none sends endless headers, never too many.

uvicorn waits for ever for the rest of a request, and for a caller who does not read an answer.
"""

import asyncio
import resource
from collections import OrderedDict
from functools import partial
from itertools import islice
from typing import Any, Final

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from uvicorn._types import ASGI3Application
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

PATIENCE_SECONDS: Final = 10.0
"""How long a caller may take over sending a request, and over reading its answer."""
LOOK_EVERY_SECONDS: Final = 1.0
CLOSED_AT_ONCE: Final = 25
SOON_SECONDS: Final = 0.02
"""Between the closing of one lot and of the next: more than 1,000 connections a second."""
HEAD_LIMIT: Final = 32 * 1024
"""The request line and headers; Slack's take less than a kilobyte."""
CONNECTIONS: Final = 4_000
BACKLOG: Final = 2_048
SPARE_FILES: Final = 200
"""Open files of a process that are no callers: Redis, Slack, logs."""


class Waiting:
    """The connections that owe a request or the reading of an answer, the longest first; and how many there may be."""

    def __init__(self, *, most: int = CONNECTIONS, patience: float = PATIENCE_SECONDS) -> None:
        self._most = most
        self._patience = patience
        self._since: OrderedDict[PatientProtocol, float] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, connection: "PatientProtocol") -> None:
        """Wait for the connection from now on."""
        loop = connection.loop
        self._since.setdefault(connection, loop.time())
        if self._timer is None:
            self._timer = loop.call_later(LOOK_EVERY_SECONDS, self._look, loop)

    def discard(self, connection: "PatientProtocol") -> None:
        """The connection owes nothing now."""
        self._since.pop(connection, None)

    def make_room(self, connections: int) -> None:
        """Close the connection that has owed something for longest, where there are more than there may be."""
        if connections > self._most and self._since:
            self._close(next(iter(self._since)))

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Close what is overdue, a few at a time, so that good requests in between do not wait for all of it."""
        for connection, since in list(islice(self._since.items(), CLOSED_AT_ONCE)):
            if loop.time() - since < self._patience:
                pause = LOOK_EVERY_SECONDS
                break
            self._close(connection)
        else:
            pause = SOON_SECONDS
        self._timer = loop.call_later(pause, self._look, loop) if self._since else None

    def _close(self, connection: "PatientProtocol") -> None:
        self.discard(connection)
        connection.transport.abort()


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with an end to its patience."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        waiting: Waiting,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._waiting = waiting
        self._in_head = True
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Somebody calls, who owes a request from now on."""
        super().connection_made(transport)
        self._waiting.add(self)
        self._waiting.make_room(len(self.connections))

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        self._waiting.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a request, which may be another than the one that is being answered."""
        if self.cycle is None or self.cycle.response_complete:
            self._waiting.add(self)
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_LIMIT and not self.transport.is_closing():
            self.send_400_response("Headers too large.")

    def on_headers_complete(self) -> None:
        """The headers are there."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of a request is there: now an answer is owed to the caller."""
        self._waiting.discard(self)
        self._in_head = True
        self._head_bytes = 0
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Answer a request, whose headers may have come all at once."""
        head = sum(len(name) + len(value) for name, value in cycle.scope["headers"])
        super()._start_asgi_task(cycle, app if head <= HEAD_LIMIT else _too_large)  # type: ignore[arg-type]  # Starlette

    def pause_writing(self) -> None:
        """The caller does not read."""
        self._waiting.add(self)
        super().pause_writing()

    def resume_writing(self) -> None:
        """The caller reads again."""
        self._waiting.discard(self)
        super().resume_writing()


_too_large: Final = PlainTextResponse("headers too large", status_code=431, headers={"Connection": "close"})


def allowed_connections() -> int:
    """How many callers there may be, after this process was allowed as many open files as it can have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_FILES
    able = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < able:
        resource.setrlimit(resource.RLIMIT_NOFILE, (able, hard))
        soft = able
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(1, min(CONNECTIONS, soft - SPARE_FILES))


def patient_config(app: Starlette, **more: Any) -> Config:
    """uvicorn's configuration for a process that strangers reach."""
    return Config(
        app,
        http=partial(PatientProtocol, waiting=Waiting(most=allowed_connections())),  # type: ignore[arg-type]  # a factory
        backlog=BACKLOG,
        access_log=False,
        log_config=None,
        log_level="error",  # of a stranger's every odd request there would be a line else
        proxy_headers=False,
        server_header=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=2,
        **more,
    )
