"""What a process needs before it can do its work, and what it does not need but its operator should know."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from redis.asyncio import Redis

from bot.errors import StoreUnavailable
from bot.ground import Ground
from bot.loop_lag import LoopLag
from bot.rendering.ports import Clock
from bot.scraping import Scraper
from bot.status import Lines, Status
from bot.store.connection import translated
from bot.store.pauses import EVERYWHERE, Pauses

LARGEST_SKEW: Final = timedelta(seconds=60)
"""From Redis's clock: due times are compared by the one, and noted by the other."""


def build_status(ground: Ground, lag: LoopLag, *, ready: Lines | None = None) -> Status:
    """How a process that stands on `ground` is; `ready` is what it needs more, in the place of what all need."""
    scraper = Scraper(ground.redis, ground.docket, clock=ground.clock, fetched_at=lambda: ground.shelf.fetched_at)

    async def warned() -> Sequence[str]:
        return await warnings(ground.redis, ground.clock)

    return Status(
        ready=ready or ground.ready,
        warnings=warned,
        page=scraper.page,
        token=ground.settings.herald_metrics_token,
        lag=lag,
    )


async def warnings(redis: Redis, clock: Clock) -> list[str]:
    """What is not as it should be, though requests can be served; each with its mend."""
    try:
        with translated():
            persistence = await redis.info("persistence")
            seconds, _ = await redis.time()
        pauses = await Pauses(redis).all()
    except StoreUnavailable:
        return []  # what that means stands among what is missing
    found = []
    if not int(persistence.get("aof_enabled", 0)):
        found.append("Redis appends to no file, so that its restart loses what was accepted: set appendonly to yes.")
    if persistence.get("aof_last_write_status", "ok") != "ok":
        found.append("Redis could not write to its append-only file: see to its disk.")
    skew = abs(seconds - clock().timestamp())
    if skew > LARGEST_SKEW.total_seconds():
        found.append(f"The clock is {skew:.0f} s off Redis's: set both by NTP.")
    if EVERYWHERE in pauses:
        found.append("No new videos are accepted: python -m bot resume.")
    return found
