"""A client that loses one answer after the command took effect, as a connection that breaks just then does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from redis.asyncio import Connection, ConnectionPool, Redis
from redis.exceptions import ConnectionError as ConnectionBroken


class LosingRedis(Redis):
    """Loses the next answer to a command of that name; `lost` counts."""

    losing: str | None = None
    lost = 0

    async def parse_response(self, connection: Connection, command_name: str | bytes, **options: Any) -> Any:
        """As ever, but for the one that is lost."""
        answer = await super().parse_response(connection, command_name, **options)
        if command_name == self.losing:
            self.losing = None
            self.lost += 1
            raise ConnectionBroken("the answer was lost")
        return answer


@asynccontextmanager
async def losing(url: str, command: str) -> AsyncIterator[LosingRedis]:
    """A client that will lose the first answer to `command`; it sends again once, as an option of REDIS_URL may say."""
    pool = ConnectionPool.from_url(f"{url}?retry_on_timeout=true", decode_responses=True)
    async with LosingRedis(connection_pool=pool) as client:
        client.losing = command
        yield client
    await pool.aclose()
