"""What went over the wire: calls of the app, and what was dispatched to it."""

import json
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, Final, Literal

from playground.slack.model.wire import Json

KEPT: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One call or dispatch; `request` and `response` are JSON texts, which what happens later does not change."""

    id: int
    at: float
    direction: Literal["call", "dispatch"]
    name: str
    team: str | None
    user: str | None
    status: int | None
    latency_ms: float
    retry: int
    request: str
    response: str
    error: str | None

    @cached_property
    def call(self) -> Json:
        """A call of the app, in short."""
        args = json.loads(self.request)
        return {"method": self.name, "at": self.at, "ok": self.error is None, "error": self.error, "args": args}

    @cached_property
    def dispatch(self) -> Json:
        """A dispatch to the app, in short."""
        times = {"at": self.at, "status": self.status, "latency_ms": self.latency_ms}
        return {"kind": self.name, **times, "failed": self.error}


class Journal:
    """The last thousand Web API calls and dispatches, oldest first."""

    def __init__(self) -> None:
        self._ids = count(1)
        self.calls: deque[Entry] = deque(maxlen=KEPT)
        self.dispatches: deque[Entry] = deque(maxlen=KEPT)

    def note(self, direction: Literal["call", "dispatch"], name: str, told: Json, wire: tuple[Any, Any]) -> None:
        """Keep an entry; `told` are its other fields, `wire` what was sent and what came back."""
        request, response = (json.dumps(document, separators=(",", ":"), default=str) for document in wire)
        fields = {"team": None, "user": None, "status": None, "latency_ms": 0.0, "retry": 0, "error": None, **told}
        entry = Entry(id=next(self._ids), direction=direction, name=name, request=request, response=response, **fields)
        (self.calls if direction == "call" else self.dispatches).append(entry)

    def entries(self) -> list[Entry]:
        """All that is kept, oldest first."""
        return sorted([*self.calls, *self.dispatches], key=lambda entry: entry.id)

    def clear(self) -> None:
        """Forget all; ids go on."""
        self.calls.clear()
        self.dispatches.clear()
