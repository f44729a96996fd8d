"""`python -m bot erase`: all that is kept of a workspace, or of one person in it, is erased."""

import asyncio
import re
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Annotated, Final

import typer
from pydantic import SecretStr
from redis.asyncio import Redis

from bot.operator.allowing import Team
from bot.operator.running import REDIS, opened_http, opened_redis, run, settings_for
from bot.posting.forgetting_wish import ForgetWish, WishState
from bot.rendering.leaving import LeaveStep, stamp_of
from bot.runware.client import RunwareClient
from bot.store.audit import Audit
from bot.store.erasing import Premises
from bot.store.forgetting import PeopleTraces
from bot.store.kinds import RENDERS, WISHES
from bot.store.pauses import Pauses
from bot.store.records import Records

_USER: Final = re.compile(r"[UW][A-Z0-9]{1,30}")


def check_user(value: str | None) -> str | None:
    """A person's id as it was given; typer tells what is wrong with one that cannot be."""
    if value is not None and not _USER.fullmatch(value):
        raise typer.BadParameter("a person's id is a U (or W) and capital letters and digits, such as U0123ABCD")
    return value


User = Annotated[
    str | None, typer.Option(metavar="U…", callback=check_user, help="Only this person: in Slack, Copy member ID.")
]
Videos = Annotated[bool, typer.Option("--videos", help="With --user: also remove their videos from Slack.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def erase(team: Team, user: User = None, videos: Videos = False, yes: Yes = False) -> None:
    """Erase all that is kept of a workspace, its installation too, or of one person in it. It cannot be undone.

    What is over is gone at once. What is under way for a person, and videos in Slack, are the worker's to end: within
    half a minute it goes on by itself.
    """
    whose = f"workspace {team}, its installation too" if user is None else f"{user} in workspace {team}"
    if videos and user is None:
        raise typer.BadParameter("--videos goes with --user: a workspace's videos stay in its Slack")
    if not yes:
        typer.confirm(f"Erase all that is kept of {whose}? It cannot be undone.", abort=True)
    run(_erase_workspace(team) if user is None else _erase_person(team, user, videos=videos))


async def _erase_workspace(team: str) -> int:
    """As when it leaves by itself: files of people at the video service go too."""
    settings = settings_for(*REDIS, "RUNWARE_API_URL", "RUNWARE_API_KEY")
    async with AsyncExitStack() as stack:
        redis = await stack.enter_async_context(opened_redis(settings))
        http = await stack.enter_async_context(opened_http())
        key = settings.runware_api_key or SecretStr("")
        service = RunwareClient(http, api_key=key, api_url=settings.runware_api_url)
        leave = LeaveStep(Premises(redis, None), Records(redis, RENDERS), service, sleep=asyncio.sleep)
        await leave(team, stamp_of(None))
        await Pauses(redis).end(team)  # who merely leaves is still paused when they come back
    typer.echo(f"Nothing is kept of workspace {team} any more.")
    return 0


async def _erase_person(team: str, user: str, *, videos: bool) -> int:
    async with opened_redis() as redis:
        left = await erase_person(redis, team, user, videos=videos, now=datetime.now(UTC))
    if left:
        typer.echo(f"What is over is gone. {left} The worker goes on with it by itself.")
    else:
        typer.echo(f"Nothing is kept of {user} in workspace {team} any more, but by a pseudonym.")
    return 0


async def erase_person(redis: Redis, team: str, user: str, *, videos: bool, now: datetime) -> str:
    """Erase what can be erased now, and leave the rest to the worker; what that is, in words."""
    wishes, traces = Records(redis, WISHES), PeopleTraces(redis, Audit(redis), lambda: now)
    wish = await wishes.get(team, user)
    if wish is None:
        await wishes.create(ForgetWish(id=user, team_id=team, asked_at=now, videos=videos))
        wish = await wishes.get(team, user)
    if wish is None:
        return ""
    asked = {"asked_at": now, "videos": videos or wish.videos, "rests_until": None}
    await traces.erase_own(wish)
    wish = await wishes.change(wish, state=WishState.BEGUN, **asked)
    if wish.videos:
        return "Their videos are still in Slack."
    left = await traces.erase(wish, await traces.find(wish))
    hidden = await traces.hide(wish)
    if left:
        return f"{left} of their videos, announcements or clips are still under way."
    if not hidden:
        return "This month's sum keeps their name until the month ends, since each person has a budget."
    await traces.finish(wish)
    return ""
