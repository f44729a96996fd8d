"""`python -m bot …` as an operator types it."""

import asyncio
import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """The exit code, and what was said on the two outputs."""

    code: int | None
    out: str
    err: str


async def run_bot(*arguments: str, typed: str = "", **settings: str) -> Outcome:
    """One command with only these settings."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env={"PATH": os.environ["PATH"], **settings},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate(typed.encode())
    assert b"Traceback" not in out + err, err.decode()
    return Outcome(process.returncode, out.decode(), err.decode())
