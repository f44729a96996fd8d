"""A person's renders, the newest first."""

from collections.abc import Sequence
from typing import Final

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis

from bot.rendering.render import Render
from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import RENDERS

KEPT_AT_MOST: Final = 1_000
"""Of one person; what is older is no longer in the history, although its record may still be kept."""

log = structlog.get_logger("herald.store")


class History:
    """Reads what the acceptance of renders wrote."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Render]:
        """The person's last renders as they are now; those that were forgotten since are left out."""
        with translated():
            ids = await self._redis.zrevrange(keys.mine(team_id, user_id), 0, limit - 1)
            async with self._redis.pipeline(transaction=False) as pipe:
                for render_id in ids:
                    pipe.hget(keys.record(team_id, RENDERS.name, str(render_id)), "record")
                texts = await pipe.execute()
        return [render for render in map(_read, texts) if render is not None]


def _read(text: object) -> Render | None:
    if text is None:
        return None
    try:
        return RENDERS.read(str(text))
    except ValidationError:
        log.warning("render unreadable in the history")  # the reconciler comes to it
        return None
