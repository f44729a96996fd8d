"""Finding the renders that failed for a reason of ours: in the index that each change of a record keeps."""

from collections.abc import Sequence

from redis.asyncio import Redis

from bot.rendering.dead_letters import is_dead
from bot.rendering.render import Render
from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import RENDERS
from bot.store.records import texts_of


class DeadLetterShelf:
    """Reads the index, and the renders' records."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._index = keys.dead_index(RENDERS.name)

    async def dead(self, team_id: str | None = None) -> Sequence[Render]:
        """Those of a workspace, or of all, that wait to be seen to; the oldest first.

        The index forgets what is gone, and what an earlier release took for one.
        """
        with translated():
            every = map(str, await self._redis.zrange(self._index, 0, -1))
            members = [each for each in every if team_id in (None, each.partition("/")[0])]
            texts = await texts_of(self._redis, RENDERS, members)
            found = [None if text is None else RENDERS.readable(text) for text in texts]
            gone = [
                member
                for member, text, render in zip(members, texts, found, strict=True)
                if text is None or (render is not None and not is_dead(render))
            ]
            if gone:
                await self._redis.zrem(self._index, *gone)
        dead = [render for render in found if render is not None and is_dead(render)]
        return sorted(dead, key=lambda render: render.requested_at)

    async def team_of(self, render_id: str) -> str | None:
        """The workspace of a render that waits to be seen to, for an operator who knows no more than its number."""
        return next((render.team_id for render in await self.dead() if render.id == render_id), None)
