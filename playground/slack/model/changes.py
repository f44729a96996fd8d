"""The revision counter that tells the page and the tests that something changed."""

import asyncio


class Changes:
    """Counts changes, and lets others wait for the next one."""

    def __init__(self) -> None:
        self.revision = 0
        self.stopped = False
        self._moved = asyncio.Event()

    def mark(self) -> None:
        """Note that something changed."""
        self.revision += 1
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def stop(self) -> None:
        """Let go of all who wait, as the service ends."""
        self.stopped = True
        self.mark()

    async def after(self, revision: int) -> int:
        """Wait until the revision is above `revision`, or the service ends; returns it."""
        while self.revision <= revision and not self.stopped:
            await self._moved.wait()
        return self.revision
