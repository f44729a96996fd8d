"""The queue engine, able to go on when Redis is full: what is under way needs it to wake its next step."""

import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from typing import Any, cast

from docket import Docket
from docket._lua import RedisScript
from redis.asyncio import Connection, Redis

from bot.store.connection import SteadyConnection
from bot.store.room import RoomyRedis, finishing


class RoomyDocket(Docket):
    """A docket whose scripts a full Redis runs, as well as its worker's few writes without a script."""

    _roomy: RoomyRedis | None = None

    async def __aenter__(self) -> "RoomyDocket":
        """Open it, with its scripts so changed."""
        for script in scripts():
            make_roomy(script)
        await super().__aenter__()
        return self

    @asynccontextmanager
    async def redis(self) -> AsyncGenerator[Any, None]:
        """The client that docket and its workers write with."""
        async with super().redis() as client:
            pool = cast("Redis", client).connection_pool
            if self._roomy is None or self._roomy.connection_pool is not pool:
                self._roomy = RoomyRedis(connection_pool=pool)
                if pool.connection_class is Connection:
                    pool.connection_class = SteadyConnection
            yield self._roomy


def scripts() -> Iterator[RedisScript[..., Any]]:
    """All of docket's scripts, which it keeps as globals of its modules."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "docket":
            yield from (value for value in vars(module).values() if isinstance(value, RedisScript))


def make_roomy(script: RedisScript[..., Any]) -> None:
    """Let a full Redis run the script; a second time changes nothing."""
    text = finishing(script.lua)
    if text != script.lua:
        roomy = RedisScript[..., Any](_named_by_docket, text, script._key_params, script._arg_params)
        script.lua, script._script = roomy.lua, roomy._script


async def _named_by_docket() -> None:
    """Stands for the function that docket has declared the script by."""
