"""Where nothing new is accepted just now, everywhere or in a workspace; read by the script of each acceptance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError
from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated

EVERYWHERE: Final = "*"
"""What stands in a workspace's place for all of them."""


class Pause(BaseModel):
    """Since when nothing new is accepted, and why: that is told to people."""

    model_config = ConfigDict(frozen=True)

    since: datetime | None = None
    why: str = ""


class Pauses:
    """The pauses of all workspaces."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def begin(self, pause: Pause, team_id: str = EVERYWHERE) -> None:
        """Accept nothing new from now on, in the workspace or everywhere; what is under way goes on."""
        with translated():
            await self._redis.hset(keys.PAUSES, team_id, pause.model_dump_json())

    async def end(self, team_id: str = EVERYWHERE) -> bool:
        """Accept again; False where nothing was paused by that name."""
        with translated():
            return bool(await self._redis.hdel(keys.PAUSES, team_id))

    async def all(self) -> Mapping[str, Pause]:
        """Every pause, by workspace or EVERYWHERE."""
        with translated():
            found = await self._redis.hgetall(keys.PAUSES)
        return {str(team_id): read_pause(str(text)) for team_id, text in sorted(found.items())}


def read_pause(text: str) -> Pause:
    """A pause as it was stored; one in a form that this version does not know is a pause all the same."""
    try:
        return Pause.model_validate_json(text)
    except ValidationError:
        return Pause()
