"""The local Slack as one object, which the request handlers share."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from playground.dials import Clock, FaultDial
from playground.slack.dispatch.dispatcher import Dispatcher
from playground.slack.model.changes import Changes
from playground.slack.model.workspace import Workspace
from playground.slack.settings import Settings


@dataclass(kw_only=True)
class LocalSlack:
    """The workspace, its dials, and the way to the app. `origin` is known once the first request came in."""

    settings: Settings
    clock: Clock
    faults: FaultDial
    changes: Changes
    workspace: Workspace
    dispatcher: Dispatcher
    files_directory: Path
    origin: str = ""
    _background: set[asyncio.Task[None]] = field(default_factory=set)

    def in_background(self, work: Coroutine[None, None, None]) -> None:
        """Run something beside the requests; it is cancelled when the service stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def stop_background(self) -> None:
        """Cancel what runs beside the requests."""
        tasks = list(self._background)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def start_over(self) -> None:
        """Forget everything that happened."""
        await self.stop_background()
        for stored in self.workspace.files.values():
            stored.path.unlink(missing_ok=True)
        self.workspace = Workspace(self.clock, self.changes)
        self.dispatcher.journal = self.workspace.journal
        self.changes.mark()
