"""`python -m bot catalogue …`: what the service offers, and what a workspace allows beside it."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from bot.errors import RunwareError
from bot.operator.allowing import allow, allowed, disallow
from bot.operator.changes import FEW, changes, count_of, date_of, describe
from bot.operator.running import REDIS, opened_http, opened_redis, run, settings_for
from bot.runware.catalogue import Catalogue, KeptCatalogue
from bot.runware.document import fetch_catalogue, source_of
from bot.runware.restocking import read_copy
from bot.store.catalogue import CatalogueCopy

commands: Final = typer.Typer(
    help="What the service offers, and what a workspace allows beside it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
commands.command()(allow)
commands.command()(disallow)
commands.command()(allowed)


@commands.command()
def refresh(
    everything: Annotated[
        bool, typer.Option("--all", help=f"List all ids that came or went, not {FEW} of each.")
    ] = False,
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="Take the document even if half of the ids are gone.")
    ] = False,
) -> None:
    """Fetch what the service lists, and print what changed.

    The schema document is checked before it takes the last good copy's place. Herald does this daily by itself;
    running processes take the new copy over within a minute.

    Exit code: 0 when it is kept, changed or not; 1 when the old copy stays; 2 when settings are wrong.
    """
    run(_refresh(everything=everything, accept_losses=accept_losses))


@commands.command()
def show() -> None:
    """Print the last good copy: its date, counts and source.

    Exit code: 1 when there is none.
    """
    run(_show())


async def _refresh(*, everything: bool, accept_losses: bool) -> int:
    settings = settings_for(*REDIS, "RUNWARE_SCHEMA_URL")
    async with opened_redis(settings) as redis, opened_http() as http:
        copy = CatalogueCopy(redis)
        before = read_copy(await copy.load())
        url, now = settings.runware_schema_url, datetime.now(UTC)
        try:
            after = await fetch_catalogue(http, url, before=before, now=now, accept_losses=accept_losses)
        except RunwareError as error:
            typer.echo(f"{_stays(before)}: {error} ({source_of(url)}).", err=True)
            return 1
        await copy.save(after.model_dump_json(), after.stamp)
    typer.echo(f"Kept the catalogue {describe(after, now)}: {count_of(after.catalogue)}.")
    for line in _differences(before, after.catalogue, everything=everything):
        typer.echo(line)
    return 0


async def _show() -> int:
    async with opened_redis() as redis:
        kept = read_copy(await CatalogueCopy(redis).load())
    if kept is None:
        typer.echo("There is no catalogue yet. Fetch it with: python -m bot catalogue refresh", err=True)
        return 1
    typer.echo(f"Catalogue {describe(kept, datetime.now(UTC))}: {count_of(kept.catalogue)}.")
    for name, ids in kept.catalogue.ids.items():
        if name not in {"avatar", "voice", "language"}:
            typer.echo(f"  {name}: {', '.join(ids)}")
    return 0


def _stays(before: KeptCatalogue | None) -> str:
    return "No catalogue was kept" if before is None else f"The catalogue of {date_of(before)} stays in use"


def _differences(before: KeptCatalogue | None, after: Catalogue, *, everything: bool) -> list[str]:
    if before is None:
        return ["There was none before."]
    return [*changes(before.catalogue, after, everything=everything)] or ["Nothing was added or removed."]
