"""`python -m bot export`: what is kept of a workspace, or of one person in it, as a file of JSON lines."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import typer
from redis.asyncio import Redis

from bot.operator.allowing import Team
from bot.operator.erase import User
from bot.operator.running import opened_redis, run
from bot.store.export import Line, person_lines, workspace_lines, written

Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file; only you may read it.")]


def export(team: Team, out: Out, user: User = None) -> None:
    """Write what is kept of a workspace, or of one person in it, to a file: a JSON object a line. No secrets.

    Of what is somebody else's it says that the person is named in it, and no more.
    """
    run(_export(team, user, out))


async def _export(team: str, user: str | None, out: Path) -> int:
    async with opened_redis() as redis:
        return await export_to(redis, team, user, out)


async def export_to(redis: Redis, team: str, user: str | None, out: Path) -> int:
    """Write the file; returns the exit code. A file that could not be finished is removed."""
    lines = workspace_lines(redis, team) if user is None else person_lines(redis, team, user)
    try:
        count = await _write(lines, out)
    except FileExistsError:
        typer.echo(f"{out} is there already: give the name of a new file.", err=True)
        return 1
    except OSError as error:
        typer.echo(f"{out} cannot be written ({error.strerror}): give a place where you may write.", err=True)
        return 1
    whose = f"workspace {team}" if user is None else f"{user} in workspace {team}"
    typer.echo(f"{out}: {count:,} lines of {whose}." if count else f"Nothing is kept of {whose}; {out} is empty.")
    return 0


async def _write(lines: AsyncIterator[Line], out: Path) -> int:
    count = 0
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        try:
            async for line in lines:
                file.write(written([line]))
                count += 1
        except BaseException:
            os.unlink(out)
            raise
    return count
