"""How long past renders took, for the workspace and for all; and how many are under way before one."""

from datetime import timedelta
from typing import Final

from redis.asyncio import Redis

from bot.rendering.progress import Progress, expect
from bot.rendering.render import Render
from bot.store import keys
from bot.store.connection import translated

LAST: Final = 200
"""How many past renders are looked at."""
_SHORTEST: Final = timedelta(0)


class RenderTimes:
    """Sorted sets by the time of the end, whose members are a render's id and the seconds that it took."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def record(self, render: Render) -> None:
        """Remember how long a finished render took; a second time changes nothing."""
        if render.submitted_at is None or render.ended_at is None:
            return
        seconds = max(render.ended_at - render.submitted_at, _SHORTEST).total_seconds()
        member = f"{render.id}/{seconds:.1f}"
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                for key in (keys.times(render.team_id), keys.TIMES):
                    pipe.zadd(key, {member: render.ended_at.timestamp()})
                    pipe.zremrangebyrank(key, 0, -LAST - 1)
                    pipe.expire(key, int(keys.TIMES_TTL.total_seconds()))
                await pipe.execute()

    async def progress(self, render: Render) -> Progress:
        """What to expect of a render under way, and how many that were submitted before it are not finished."""
        since = 0.0 if render.submitted_at is None else render.submitted_at.timestamp()
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.zrange(keys.times(render.team_id), -LAST, -1)
                pipe.zrange(keys.TIMES, -LAST, -1)
                pipe.zcount(keys.POLLS_SUBMITTED, "-inf", f"({since}")
                own, everybodys, ahead = await pipe.execute()
        expected = expect([_seconds(member) for member in own]) or expect([_seconds(m) for m in everybodys])
        return Progress(expected, int(ahead))


def _seconds(member: object) -> float:
    return float(str(member).rpartition("/")[2])
