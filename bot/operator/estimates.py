"""`python -m bot estimates`: how near the lengths that people were shown were to those of their videos."""

import statistics
from collections.abc import Sequence

import typer

from bot.operator.running import opened_redis, run
from bot.store.lengths import Lengths


def estimates() -> None:
    """Print how far off the estimated lengths of the newest videos were.

    A voice is corrected by itself once three of its videos are known. Exit code: 1 while there is nothing to tell.
    """
    run(_estimates())


def describe(errors: Sequence[float]) -> list[str]:
    """The lines to print; `errors` are shares of the real lengths, positive where the estimate was too long."""
    sizes = sorted(abs(error) for error in errors)
    high = sizes[min(len(sizes) - 1, int(len(sizes) * 0.95))]
    lean = statistics.median(errors)
    which = "long" if lean > 0 else "short"
    return [
        f"{len(errors):,} finished video{'s' if len(errors) > 1 else ''}, the newest of all workspaces.",
        f"Half of the estimates were within {statistics.median(sizes):.0%}, 95 % of them within {high:.0%}.",
        f"The one in the middle was {abs(lean):.0%} too {which}.",
    ]


async def _estimates() -> int:
    async with opened_redis() as redis:
        errors = await Lengths(redis).errors()
    if not errors:
        typer.echo("No video was finished yet, so there is nothing to compare the estimates with.", err=True)
        return 1
    for line in describe(errors):
        typer.echo(line)
    return 0
