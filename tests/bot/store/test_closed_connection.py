"""A connection that was closed while a command was on its way is Redis being away, not a defect of ours."""

from typing import Any, cast

import pytest

from bot.roomy_docket import RoomyDocket
from bot.store.connection import QuickConnection, SteadyConnection


class Gone:
    """A writer whose connection was closed, as uvloop's say it."""

    def writelines(self, pieces: object) -> None:
        """What uvloop does."""
        raise RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")


@pytest.mark.parametrize("kind", [SteadyConnection, QuickConnection])
async def test_a_writer_that_is_gone_is_a_connection_that_was_reset(kind: type[SteadyConnection]) -> None:
    connection = kind()
    connection._writer = cast("Any", Gone())
    try:
        with pytest.raises(ConnectionResetError):
            await connection._send_packed_command([b"PING"])
    finally:
        connection._writer = None


async def test_the_queues_connections_are_as_steady(redis_url: str) -> None:
    async with RoomyDocket(name="steady", url=redis_url) as docket, docket.redis() as redis:
        assert redis.connection_pool.connection_class is SteadyConnection
