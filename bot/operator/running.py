"""How an operator's command runs: its settings, its Redis, and its errors in a line each."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Final

import httpx
import typer
from redis.asyncio import Redis

from bot.errors import HeraldError, SettingsInvalid
from bot.outgoing import open_http
from bot.settings import Settings, survey_settings
from bot.store.connection import connected, require_good
from bot.store.embedded import running_redis
from bot.telemetry import configure_logs

SETTINGS_WRONG = 2
"""The exit code where the settings are at fault, as for a Herald that cannot start."""
REDIS: Final = ("REDIS_URL", "HERALD_DATA_DIR")
"""The settings that say where Redis is."""


def run(command: Coroutine[None, None, int]) -> None:
    """Run a command to its exit code; what Herald raises on purpose is told in a line."""
    configure_logs("WARNING", "console")
    try:
        code = asyncio.run(command)
    except SettingsInvalid as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        code = SETTINGS_WRONG
    except HeraldError as error:
        typer.echo(str(error), err=True)
        code = 1
    raise typer.Exit(code)


def settings_for(*names: str) -> Settings:
    """The settings, of which only these matter to the command; raises SettingsInvalid when one of them is wrong."""
    settings, problems = survey_settings("all")
    wrong = [problem for problem in problems if _is_about(problem, names)]
    if wrong:
        raise SettingsInvalid(wrong)
    return settings


@asynccontextmanager
async def opened_redis(settings: Settings | None = None) -> AsyncIterator[Redis]:
    """The Redis that Herald uses, by `settings` or, without any, by its own alone.

    Raises SettingsInvalid where it will not do.
    """
    async with redis_address(settings or settings_for(*REDIS)) as url:
        await require_good(url)
        async with connected(url) as redis:
            yield redis


@asynccontextmanager
async def redis_address(settings: Settings) -> AsyncIterator[str]:
    """The address in REDIS_URL, else that of the server which `all` runs, or would run."""
    if settings.redis_url is not None:
        yield settings.redis_url.get_secret_value()
        return
    async with running_redis(settings.herald_data_dir) as url:
        yield url


def opened_http() -> httpx.AsyncClient:
    """A client like that of the processes: it takes no proxy from the environment."""
    return open_http(timeout=10)


def _is_about(problem: str, names: Sequence[str]) -> bool:
    return problem.split(maxsplit=1)[0].rstrip(":") in names
