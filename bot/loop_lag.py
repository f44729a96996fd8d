"""How late the process's own timers are: one that is late is busy with what it should not do, or starved."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from bot.metrics import LOOP_LAG

LOOK_EVERY: Final = 0.25
LOOKED_BACK: Final = 40
"""So many looks, ten seconds, are what `worst` is about."""


class LoopLag:
    """Looks at the clock again and again."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=LOOKED_BACK)

    @property
    def worst(self) -> float:
        """The longest delay of the last seconds, in seconds."""
        return max(self._latest, default=0.0)

    async def watch(
        self,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        """Goes on for ever."""
        now = monotonic or asyncio.get_running_loop().time
        while True:
            due = now() + LOOK_EVERY
            await sleep(LOOK_EVERY)
            late = max(now() - due, 0.0)
            self._latest.append(late)
            LOOP_LAG.observe(late)
