"""What Herald listens to, and what of it a journey let it hear."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from slack_bolt.async_app import AsyncApp

from handlers.registry import register_listeners
from handlers.tools import Tools

Json = dict[str, Any]
SPOILT: Final = frozenset(
    {"invalid_arguments", "invalid_blocks", "invalid_attachments", "msg_too_long", "msg_blocks_too_long", "no_text"}
    | {"view_too_large", "duplicate_external_id", "push_limit_reached"}
)
"""Answers of the Web API to what Slack would never take, whatever state it is in."""


@dataclass(frozen=True)
class Listener:
    """What one listener wants to hear: `kind` is Bolt's word for it, `name` an id or a pattern of ids."""

    kind: str
    name: str

    def hears(self, heard: "Listener") -> bool:
        """Whether what was sent is for this listener."""
        return self.kind == heard.kind and re.fullmatch(self.name, heard.name) is not None

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass
class Record:
    """What went between local Slacks and Herald in the journey that is being played; `whole` once it was to its end."""

    heard: set[Listener] = field(default_factory=set)
    spoilt: list[Json] = field(default_factory=list)
    whole: bool = False

    def note(self, entries: list[Json]) -> None:
        """Add what a local Slack's inspector has at the end of a journey."""
        self.whole = True
        for entry in entries:
            if entry["direction"] == "dispatch":
                self.heard |= set(_sent(entry["name"], entry["request"]))
            elif entry["error"] in SPOILT:
                self.spoilt.append(entry)

    def unheard(self, wanted: Iterable[str]) -> list[str]:
        """What of `wanted` no listener was sent."""
        return [one for one in wanted if not any(Listener(*one.split(" ", 1)).hears(each) for each in self.heard)]

    def begin(self) -> None:
        """Forget the journey before."""
        self.heard, self.spoilt, self.whole = set(), [], False


RECORD: Final = Record()
"""Of this process, which plays one journey after the other."""


class _Anything:
    """Stands for every tool, since nothing is done with it while listeners are registered."""

    def __getattr__(self, name: str) -> "_Anything":
        return self


@dataclass(frozen=True)
class _Listening:
    """Stands for the app, and notes what it is to listen to."""

    found: list[Listener] = field(default_factory=list)

    def __getattr__(self, kind: str) -> Callable[..., Callable[[object], object]]:
        def note(constraint: object, **_options: object) -> Callable[[object], object]:
            self.found.append(Listener(kind, _pattern(constraint)))
            return lambda listener: listener

        return note


def all_listeners() -> list[Listener]:
    """Everything that Herald listens to."""
    app = _Listening()
    register_listeners(cast("AsyncApp", app), cast("Tools", _Anything()))
    return app.found


def _pattern(constraint: object) -> str:
    if isinstance(constraint, re.Pattern):
        return str(constraint.pattern)
    return re.escape(str(constraint["callback_id"] if isinstance(constraint, dict) else constraint))


_NAMED: Final[Mapping[str, Callable[[Json], Listener]]] = {
    "command": lambda payload: Listener("command", payload["command"]),
    "view_submission": lambda payload: Listener("view", payload["view"]["callback_id"]),
    "block_suggestion": lambda payload: Listener("options", payload["action_id"]),
    "shortcut": lambda payload: Listener("shortcut", payload["callback_id"]),
    "message_action": lambda payload: Listener("shortcut", payload["callback_id"]),
    "function_executed": lambda payload: Listener("function", payload["event"]["function"]["callback_id"]),
}


def _sent(name: str, payload: Json) -> list[Listener]:
    """What an entry of the inspector says to listeners; what is of no other kind is an event."""
    if name == "block_actions":
        return [Listener("action", action["action_id"]) for action in payload["actions"]]
    return [_NAMED[name](payload) if name in _NAMED else Listener("event", name)]
