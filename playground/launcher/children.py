"""The processes that the launcher starts, watches and stops."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from playground.launcher.tether import tether

KEPT_LINES: Final = 15
LOOK_EVERY_SECONDS: Final = 0.02

Echo = Callable[[str, str], None]
"""Takes a child's name and lines that it wrote."""


class ChildFailed(Exception):
    """A child ended or did not get ready; the message is for a person and has the child's last lines."""


class Child:
    """One process in a session of its own, so that a Ctrl-C in the terminal reaches only the launcher.

    Its output goes to two files in its folder: a pipe would stay open as long as anything that it started.
    """

    def __init__(self, name: str, process: Process, folder: Path) -> None:
        self.name = name
        self._process = process
        self._output = folder / "output"
        self._log = folder / "log"

    @classmethod
    async def start(
        cls, name: str, arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path
    ) -> "Child":
        """Run `python` with `arguments` in `folder`."""
        with (folder / "output").open("wb") as output, (folder / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *arguments),
                stdin=DEVNULL,
                stdout=output,
                stderr=log,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,
                preexec_fn=tether(),
            )
        return cls(name, process, folder)

    async def told(self, *, within_seconds: float) -> dict[str, str]:
        """The JSON that the child prints first, once it listens."""
        await self.until(self._first_line, within_seconds=within_seconds)
        try:
            line: dict[str, str] = json.loads(self._output.read_text().splitlines()[0])
        except ValueError:
            raise ChildFailed(f"{self.name} did not say where it listens.{self._last_lines()}") from None
        return line

    async def until(self, ready: Callable[[], Coroutine[Any, Any, None]], *, within_seconds: float) -> None:
        """Wait until `ready` returns, which it does when the child is; raises ChildFailed."""
        waiting, watching = asyncio.create_task(ready()), asyncio.create_task(self.watch())
        try:
            done, _ = await asyncio.wait(
                {waiting, watching}, timeout=within_seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                raise ChildFailed(f"{self.name} was not ready after {within_seconds:.0f} s.{self._last_lines()}")
            for task in done:
                task.result()
        finally:
            waiting.cancel()
            watching.cancel()
            await asyncio.gather(waiting, watching, return_exceptions=True)

    async def watch(self) -> None:
        """Wait until the child ends, which it is not meant to do; raises ChildFailed."""
        code = await self._process.wait()
        raise ChildFailed(f"{self.name} ended by itself ({_ending(code)}).{self._last_lines()}")

    async def follow(self, echo: Echo) -> None:
        """Pass on what the child logs, until cancelled."""
        with self._log.open(errors="replace") as log:
            while True:
                if lines := log.read():
                    echo(self.name, lines.rstrip())
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def stop(self, *, grace_seconds: float) -> None:
        """Ask the child to end, and after the grace end it and what is left of its process group."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                await self._process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def _first_line(self) -> None:
        while b"\n" not in self._output.read_bytes():  # noqa: ASYNC110 - a file has no event to wait for
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _last_lines(self) -> str:
        lines = (self._log.read_text(errors="replace")).splitlines()[-KEPT_LINES:]
        if not lines:
            return " It wrote nothing."
        return " Its last lines:\n" + "\n".join(f"    {line}" for line in lines)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
