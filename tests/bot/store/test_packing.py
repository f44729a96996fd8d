"""Commands go over the wire as redis-py writes them, only sooner."""

import pytest
from redis.asyncio import Connection

from bot.store.connection import QuickConnection


@pytest.mark.parametrize(
    "command",
    [
        ("SET", "key", "text", "EX", 600, "NX"),
        ("SCRIPT LOAD", "return 1"),
        (b"ZADD", "key", 1795337070.000123, "member"),
        ("SET", "key", "Grüße – 你好 🎬"),
        ("SET", "key", b"\x00\xff\r\n"),
        ("HSET", "key", "cost", -12, "rate", 0.1),
        ("PING",),
        ("SET", "key", "x" * 20_000),
    ],
    ids=lambda command: str(command[0]) + str(len(command)),
)
def test_a_command_is_written_as_ever(command: tuple[str | bytes | int | float, ...]) -> None:
    assert b"".join(QuickConnection().pack_command(*command)) == b"".join(Connection().pack_command(*command))
