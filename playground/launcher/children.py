"""The processes that the launcher starts, watches and stops."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from playground.launcher.tether import tether

KEPT_LINES: Final = 15
LONGEST_LINE_BYTES: Final = 2**20

Echo = Callable[[str, str], None]
"""Takes a child's name and a line that it wrote."""


class ChildFailed(Exception):
    """A child ended or did not get ready; the message is for a person and has the child's last lines."""


class Child:
    """One process in a session of its own, so that a Ctrl-C in the terminal reaches only the launcher."""

    def __init__(self, name: str, process: Process, echo: Echo) -> None:
        self.name = name
        self.process = process
        self._echo = echo
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._first: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        assert process.stdout is not None
        assert process.stderr is not None
        self._readers = [
            asyncio.create_task(self._read(process.stdout, first=self._first)),
            asyncio.create_task(self._read(process.stderr)),
        ]

    @classmethod
    async def start(
        cls, name: str, arguments: Sequence[str], *, environment: Mapping[str, str], folder: Path, echo: Echo
    ) -> "Child":
        """Run `python` with `arguments`; `folder` is where it starts."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=tether(),
            limit=LONGEST_LINE_BYTES,
        )
        return cls(name, process, echo)

    async def told(self, *, within_seconds: float) -> dict[str, Any]:
        """The JSON that the child prints first, once it listens."""
        await self._while_alive(self._first, within_seconds=within_seconds)
        try:
            line: dict[str, Any] = json.loads(self._first.result())
        except ValueError:
            raise ChildFailed(f"{self.name} did not say where it listens.{self._last_lines()}") from None
        return line

    async def until(self, ready: Callable[[], Any], *, within_seconds: float) -> None:
        """Wait until the coroutine function `ready` returns, which it does when the child is."""
        waiting = asyncio.ensure_future(ready())
        try:
            await self._while_alive(waiting, within_seconds=within_seconds)
        finally:
            waiting.cancel()

    async def watch(self) -> None:
        """Wait until the child ends, which it is not meant to do; raises ChildFailed."""
        await self.process.wait()
        await asyncio.gather(*self._readers)
        raise ChildFailed(f"{self.name} ended by itself ({_ending(self.process.returncode)}).{self._last_lines()}")

    async def stop(self, *, grace_seconds: float) -> None:
        """Ask the child to end, and after the grace end it and whatever it started."""
        self._signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                await self.process.wait()
        self.kill()
        await self.process.wait()
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        self._first.cancel()

    def kill(self) -> None:
        """End what is left of the child's process group, at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _signal(self, signum: signal.Signals) -> None:
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signum)

    async def _while_alive(self, awaited: asyncio.Future[Any], *, within_seconds: float) -> None:
        watching = asyncio.create_task(self.watch())
        try:
            waited = asyncio.wait({awaited, watching}, timeout=within_seconds, return_when=asyncio.FIRST_COMPLETED)
            done, _ = await waited
            if awaited in done:
                awaited.result()
            elif watching in done:
                watching.result()
            else:
                raise ChildFailed(f"{self.name} was not ready after {within_seconds:.0f} s.{self._last_lines()}")
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _read(self, stream: asyncio.StreamReader, *, first: asyncio.Future[str] | None = None) -> None:
        async for raw in stream:
            line = raw.decode(errors="replace").rstrip()
            if first is not None and not first.done():
                first.set_result(line)  # the line has secrets, so it is not echoed
                continue
            self._lines.append(line)
            self._echo(self.name, line)

    def _last_lines(self) -> str:
        if not self._lines:
            return " It wrote nothing."
        return " Its last lines:\n" + "\n".join(f"    {line}" for line in self._lines)


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
