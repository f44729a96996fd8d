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
FULL: Final = 0.9
_SUBJECT: Final = "Redis"


async def check_redis(settings: Settings, *, must_append: bool = True) -> list[Finding]:
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
    found = judge(server, there=there, here=datetime.now(UTC))
    return [*found, *(judge_appending(server) if must_append else ())] or [_good(settings, server)]


def judge(server: dict[str, Any], *, there: datetime, here: datetime) -> list[Finding]:
    """What the server's own account of itself (INFO) and its time mean for Herald."""
    version = str(server.get("redis_version", "0"))
    policy = str(server.get("maxmemory_policy", "noeviction"))
    found: list[Finding] = []
    if _numbers(version) < OLDEST:
        found.append(Finding(_SUBJECT, f"version {version} is too old", "install Redis or Valkey 6.2 or newer"))
    if policy.startswith(EVICTING_PREFIXES):
        mend = "CONFIG SET maxmemory-policy noeviction, and the same in its configuration"
        found.append(Finding(_SUBJECT, f"it may throw Herald's records away (maxmemory-policy {policy})", mend))
    if str(server.get("redis_mode", "standalone")) == "cluster":
        mend = "take a server without cluster mode; a replica and a failover are fine"
        found.append(Finding(_SUBJECT, "it is a cluster, and Herald's scripts need all keys in one place", mend))
    used, most = int(server.get("used_memory", 0)), int(server.get("maxmemory", 0))
    if most and used > FULL * most:
        mend = "give it more memory (maxmemory), or keep data for a shorter time"
        found.append(Finding(_SUBJECT, f"it is {used / most:.0%} full; then nothing new is accepted", mend))
    if abs(skew_of(there, here)) > LARGEST_SKEW:
        mend = "keep both clocks right with NTP"
        found.append(
            Finding(_SUBJECT, f"its clock is {abs(skew_of(there, here)).total_seconds():.0f} s off ours", mend)
        )
    return found


def judge_appending(server: dict[str, Any]) -> list[Finding]:
    """Whether what the server was told outlives it."""
    if not server.get("aof_enabled", 0):
        mend = "CONFIG SET appendonly yes, and the same in its configuration"
        return [Finding(_SUBJECT, "a restart loses what was accepted (appendonly no)", mend)]
    if server.get("aof_last_write_status", "ok") != "ok":
        mend = "see to the disk that its append-only file is on"
        return [Finding(_SUBJECT, "its last write to its append-only file failed", mend)]
    return []


def _good(settings: Settings, server: dict[str, Any]) -> Finding:
    embedded = settings.redis_url is None
    whose = "the server of `all`; `web` and `worker` need REDIS_URL" if embedded else "REDIS_URL"
    appends = "appends to its file, " if server.get("aof_enabled", 0) else ""
    return Finding(_SUBJECT, f"version {server['redis_version']} answers, {appends}evicts nothing ({whose})")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
