"""A loop whose time jumps to whatever is due next: hours pass in milliseconds, and always in the same order."""

import asyncio
import selectors
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
BEGINNING: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)


class _Jumping(selectors.SelectSelector):
    """Waits for nothing: the time until the next timer has simply passed."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("nothing is due any more: the simulation would wait for ever")
        if timeout > 0:
            self.loop.jump(timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on virtual time, in which nothing happens outside of its one thread."""

    def __init__(self) -> None:
        self._virtual = 0.0
        selector = _Jumping()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._virtual

    def jump(self, seconds: float) -> None:
        """Let time pass."""
        self._virtual += seconds

    def run_in_executor(self, executor: Any, func: Callable[..., Result], *args: Any) -> "asyncio.Future[Result]":  # type: ignore[override]
        """Do at once what would be done in a thread."""
        future: asyncio.Future[Result] = self.create_future()
        future.set_result(func(*args))
        return future


def virtual_now() -> datetime:
    """The time of day in the running loop."""
    return BEGINNING + timedelta(seconds=asyncio.get_running_loop().time())
