"""`python -m bot catalogue allow | disallow | allowed`: ids that only one workspace knows of."""

import re
from enum import StrEnum
from typing import Annotated, Final

import typer

from bot.errors import InvalidField
from bot.operator.running import opened_redis, run
from bot.runware.restocking import read_copy
from bot.store.allowed import LONGEST_LABEL, AllowList
from bot.store.catalogue import CatalogueCopy

_TEAM: Final = re.compile(r"[TE][A-Z0-9]{1,30}")


class Kind(StrEnum):
    """What an id is of."""

    AVATAR = "avatar"
    VOICE = "voice"
    LANGUAGE = "language"


def check_team(value: str) -> str:
    """The workspace's id as it was given; typer tells what is wrong with one that cannot be."""
    if not _TEAM.fullmatch(value):
        raise typer.BadParameter("a workspace's id is a T (or E) and capital letters and digits, such as T0123ABCD")
    return value


def _check_if_any(value: str | None) -> str | None:
    return None if value is None else check_team(value)


TeamOrAll = Annotated[
    str | None, typer.Option(metavar="T…", callback=_check_if_any, help="Only this workspace; else all of them.")
]
Team = Annotated[
    str, typer.Option(metavar="T…", callback=check_team, help="The workspace's id: in Slack's address, after /client/.")
]
KindOption = Annotated[Kind, typer.Option(help="What the id is of.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The service's id, exactly as it is sent.")]
Label = Annotated[str, typer.Option(help=f"What people read for it, up to {LONGEST_LABEL} characters.")]


def allow(id_: Id, team: Team, kind: KindOption, label: Label = "") -> None:
    """Let a workspace use an id of its own.

    The catalogue need not list it. Once more with another label changes the label.
    """
    run(_allow(team, kind, id_, label))


def disallow(id_: Id, team: Team, kind: KindOption) -> None:
    """Take an allowed id back.

    Exit code: 1 when it was not allowed.
    """
    run(_disallow(team, kind, id_))


def allowed(team: Team) -> None:
    """List what a workspace allows beside the catalogue."""
    run(_allowed(team))


async def _allow(team: str, kind: Kind, id_: str, label: str) -> int:
    async with opened_redis() as redis:
        try:
            await AllowList(redis).allow(team, kind, id_, label=label)
        except InvalidField as error:
            typer.echo(str(error), err=True)
            return 1
        kept = read_copy(await CatalogueCopy(redis).load())
    named = f" as “{label}”" if label else ""
    typer.echo(f"Workspace {team} may use the {kind} {id_}{named}; it is suggested first within half a minute.")
    if kept is not None and id_ in kept.catalogue.ids[kind]:
        typer.echo("The catalogue lists it too, so everybody may use it already.")
    return 0


async def _disallow(team: str, kind: Kind, id_: str) -> int:
    async with opened_redis() as redis:
        if not await AllowList(redis).disallow(team, kind, id_):
            typer.echo(f"Workspace {team} had no {kind} {id_} of its own.", err=True)
            return 1
    typer.echo(f"Workspace {team} may use the {kind} {id_} no longer, unless the catalogue lists it.")
    return 0


async def _allowed(team: str) -> int:
    async with opened_redis() as redis:
        found = await AllowList(redis).of(team)
    lines = [f"{kind}\t{id_}\t{label}".rstrip() for kind, ids in found.items() for id_, label in ids.items()]
    typer.echo("\n".join(lines) or f"Workspace {team} allows nothing beside the catalogue.")
    return 0
