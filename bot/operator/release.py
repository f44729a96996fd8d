"""`python -m bot release`: whether this version can be let loose on what is there; run before each deployment."""

from typing import Annotated, Final

import typer

from bot.errors import SettingsInvalid, StoreUnavailable
from bot.operator.checks.data import check_keys, judge_formats
from bot.operator.checks.redis import check_redis
from bot.operator.doctor import setting_problem, tell
from bot.operator.findings import Finding, problems_in
from bot.operator.running import SETTINGS_WRONG, opened_redis, run
from bot.settings import Settings, survey_settings
from bot.store.formats import Formats

STOPPED: Final = "Not released: nothing was changed, and what ran before goes on."


def release(
    without_persistence: Annotated[
        bool,
        typer.Option("--without-persistence", help="Accept that a restart of Redis loses what was accepted."),
    ] = False,
) -> None:
    """Check that this version can start on what is there, and note which form its data has.

    Looks at the settings, at Redis (version, policy, persistence), at the keys and at the stored records; asks neither
    Slack nor Runware. May be run again and beside a running Herald. Exit code: 0 when it may be deployed, 1 when not, 2
    when the settings are wrong.
    """
    run(check_release(must_append=not without_persistence))


async def check_release(*, must_append: bool) -> int:
    """All of it, with a line for each thing; returns the exit code."""
    settings, problems = survey_settings("web")
    if problems:
        tell([setting_problem(problem) for problem in problems])
        typer.echo(STOPPED)
        return SETTINGS_WRONG
    findings = [Finding("settings", "all that `web` and `worker` need is set")]
    findings += await check_redis(settings, must_append=must_append)
    if not problems_in(findings):
        findings += await _check_data(settings)
    tell(findings)
    if problems_in(findings):
        typer.echo(STOPPED)
        return 1
    async with opened_redis(settings) as redis:
        await Formats(redis).note()
    typer.echo("Ready to be deployed.")
    return 0


async def _check_data(settings: Settings) -> list[Finding]:
    try:
        async with opened_redis(settings) as redis:
            return [judge_formats(await Formats(redis).look()), *await check_keys(settings, redis)]
    except (SettingsInvalid, StoreUnavailable) as error:
        return [Finding("data", f"it cannot be looked at ({error})", "see to Redis, then run this again")]
