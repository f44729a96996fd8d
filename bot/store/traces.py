"""Which trace a record belongs to: noted beside the render when it was accepted."""

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import RENDERS


async def began(redis: Redis, team_id: str, record_id: str) -> str:
    """The traceparent of the listener that took the render, or the posting's render; empty where none was noted."""
    names = dict.fromkeys((record_id, record_id.rpartition("-")[0]))
    with translated():
        async with redis.pipeline(transaction=False) as pipe:
            for name in filter(None, names):
                pipe.hget(keys.record(team_id, RENDERS.name, name), "trace")
            found = await pipe.execute()
    return next((str(trace) for trace in found if trace), "")
