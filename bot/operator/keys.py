"""`python -m bot keys new | rotate`: the keys that seal the workspaces' tokens."""

import typer

from bot.errors import SettingsInvalid
from bot.operator.running import REDIS, opened_redis, run, settings_for
from bot.store.installations import Installations
from bot.store.sealing import Sealer, new_key

commands = typer.Typer(
    help="The keys that seal the workspaces' tokens in Redis.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@commands.command()
def new() -> None:
    """Print a new key, for HERALD_ENCRYPTION_KEYS.

    To replace a key: put the new one in front (`new,old`) for all processes, run `keys rotate`, take the old one away.
    """
    typer.echo(new_key())


@commands.command()
def rotate() -> None:
    """Seal everything with the first of HERALD_ENCRYPTION_KEYS.

    Harmless while Herald runs, and when it is run again. Exit code: 1 when something opens with none of the keys.
    """
    run(_rotate())


async def _rotate() -> int:
    settings = settings_for("HERALD_ENCRYPTION_KEYS", *REDIS)
    if not settings.encryption_keys:
        raise SettingsInvalid(["HERALD_ENCRYPTION_KEYS is not set: print a key with `python -m bot keys new`."])
    async with opened_redis(settings) as redis:
        done = await Installations(redis, Sealer(settings.encryption_keys)).reseal()
    typer.echo(f"{done.resealed} sealed anew, {done.current} as they should be already.")
    for place_id in done.broken:
        typer.echo(
            f"What is kept of {place_id} opens with none of the keys: "
            "put the key back that it was sealed with, or install Herald there again.",
            err=True,
        )
    return 1 if done.broken else 0
