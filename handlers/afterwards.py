"""What follows an ack: short work that starts at once and is not waited for.

Bolt's own lazy listeners do this by a deep copy of the request and of its client, before the ack is sent; a client on
a shared session cannot be copied, and the copy would cost more than the ack.
"""

import asyncio
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any, Final

from bot.precedence import GIVES_WAY

LAST_SECONDS: Final = 3.0


class Afterwards:
    """The work under way: referenced here, so that asyncio cannot drop it, and finished before the process ends."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work` soon; what it raises it has caught itself."""
        context = copy_context()
        context.run(GIVES_WAY.set, True)
        task = asyncio.create_task(work, context=context)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self) -> None:
        """Wait a moment for what is under way, and for what that starts in turn."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + LAST_SECONDS
        while self._under_way and loop.time() < deadline:
            await asyncio.wait(self._under_way, timeout=deadline - loop.time())
