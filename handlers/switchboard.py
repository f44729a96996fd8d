"""Bolt's app with a table of its listeners: a request finds its own by its key.

Bolt asks one listener after the other whether a request is meant for it, and gathers all of the request's parts anew
for each; with a hundred listeners that takes longer than what most of them do.
"""

from collections.abc import Awaitable, Callable, Sequence
from re import Pattern
from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.listener.async_listener import AsyncCustomListener
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.middleware.async_middleware import AsyncMiddleware

Listener = Callable[..., Awaitable[BoltResponse | None]]
Register = Callable[..., Listener | None]
Matchers = Sequence[Callable[..., Awaitable[bool]]] | None
Middleware = Sequence[Callable[..., Any] | AsyncMiddleware] | None
Key = tuple[str, str]
"""What Slack calls the kind of request, and the id in it that says whose it is."""

COMMAND: Final = "command"
ACTION: Final = "block_actions"
OPTIONS: Final = "block_suggestion"
SUBMISSION: Final = "view_submission"
EVENT: Final = "event_callback"
SHORTCUTS: Final = frozenset({"shortcut", "message_action"})
_WHERE: Final[dict[Any, Callable[[dict[str, Any]], Any]]] = {
    COMMAND: lambda body: body["command"],
    ACTION: lambda body: body["actions"][0]["action_id"],
    OPTIONS: lambda body: body["action_id"],
    SUBMISSION: lambda body: body["view"]["callback_id"],
    EVENT: lambda body: body["event"]["type"],
    **dict.fromkeys(SHORTCUTS, lambda body: body["callback_id"]),
}
"""Where the id stands in each kind of request."""


class Switchboard(AsyncApp):
    """Registers as Bolt's app does, where a listener is named by one id; `connect` it when all is registered.

    A listener with matchers or middleware of its own stays with Bolt, which is also asked about what is in no table.
    """

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._table = _Table(self.listener_runner)

    def connect(self) -> None:
        """Find listeners by the table from now on, after all other middleware."""
        self.use(self._table)

    def command(self, command: Any, matchers: Matchers = None, middleware: Middleware = None) -> Register:
        """Listen to a slash command."""
        return self._tabled(COMMAND, command, matchers, middleware) or super().command(command, matchers, middleware)

    def action(self, constraints: Any, matchers: Matchers = None, middleware: Middleware = None) -> Register:
        """Listen to what is pressed, chosen or typed."""
        tabled = self._tabled(ACTION, constraints, matchers, middleware)
        return tabled or super().action(constraints, matchers, middleware)

    def options(self, constraints: Any, matchers: Matchers = None, middleware: Middleware = None) -> Register:
        """Listen to searches in selects."""
        tabled = self._tabled(OPTIONS, constraints, matchers, middleware)
        return tabled or super().options(constraints, matchers, middleware)

    def view(self, constraints: Any, matchers: Matchers = None, middleware: Middleware = None) -> Register:
        """Listen to what is handed in."""
        tabled = self._tabled(SUBMISSION, constraints, matchers, middleware)
        return tabled or super().view(constraints, matchers, middleware)

    def event(self, event: Any, matchers: Matchers = None, middleware: Middleware = None) -> Register:
        """Listen to an event, which is acked by itself."""
        return self._tabled(EVENT, event, matchers, middleware) or super().event(event, matchers, middleware)

    def shortcut(self, constraints: Any, matchers: Matchers = None, middleware: Middleware = None) -> Register:
        """Listen to a shortcut, named by its type and id."""
        kind, name = (
            (constraints.get(field) for field in ("type", "callback_id")) if _is_both(constraints) else ("", None)
        )
        tabled = self._tabled(kind, name, matchers, middleware)
        return tabled or super().shortcut(constraints, matchers, middleware)

    def _tabled(self, kind: str, name: Any, matchers: Matchers, middleware: Middleware) -> Register | None:
        """What puts a listener into the table; None for one that does not belong there."""
        if matchers or middleware or not isinstance(name, str | Pattern):
            return None

        def put(listener: Listener) -> Listener:
            self._table.put(kind, name, self._made(listener, acked_by_itself=kind == EVENT))
            return listener

        return put

    def _made(self, listener: Listener, *, acked_by_itself: bool) -> AsyncCustomListener:
        return AsyncCustomListener(
            app_name=self.name,
            ack_function=listener,
            lazy_functions=[],
            matchers=[],
            middleware=[],
            auto_acknowledgement=acked_by_itself,
            base_logger=self.logger,
        )


class _Table(AsyncMiddleware):
    """Runs the listener that a request is meant for; of two for the same the first, as Bolt does."""

    def __init__(self, runner: AsyncioListenerRunner) -> None:
        self._runner = runner
        self._named: dict[Key, AsyncCustomListener] = {}
        self._patterns: list[tuple[str, Pattern[str], AsyncCustomListener]] = []

    def put(self, kind: str, name: str | Pattern[str], listener: AsyncCustomListener) -> None:
        """Know one more listener."""
        if isinstance(name, str):
            self._named.setdefault((kind, name), listener)
        else:
            self._patterns.append((kind, name, listener))

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's
    ) -> BoltResponse | None:
        """Answer the request; what nobody here answers is Bolt's."""
        key = key_of(req.body)
        listener = None if key is None else self._find(key)
        if listener is None:
            return await next()
        name = listener.ack_function.__name__
        answer = await self._runner.run(request=req, response=resp, listener_name=name, listener=listener)
        return await next() if answer is None else answer

    def _find(self, key: Key) -> AsyncCustomListener | None:
        named = self._named.get(key)
        if named is not None:
            return named
        fitting = (one for kind, pattern, one in self._patterns if kind == key[0] and pattern.search(key[1]))
        return next(fitting, None)


def key_of(body: dict[str, Any]) -> Key | None:
    """Whose the request is; None for what has no such id."""
    kind = COMMAND if COMMAND in body else body.get("type")
    try:
        name = _WHERE[kind](body)
    except (KeyError, IndexError, TypeError):  # signed, and yet nothing that has a listener
        return None
    return (str(kind), name) if isinstance(name, str) else None


def _is_both(constraints: Any) -> bool:
    return (
        isinstance(constraints, dict) and {*constraints} == {"type", "callback_id"} and constraints["type"] in SHORTCUTS
    )
