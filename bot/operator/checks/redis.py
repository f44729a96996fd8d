"""Redis: whether it is there, new enough, keeps what it is told, and forgets nothing."""

from datetime import UTC, datetime
from typing import Any, Final

from bot.errors import SettingsInvalid, StoreUnavailable
from bot.operator.checks.clock import LARGEST_SKEW, skew_of
from bot.operator.findings import Finding
from bot.operator.running import redis_address
from bot.settings import Settings
from bot.store.connection import EVICTING_PREFIXES, connected, translated

OLDEST: Final = (6, 2)
"""The queue claims what a dead worker left behind with XAUTOCLAIM, which came with 6.2."""
_SUBJECT: Final = "Redis"


async def check_redis(settings: Settings) -> list[Finding]:
    """What is wrong with the server of REDIS_URL, or with the one that `all` runs; one line when nothing is."""
    try:
        async with redis_address(settings) as url, connected(url) as redis:
            with translated():
                server: dict[str, Any] = await redis.info()
                seconds, micros = await redis.time()
    except SettingsInvalid as error:
        return [Finding(_SUBJECT, problem, "see there") for problem in error.problems]
    except StoreUnavailable as error:
        return [Finding(_SUBJECT, f"it does not answer ({error})", "start Redis, or put its address into REDIS_URL")]
    except (TypeError, ValueError):
        return [Finding(_SUBJECT, "REDIS_URL cannot be read", "write it as in redis://127.0.0.1:6379/0")]
    there = datetime.fromtimestamp(seconds + micros / 1_000_000, UTC)
    return judge(server, embedded=settings.redis_url is None, there=there, here=datetime.now(UTC))


def judge(server: dict[str, Any], *, embedded: bool, there: datetime, here: datetime) -> list[Finding]:
    """What the server's own account of itself (INFO) and its time mean for Herald."""
    version = str(server.get("redis_version", "0"))
    policy = str(server.get("maxmemory_policy", "noeviction"))
    appends = bool(server.get("aof_enabled", 0))
    found: list[Finding] = []
    if _numbers(version) < OLDEST:
        found.append(Finding(_SUBJECT, f"version {version} is too old", "install Redis or Valkey 6.2 or newer"))
    if policy.startswith(EVICTING_PREFIXES):
        mend = "CONFIG SET maxmemory-policy noeviction, and the same in its configuration"
        found.append(Finding(_SUBJECT, f"it may throw Herald's records away (maxmemory-policy {policy})", mend))
    if not appends:
        mend = "CONFIG SET appendonly yes, and the same in its configuration"
        found.append(Finding(_SUBJECT, "a restart loses what was accepted (appendonly no)", mend))
    if abs(skew_of(there, here)) > LARGEST_SKEW:
        mend = "keep both clocks right with NTP"
        found.append(
            Finding(_SUBJECT, f"its clock is {abs(skew_of(there, here)).total_seconds():.0f} s off ours", mend)
        )
    whose = "the server of `all`; `web` and `worker` need REDIS_URL" if embedded else "REDIS_URL"
    return found or [Finding(_SUBJECT, f"version {version} answers, appends to its file, evicts nothing ({whose})")]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
