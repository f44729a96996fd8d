"""A person's renders, the newest first."""

from collections.abc import Sequence
from typing import Final

from redis.asyncio import Redis

from bot.rendering.render import Render
from bot.store import keys
from bot.store.kinds import RENDERS
from bot.store.records import newest

KEPT_AT_MOST: Final = 1_000
"""Of one person; what is older is no longer in the history, although its record may still be kept."""


class History:
    """Reads what the acceptance of renders wrote."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Render]:
        """The person's last renders as they are now; those that were forgotten since are left out."""
        return await newest(self._redis, RENDERS, keys.mine(team_id, user_id), team_id=team_id, limit=limit)
