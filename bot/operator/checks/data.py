"""The stored data: whether this version reads it, whether its secrets open, and whether anybody works on it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from redis.asyncio import Redis

from bot.errors import RecordUnreadable, SealBroken, SettingsInvalid, StoreUnavailable
from bot.operator.findings import Finding
from bot.operator.pausing import describe
from bot.operator.running import opened_redis
from bot.settings import Settings
from bot.store import keys
from bot.store.connection import translated
from bot.store.formats import FORMAT, Formats, Stored
from bot.store.installations import Installations
from bot.store.kinds import RENDERS
from bot.store.pauses import Pause, Pauses
from bot.store.sealing import Sealer
from bot.worker import NAME

LIVES_SECONDS: Final = 15.0
"""A worker says every second that it lives."""
_SHOWN: Final = 3


async def check_data(settings: Settings) -> list[Finding]:
    """Formats, keys, workers and pauses; nothing where Redis cannot be looked at, which has lines of its own."""
    try:
        async with opened_redis(settings) as redis:
            found = [judge_formats(await Formats(redis).look()), *await check_keys(settings, redis)]
            found.append(await _check_workers(settings, redis))
            return [*found, *judge_pauses(await Pauses(redis).all())]
    except (SettingsInvalid, StoreUnavailable):
        return []


def judge_formats(stored: Stored) -> Finding:
    """Whether this version may work on what is there."""
    if stored.format is not None and stored.format > FORMAT:
        text = f"it was written by a newer Herald (format {stored.format}, and this one knows {FORMAT})"
        return Finding("data", text, "deploy the newer version again, or restore Redis from before it")
    if stored.unreadable:
        named = ", ".join(stored.unreadable[:_SHOWN])
        more = len(stored.unreadable) - _SHOWN
        text = f"this version cannot read {named}" + (f" and {more} more" if more > 0 else "")
        return Finding("data", text, "deploy the version again that wrote them, until they have ended")
    return Finding("data", f"this version reads all {stored.read} records that are not over")


async def check_keys(settings: Settings, redis: Redis) -> list[Finding]:
    """Whether the tokens of the workspaces open; raises StoreUnavailable."""
    with translated():
        ids = await Installations(redis, Sealer(())).ids()
    if not settings.encryption_keys:
        if not ids or settings.many_workspaces:  # the settings have a line for that
            return []
        text = f"Herald is installed by OAuth in {len(ids)} workspaces, and is set for one"
        mend = "set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and HERALD_ENCRYPTION_KEYS as before"
        return [Finding("keys", text, mend)]
    broken, unreadable = await _broken(Installations(redis, Sealer(settings.encryption_keys)), ids)
    found = []
    if broken:
        text = f"the token of {', '.join(broken[:_SHOWN])} opens with none of HERALD_ENCRYPTION_KEYS"
        mend = "put the key back that it was sealed with, behind a comma, or install Herald there again"
        found.append(Finding("keys", text, mend))
    if unreadable:
        text = f"this version cannot read the installation of {', '.join(unreadable[:_SHOWN])}"
        found.append(Finding("keys", text, "deploy the version again that wrote it, or install Herald there again"))
    return found or [Finding("keys", f"the tokens of {len(ids)} installations open")]


async def _broken(installations: Installations, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those that open with no key, and those of an unknown form."""
    broken, unreadable = list[str](), list[str]()
    for place_id in ids:
        try:
            await installations.get(place_id)
        except SealBroken:
            broken.append(place_id)
        except RecordUnreadable:
            unreadable.append(place_id)
    return broken, unreadable


async def _check_workers(settings: Settings, redis: Redis) -> Finding:
    with translated():
        alive = await redis.zcount(f"{NAME}:workers", datetime.now(UTC).timestamp() - LIVES_SECONDS, "+inf")
        waiting = await redis.zcard(keys.open_index(RENDERS.name))
    if alive:
        return Finding("workers", f"{alive} at work")
    if waiting:
        return Finding("workers", f"none at work, and {waiting} renders wait", "start `python -m bot worker`")
    return Finding("workers", "none at work, and nothing waits for one")


def judge_pauses(pauses: Mapping[str, Pause]) -> list[Finding]:
    """A pause is somebody's wish, and yet to be seen."""
    return [Finding("pause", describe(team_id, kept), _resume(team_id)) for team_id, kept in pauses.items()]


def _resume(team_id: str) -> str:
    return "python -m bot resume" + ("" if team_id == "*" else f" --team {team_id}")
