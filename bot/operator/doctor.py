"""`python -m bot doctor`: everything that can be wrong, a line each, with the mend."""

from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.operator.checks.address import check_address
from bot.operator.checks.clock import check_clock
from bot.operator.checks.redis import check_redis
from bot.operator.checks.runware import check_account, check_catalogue
from bot.operator.checks.slack import check_slack
from bot.operator.findings import Finding, problems_in
from bot.operator.live.command import Live, examine_live
from bot.operator.running import opened_http, run
from bot.settings import survey_settings

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

    Looks at the settings, Redis, Slack, Runware, the catalogue, the public address and the clock, a line each.
    Needs only part of the settings, changes nothing, prints no secret. Exit code: 0 when all is well, else 1.
    """
    run(examine_live(Live(yes=yes, folder=samples, avatar=avatar, voice=voice)) if live else _examine())


async def _examine() -> int:
    settings, problems = survey_settings("all")
    findings = [_setting(problem) for problem in problems]
    _tell(findings or [Finding("settings", "all that Herald needs is set")])
    async with opened_http() as http:
        checks: list[Awaitable[list[Finding]]] = [
            check_redis(settings),
            check_slack(settings),
            check_account(settings, http),
            check_catalogue(settings, http),
            check_address(settings, http),
            check_clock(settings, http),
        ]
        for check in checks:
            found = await check
            _tell(found)
            findings += found
    wrong = problems_in(findings)
    typer.echo("All is well." if not wrong else f"{wrong} problem{'s' if wrong > 1 else ''}.")
    return 1 if wrong else 0


def _setting(problem: str) -> Finding:
    """Most problems name their mend after a colon."""
    what, _, mend = problem.rstrip(".").partition(": ")
    if " " in what and mend:
        return Finding("settings", what, mend)
    return Finding("settings", problem.rstrip("."), "set it so, then start Herald again")


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        typer.echo(finding.line())
