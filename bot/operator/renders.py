"""`python -m bot renders`: those that failed for a reason of ours, each to be tried again or closed."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Final

import typer

from bot.errors import ChargedAlready, Refusal
from bot.ground import utc_now
from bot.operator.allowing import TeamOrAll
from bot.operator.running import REDIS, opened_redis, run, settings_for
from bot.rendering.dead_letters import NOT_THERE, DeadLetters, charges_again
from bot.rendering.render import Render
from bot.slack.surfaces.explanations import explain_code
from bot.store.dead_letters import DeadLetterShelf
from bot.store.kinds import RENDERS
from bot.store.money import Treasury
from bot.store.records import Records

commands: Final = typer.Typer(
    help="Videos that failed for a reason of ours: --failed lists them.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@commands.callback()
def renders(
    context: typer.Context,
    failed: Annotated[bool, typer.Option("--failed", help="List those that wait to be seen to.")] = False,
    team: TeamOrAll = None,
) -> None:
    """List what failed for a reason of ours. Exit code: 0 when there is none, 1 when something waits."""
    if context.invoked_subcommand is not None:
        return
    if not failed:
        typer.echo(context.get_help())
        raise typer.Exit(2)
    run(_list(team))


@commands.command()
def retry(
    render_id: Annotated[str, typer.Argument(metavar="ID", help="As `renders --failed` prints it.")],
    charge_again: Annotated[
        bool, typer.Option("--charge-again", help="Also where the first try was charged and the second will be.")
    ] = False,
) -> None:
    """Ask for the video once more, in the name of its person. A running worker takes it up within half a minute.

    A task that was not charged, or of which nobody knows, keeps its number at the service: it is not made twice.
    """
    run(_retry(render_id, charge_again=charge_again))


@commands.command()
def close(render_id: Annotated[str, typer.Argument(metavar="ID", help="As `renders --failed` prints it.")]) -> None:
    """Let it rest: it is listed no more. Its person was told when it failed."""
    run(_close(render_id))


def describe(render: Render) -> Iterator[str]:
    """The lines to print of one: its number, where and when it was asked for, why it failed, what a retry costs."""
    code = "" if render.failure is None else render.failure.code
    yield f"{render.id}  {render.team_id}  {render.requested_at:%Y-%m-%d %H:%M} UTC"
    yield f"    {code}: {explain_code(code).what}"
    price = f"about ${render.price:.2f}"
    yield f"    a retry charges again, {price}" if charges_again(render) else f"    a retry costs {price}, once"


@dataclass(frozen=True)
class _Desk:
    shelf: DeadLetterShelf
    letters: DeadLetters

    async def team_of(self, render_id: str) -> str:
        team_id = await self.shelf.team_of(render_id)
        if team_id is None:
            raise Refusal(NOT_THERE)
        return team_id


@asynccontextmanager
async def _opened() -> AsyncIterator[_Desk]:
    settings = settings_for(*REDIS, "HERALD_BUDGET_USD_MONTH")
    async with opened_redis(settings) as redis:
        yield _Desk(
            DeadLetterShelf(redis),
            DeadLetters(Records(redis, RENDERS), Treasury(redis), settings.herald_budget_usd_month, utc_now),
        )


async def _list(team: str | None) -> int:
    async with _opened() as desk:
        found = await desk.shelf.dead(team)
    for render in found:
        for line in describe(render):
            typer.echo(line)
    typer.echo(f"{len(found)} waiting." if found else "No video failed for a reason of ours.")
    return int(bool(found))


async def _retry(render_id: str, *, charge_again: bool) -> int:
    async with _opened() as desk:
        try:
            fresh = await desk.letters.retry(await desk.team_of(render_id), render_id, charge_again=charge_again)
        except Refusal as refusal:
            hint = " Say --charge-again if that is wished." if isinstance(refusal, ChargedAlready) else ""
            typer.echo(f"{refusal}{hint}", err=True)
            return 1
    typer.echo(f"Asked for once more, as {fresh.id}.")
    return 0


async def _close(render_id: str) -> int:
    async with _opened() as desk:
        await desk.letters.close(await desk.team_of(render_id), render_id)
    typer.echo("Closed.")
    return 0
