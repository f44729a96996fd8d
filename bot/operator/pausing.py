"""`python -m bot pause | resume | drain`: nothing new is accepted, while what is under way goes on."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Final

import typer
from redis.asyncio import Redis

from bot.ground import utc_now
from bot.operator.allowing import TeamOrAll
from bot.operator.running import opened_redis, run
from bot.store.pauses import EVERYWHERE, Pause, Pauses
from bot.store.survey import Survey, Surveyor

LONGEST_WHY: Final = 200
LOOK_AGAIN_SECONDS: Final = 1.0
UNDER_WAY: Final = {"render": ("requested", "anchored", "submitted"), "posting": ("due", "posting")}


def _check_why(value: str) -> str:
    """The reason as people read it: one line, not too long."""
    line = " ".join(value.split())
    if len(line) > LONGEST_WHY or not line.isprintable():
        raise typer.BadParameter(f"it is one line of at most {LONGEST_WHY} characters")
    return line


Why = Annotated[str, typer.Option(callback=_check_why, help="The reason, as people are told it.")]


def pause(team: TeamOrAll = None, why: Why = "") -> None:
    """Accept no new videos, in one workspace or everywhere, until `resume`.

    Whoever asks is told so, with the reason; drafts are kept. What is under way goes on, and is delivered. Holds from
    the next request on, for all processes; a second time changes the reason.
    """
    run(_pause(team or EVERYWHERE, why))


def resume(team: TeamOrAll = None) -> None:
    """Accept new videos again.

    Exit code: 1 when nothing was paused so.
    """
    run(_resume(team or EVERYWHERE))


def drain(
    why: Why = "",
    within: Annotated[int, typer.Option(min=1, max=86_400, help="Give up waiting after so many seconds.")] = 1_800,
) -> None:
    """Pause everywhere, and wait until nothing is under way.

    Announcements that are scheduled for later wait in Redis, and are not waited for. It stays paused: `resume` ends
    that. Exit code: 0 when nothing is under way any more, 1 when something still is after the time.
    """
    run(_drain(why, within))


async def _pause(team_id: str, why: str) -> int:
    async with opened_redis() as redis:
        await Pauses(redis).begin(Pause(since=utc_now(), why=why), team_id)
    typer.echo(f"Paused {_place(team_id)}: no new videos are accepted. End it with `python -m bot resume`.")
    return 0


async def _resume(team_id: str) -> int:
    async with opened_redis() as redis:
        pauses = Pauses(redis)
        ended, others = await pauses.end(team_id), await pauses.all()
    typer.echo(f"Resumed {_place(team_id)}." if ended else f"Nothing was paused {_place(team_id)}.")
    for other, kept in others.items():
        typer.echo(describe(other, kept))
    return 0 if ended else 1


async def _drain(why: str, within: int) -> int:
    async with opened_redis() as redis:
        await Pauses(redis).begin(Pause(since=utc_now(), why=why))
        typer.echo("Paused everywhere: no new videos are accepted. Waiting for what is under way.")
        return 0 if await wait_for_all(redis, within=within, say=typer.echo) else 1


async def wait_for_all(
    redis: Redis,
    *,
    within: float,
    say: Callable[[str], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> bool:
    """Whether nothing was under way any more, at the latest after so many seconds; changes in what is left are said."""
    surveyor, said = Surveyor(redis), ""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        left = under_way(await surveyor.survey())
        if not left:
            say("Nothing is under way any more.")
            return True
        line = "Under way: " + ", ".join(f"{count} {what}" for what, count in left.items()) + "."
        if line != said:
            say(line)
        if asyncio.get_running_loop().time() >= deadline:
            say("That is still under way; a worker has to run for it to end.")
            return False
        said = line
        await sleep(LOOK_AGAIN_SECONDS)


def under_way(survey: Survey) -> dict[str, int]:
    """How many renders, and postings that are due, are on their way."""
    left = {}
    for kind, states in UNDER_WAY.items():
        surveyed = survey.kinds[kind]
        count = sum(surveyed.counts[state] for state in states) - (surveyed.later if kind == "posting" else 0)
        if count:
            left[f"{kind}{'s' if count > 1 else ''}"] = count
    return left


def describe(team_id: str, kept: Pause) -> str:
    """A pause in a line."""
    why = f" ({kept.why})" if kept.why else ""
    since = "" if kept.since is None else f" since {_minute(kept.since)}"
    return f"Paused {_place(team_id)}{since}{why}."


def _place(team_id: str) -> str:
    return "everywhere" if team_id == EVERYWHERE else f"in {team_id}"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
