"""What a month has cost so far: the workspace, and one person in it."""

from decimal import Decimal

from redis.asyncio import Redis

from bot.rendering.usage import Usage
from bot.store import keys
from bot.store.connection import translated


class Usages:
    """Reads what the acceptance of renders and their settlement wrote."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def of(self, team_id: str, user_id: str, month: str) -> Usage:
        """The month (`2026-11`) of a workspace and of one person in it."""
        own = [f"{what}/{user_id}" for what in ("spent", "reserved", "videos")]
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.hmget(keys.budget(team_id, month), ["spent", "reserved"])
                pipe.hmget(keys.budget_by_person(team_id, month), own)
                team, person = await pipe.execute()
        (team_spent, team_reserved), (spent, reserved, videos) = team, person
        return Usage(
            team_spent=_amount(team_spent),
            team_reserved=_amount(team_reserved),
            own_spent=_amount(spent),
            own_reserved=_amount(reserved),
            own_videos=max(0, int(videos or 0)),
        )


def _amount(micros: str | None) -> Decimal:
    """Never less than nothing: what was reserved before this was counted is settled too."""
    return keys.from_micros(max(0, int(micros or 0)))
