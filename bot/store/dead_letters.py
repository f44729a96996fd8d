"""Finding the renders that failed for a reason of ours: among all that are kept, since nobody asks often."""

from collections.abc import Sequence
from typing import Final

from redis.asyncio import Redis

from bot.errors import RecordUnreadable
from bot.rendering.dead_letters import is_dead
from bot.rendering.render import Render, RenderState
from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import RENDERS
from bot.store.records import Records

SCANNED_AT_ONCE: Final = 1_000


class DeadLetterShelf:
    """Reads the renders' records."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._records = Records(redis, RENDERS)

    async def dead(self, team_id: str | None = None) -> Sequence[Render]:
        """Those of a workspace, or of all, that wait to be seen to; the oldest first."""
        found = [render for each in await self._failed(team_id) if (render := await self._read(each)) is not None]
        return sorted(found, key=lambda render: render.requested_at)

    async def team_of(self, render_id: str) -> str | None:
        """The workspace of a render that waits to be seen to, for an operator who knows no more than its number."""
        return next((render.team_id for render in await self.dead() if render.id == render_id), None)

    async def _failed(self, team_id: str | None) -> Sequence[str]:
        pattern = keys.record(team_id or "*", RENDERS.name, "*")
        with translated():
            every = [str(key) async for key in self._redis.scan_iter(match=pattern, count=SCANNED_AT_ONCE)]
            async with self._redis.pipeline(transaction=False) as pipe:
                for key in every:
                    pipe.hget(key, "state")
                states = await pipe.execute()
        return [key for key, state in zip(every, states, strict=True) if state == RenderState.FAILED]

    async def _read(self, key: str) -> Render | None:
        _, team_id, _, render_id = key.split(":", 3)
        try:
            render = await self._records.get(team_id, render_id)
        except RecordUnreadable:
            return None
        return render if render is not None and is_dead(render) else None
