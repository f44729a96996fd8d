"""Whose Home is being looked at, and when it was last published: Slack tells when it is opened, not when it is left."""

from datetime import UTC, datetime

from redis.asyncio import Redis

from bot.store import keys, lua
from bot.store.connection import translated


class Homes:
    """The Homes that were opened lately; a person who opened it is taken to look at it for some minutes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._change = redis.register_script(lua.CHANGE_HOME)
        self._begin = redis.register_script(lua.BEGIN_HOME)

    async def open(self, team_id: str, user_id: str, *, now: datetime) -> None:
        """The person looks at their Home from now on, and it is published now."""
        key = keys.home(team_id, user_id)
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.hset(key, mapping={"at": now.timestamp()})
                pipe.hdel(key, "changed")
                pipe.expire(key, keys.HOME_TTL)
                await pipe.execute()

    async def change(self, team_id: str, user_id: str) -> datetime | None:
        """What the Home shows has changed; returns when it was last published, None when nobody looks at it."""
        with translated():
            at = await self._change(keys=[keys.home(team_id, user_id)])
        return None if at is None else datetime.fromtimestamp(float(at), UTC)

    async def begin(self, team_id: str, user_id: str, *, now: datetime) -> bool:
        """The Home is being published with all that has changed; False when nobody looks at it any more."""
        with translated():
            return bool(await self._begin(keys=[keys.home(team_id, user_id)], args=[now.timestamp()]))

    async def changed_since(self, team_id: str, user_id: str) -> bool:
        """Whether something changed after the last publishing began."""
        with translated():
            return bool(await self._redis.hexists(keys.home(team_id, user_id), "changed"))
