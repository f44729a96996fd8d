"""`python -m bot doctor`: everything that can be wrong, a line each, with the mend."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.operator.checks.address import check_address
from bot.operator.checks.clock import check_clock
from bot.operator.checks.data import check_data
from bot.operator.checks.door import check_door
from bot.operator.checks.redis import check_redis
from bot.operator.checks.runware import check_account, check_catalogue
from bot.operator.checks.slack import check_slack
from bot.operator.findings import Finding, problems_in
from bot.operator.live.command import Live, examine_live
from bot.operator.running import opened_http, run
from bot.settings import Settings, survey_settings

SAMPLES: Final = Path("runware-samples")


def doctor(
    live: Annotated[
        bool,
        typer.Option("--live", help="Make one short real video instead, and record how Runware answers; asks first."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before --live spends money.")] = False,
    samples: Annotated[Path, typer.Option(metavar="DIR", help="Where --live keeps the answers, redacted.")] = SAMPLES,
    avatar: Annotated[
        str, typer.Option(metavar="ID", help="The avatar of --live; one that is listed if not given.")
    ] = "",
    voice: Annotated[str, typer.Option(metavar="ID", help="Its voice, likewise.")] = "",
) -> None:
    """Find what is wrong, and how to mend it.

    Looks at the settings, Redis and what is kept there, Slack, Runware, the catalogue, the public address, the signing
    secret and the clock, a line each.
    Needs only part of the settings, changes nothing, prints no secret. Exit code: 0 when all is well, else 1.
    """
    run(examine_live(Live(yes=yes, folder=samples, avatar=avatar, voice=voice)) if live else _examine())


async def _examine() -> int:
    settings, problems = survey_settings("all")
    findings = []
    async for found in examine(settings, problems):
        tell(found)
        findings += found
    wrong = problems_in(findings)
    typer.echo("All is well." if not wrong else f"{wrong} problem{'s' if wrong > 1 else ''}.")
    return 1 if wrong else 0


async def examine(settings: Settings, problems: Sequence[str]) -> AsyncIterator[list[Finding]]:
    """Everything that can be wrong with Herald under these settings, of which `problems` is known already."""
    yield [setting_problem(problem) for problem in problems] or [Finding("settings", "all that Herald needs is set")]
    async with opened_http() as http:
        checks: list[Callable[[], Awaitable[list[Finding]]]] = [
            lambda: check_redis(settings),
            lambda: check_data(settings),
            lambda: check_slack(settings),
            lambda: check_account(settings, http),
            lambda: check_catalogue(settings, http),
            lambda: check_address(settings, http),
            lambda: check_door(settings, http),
            lambda: check_clock(settings, http),
        ]
        for check in checks:
            yield await check()


def setting_problem(problem: str) -> Finding:
    """Most problems name their mend after a colon."""
    what, _, mend = problem.rstrip(".").partition(": ")
    if " " in what and mend:
        return Finding("settings", what, mend)
    return Finding("settings", problem.rstrip("."), "set it so, then start Herald again")


def tell(findings: Sequence[Finding]) -> None:
    """Print a line for each."""
    for finding in findings:
        typer.echo(finding.line())
