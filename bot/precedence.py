"""Acks come first: work that follows them gives way for as long as a request waits for its answer.

asyncio takes whatever is ready in turn. What follows an ack (a form that is built and opened, say) takes longer than
the ack itself, so where many people are busy each would wait for the others' forms.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import Context, ContextVar
from dataclasses import dataclass
from typing import Final, TypeVarTuple

import uvloop

Arguments = TypeVarTuple("Arguments")

GIVES_WAY: Final[ContextVar[bool]] = ContextVar("gives_way", default=False)
"""Set in the context of a task that gives way; what it starts does so too."""
PATIENCE_SECONDS: Final = 0.02
"""No step waits longer for the requests' sake: some of what gives way holds what a request waits for."""


@dataclass(frozen=True)
class _Step:
    due: float
    take: Callable[[], object]


class AcksFirstLoop(uvloop.Loop):
    """An event loop that takes one step of what gives way in each of its turns, and none while a request waits."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: deque[_Step] = deque()
        self._waiting = 0
        self._is_arranged = False
        self._timer: asyncio.TimerHandle | None = None

    def call_soon(
        self, callback: Callable[[*Arguments], object], *args: *Arguments, context: Context | None = None
    ) -> asyncio.Handle:
        """Call it in the next turn; what gives way when its time has come."""
        call_soon = super().call_soon
        if context is None or not context.get(GIVES_WAY, False):
            return call_soon(callback, *args, context=context)
        handle = asyncio.Handle(callback, args, self, context)

        def take() -> None:
            if not handle.cancelled():
                call_soon(callback, *args, context=context)

        self._steps.append(_Step(self.time() + PATIENCE_SECONDS, take))
        self._arrange()
        return handle

    @contextmanager
    def answering(self) -> Iterator[None]:
        """A request waits for its answer while the block runs."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            self._arrange()

    def _arrange(self) -> None:
        """See to it that the next step is taken in time."""
        if not self._steps or self._is_arranged:
            return
        if not self._waiting:
            self._is_arranged = True
            super().call_soon(self._go_on)
        elif self._timer is None:
            self._timer = self.call_at(self._steps[0].due, self._lose_patience)

    def _go_on(self) -> None:
        self._is_arranged = False
        if self._steps and not self._waiting:
            self._steps.popleft().take()
        self._arrange()

    def _lose_patience(self) -> None:
        self._timer = None
        if self._steps and self._steps[0].due <= self.time():
            self._steps.popleft().take()
        self._arrange()


def answering() -> AbstractContextManager[None]:
    """A request waits for its answer while the block runs; in a loop of another kind nothing gives way to it."""
    loop = asyncio.get_running_loop()
    return loop.answering() if isinstance(loop, AcksFirstLoop) else nullcontext()
