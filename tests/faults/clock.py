"""A loop whose time jumps to whatever is due next: hours pass in milliseconds, and always in the same order.

It has what Herald's steps use of a loop and nothing else: callbacks, timers, futures and tasks, without a selector or a
thread. That makes a run several times as fast as on one of the standard library's.
"""

import asyncio
from asyncio import events
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Any, Final, TypeVar, cast

Result = TypeVar("Result")
BEGINNING: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Due:
    """A callback that is due: what the standard library calls a handle."""

    __slots__ = ("args", "callback", "context", "gone", "time")

    def __init__(
        self, time: float, callback: Callable[..., object], args: tuple[Any, ...], context: Context | None
    ) -> None:
        self.time = time
        self.callback = callback
        self.args = args
        self.context = context or copy_context()
        self.gone = False

    def cancel(self) -> None:
        """Call it no more."""
        self.gone = True

    def cancelled(self) -> bool:
        """Whether it is called no more."""
        return self.gone

    def when(self) -> float:
        """When it is due, by the loop's time."""
        return self.time


class VirtualLoop:
    """An event loop on virtual time, in which nothing happens outside of its one thread."""

    def __init__(self, begins_at: float = 0.0) -> None:
        self._now = begins_at
        self._ready: deque[Due] = deque()
        self._timers: list[tuple[float, int, Due]] = []
        self._timed = 0

    @property
    def standard(self) -> asyncio.AbstractEventLoop:
        """The loop as the standard library takes it, which asks for no more than there is."""
        return cast("asyncio.AbstractEventLoop", self)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._now

    def call_soon(self, callback: Any, *args: Any, context: Context | None = None) -> Any:
        """Call it in a moment, after what is due before it."""
        due = Due(self._now, callback, args, context)
        self._ready.append(due)
        return due

    def call_later(self, delay: float, callback: Any, *args: Any, context: Context | None = None) -> Any:
        """Call it in `delay` seconds."""
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Any, *args: Any, context: Context | None = None) -> Any:
        """Call it at `when`; at once where that is past."""
        due = Due(when, callback, args, context)
        self._timed += 1
        heappush(self._timers, (when, self._timed, due))
        return due

    def create_future(self) -> "asyncio.Future[Any]":
        """A future of this loop."""
        return asyncio.Future(loop=self.standard)

    def create_task(self, coro: Any, *, name: object = None, context: Context | None = None) -> "asyncio.Task[Any]":
        """A task of this loop."""
        return asyncio.Task(coro, loop=self.standard, name=str(name or "simulated"), context=context)

    def run_in_executor(self, executor: Any, func: Callable[..., Result], *args: Any) -> "asyncio.Future[Result]":
        """Do at once what would be done in a thread."""
        future = self.create_future()
        future.set_result(func(*args))
        return future

    def run_until_complete(self, future: Coroutine[Any, Any, Result]) -> Result:
        """Let time go on until the coroutine has ended."""
        task: asyncio.Task[Result] = self.create_task(future)
        events._set_running_loop(self.standard)  # the standard library's own way for a loop to say that it runs
        try:
            while not task.done():
                self._go_on()
        finally:
            events._set_running_loop(None)
        return task.result()

    def _go_on(self) -> None:
        if not self._ready:
            self._jump()
        due = self._ready.popleft()
        if not due.gone:
            due.context.run(due.callback, *due.args)

    def _jump(self) -> None:
        """To the next timer."""
        while self._timers:
            when, _, due = heappop(self._timers)
            if not due.gone:
                self._now = max(self._now, when)
                self._ready.append(due)
                return
        raise RuntimeError("nothing is due any more: the simulation would wait for ever")

    def is_running(self) -> bool:
        """As loops say it."""
        return events._get_running_loop() is self.standard

    def is_closed(self) -> bool:
        """Never: there is nothing to be closed."""
        return False

    def get_debug(self) -> bool:
        """Not here."""
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """What nobody took is a defect of the simulation, or of what runs in it."""
        raise RuntimeError(context["message"]) from context.get("exception")


def virtual_now() -> datetime:
    """The time of day in the running loop."""
    return BEGINNING + timedelta(seconds=asyncio.get_running_loop().time())
