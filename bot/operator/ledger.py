"""`python -m bot ledger check`: whether the sums that stop budgets are what the ledgers' entries add up to."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

import typer
from redis.asyncio import Redis

from bot.operator.allowing import TeamOrAll
from bot.operator.running import opened_redis, run
from bot.store.ledger import Checked, Difference, Ledgers
from bot.store.micros import from_micros
from bot.store.money import Treasury

commands: Final = typer.Typer(
    help="What is spent and reserved, held against the entries.", no_args_is_help=True, rich_markup_mode=None
)
NAMED_AT_MOST: Final = 5


@commands.callback()
def group() -> None:
    """Keep `check` a command of its own, though it is the only one."""


@commands.command()
def check(
    team: TeamOrAll = None,
    repair: Annotated[bool, typer.Option("--repair", help="Set the sums to what the entries add up to.")] = False,
) -> None:
    """Recompute what is spent and reserved from the ledgers' entries and the renders' records.

    For each month: the workspace's sums, each person's and each channel's. Herald may be running meanwhile.

    Exit code: 0 when all is right, or was put right; 1 when something is not.
    """
    run(_check(team, repair=repair))


async def _check(team: str | None, *, repair: bool) -> int:
    async with opened_redis() as redis:
        return await check_all(redis, team, repair=repair)


async def check_all(redis: Redis, team: str | None, *, repair: bool) -> int:
    """Check every month that is kept, and print what is wrong; returns the exit code."""
    ledgers, months, wrong = Ledgers(redis), 0, 0
    for team_id, month in sorted([found async for found in ledgers.months(team)]):
        months += 1
        checked = await ledgers.check(team_id, month)
        if not checked.right and repair:
            _print(checked)
            checked = await _repair(redis, ledgers, checked)
        if not checked.right:
            wrong += 1
        _print(checked)
    if months == 0:
        typer.echo("No month has a ledger yet, so there is nothing to check.")
    if wrong and not repair:
        typer.echo("Set the sums to what the entries add up to with: python -m bot ledger check --repair", err=True)
    return 1 if wrong else 0


async def _repair(redis: Redis, ledgers: Ledgers, checked: Checked) -> Checked:
    """Settle what is over, set the sums, and look again."""
    treasury = Treasury(redis)
    for render in checked.stuck:
        await treasury.settle(render, render.owed)
    await ledgers.repair(checked.team_id, checked.month)
    return await ledgers.check(checked.team_id, checked.month)


def _print(checked: Checked) -> None:
    title = f"{checked.team_id} {checked.month}"
    if checked.right:
        partly = ", people and channels not compared: some entries are of an earlier version" if checked.partly else ""
        typer.echo(f"{title}: right, {checked.entries:,} entries{partly}.")
        return
    for line in describe(checked):
        typer.echo(f"{title}: {line}")


def describe(checked: Checked) -> Iterator[str]:
    """What is wrong with a month, a line for each."""
    for difference in checked.differences:
        yield _describe(difference)
    for render in checked.stuck:
        yield f"render {render.id} is over, but {render.reserved} dollars are still reserved for it."
    if checked.lost:
        yield f"{_named(checked.lost)}: reserved, but not there any more; what they cost nobody can say."
    if checked.unreadable:
        yield f"{_named(checked.unreadable)}: the entry has a form that this version does not know."


def _describe(difference: Difference) -> str:
    what, _, whose = difference.field.partition("/")
    of = f"{difference.place} {whose}".strip()
    if what == "videos":
        return f"{of}: {difference.kept} videos are counted, the entries have {difference.entries}."
    kept, entries = from_micros(difference.kept), from_micros(difference.entries)
    return f"{of}: {what} is {kept:f} dollars, the entries add up to {entries:f}."


def _named(render_ids: Sequence[str]) -> str:
    more = len(render_ids) - NAMED_AT_MOST
    named = ", ".join(render_ids[:NAMED_AT_MOST])
    return f"renders {named}{f' and {more} more' if more > 0 else ''}"
