"""People's files are cleaned in processes of their own, one for each, which cannot harm or hold up this one."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.errors import FileNotNow, FileRefused
from bot.media.cleaned import DAMAGED, TOO_HEAVY, Cleaned
from bot.media.limits import RECORDING_BYTES, Kind

PATIENCE: Final = timedelta(seconds=30)
"""How long a process may take on a busy machine; its own time is limited too, and that is the file's fault."""
MOST_BYTES: Final = 2 * RECORDING_BYTES
"""No cleaned file is larger: whatever says more is not what was started."""
_PIECE_BYTES: Final = 256 * 1024
_ROOT: Final = Path(__file__).parents[2]
_TOO_LONG: Final = frozenset({-signal.SIGXCPU})
_CRASHED: Final = frozenset({-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGILL})


async def clean_file(kind: Kind, content: bytes) -> Cleaned:
    """The file as the service may have it; raises FileRefused, or FileNotNow where no process could be had."""
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.media.child",
            kind,
            stdin=PIPE,
            stdout=PIPE,
            cwd=_ROOT,
            env={},
            limit=_PIECE_BYTES,
        )
    except OSError as error:
        raise FileNotNow(f"no process for a person's file can be started: {error.strerror}") from None
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await _talk(process, content)
    except TimeoutError:
        raise FileNotNow(f"a person's file was not read within {PATIENCE.total_seconds():g} s") from None
    finally:
        await asyncio.shield(_end(process))


async def _talk(process: Process, content: bytes) -> Cleaned:
    sending = asyncio.create_task(_send(process, content))
    try:
        line, made = await _read(process)
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
    _check(await process.wait())
    head: dict[str, Any] = json.loads(line)
    if "code" in head:
        raise FileRefused(head["code"], head["reason"])
    seconds = head["seconds"]
    return Cleaned(made, head["media_type"], None if seconds is None else timedelta(seconds=seconds))


async def _send(process: Process, content: bytes) -> None:
    """Piece by piece, so that no second copy of the file comes into being here."""
    assert process.stdin is not None
    view = memoryview(content)
    with suppress(ConnectionError):  # it ended before it had read everything, and its exit says why
        for start in range(0, len(view), _PIECE_BYTES):
            process.stdin.write(view[start : start + _PIECE_BYTES])
            await process.stdin.drain()
        process.stdin.close()


async def _read(process: Process) -> tuple[bytes, bytes]:
    """What the process says, and the file that it made."""
    assert process.stdout is not None
    line, pieces, size = await process.stdout.readline(), list[bytes](), 0
    while piece := await process.stdout.read(_PIECE_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise FileRefused(*TOO_HEAVY)
    return line, b"".join(pieces)


def _check(code: int) -> None:
    """What an end without an answer means: the file's fault, or this machine's."""
    if code in _TOO_LONG:
        raise FileRefused(*TOO_HEAVY)
    if code in _CRASHED:
        raise FileRefused(*DAMAGED)
    if code != 0:
        raise FileNotNow(f"the process for a person's file ended with {code}")


async def _end(process: Process) -> None:
    """Nothing stays behind, not even a process that has ended."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
