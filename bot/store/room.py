"""Writes that Redis takes even when it is full: those that finish what was begun.

A Redis at its `maxmemory` under `noeviction` refuses every command that could need memory. A script is refused so only
up to its first write: it cannot be stopped half-way. So a script that finishes work begins with a write that needs no
memory and changes nothing. Redis 7 has the flag `allow-oom` for the same; 6.2 and Valkey's forks of it do not know that
line and refuse the whole script, while this holds for all of them.
https://redis.io/docs/latest/develop/programmability/lua-api/#script_flags
"""

from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

ROOM: Final = "redis.call('DEL', 'herald:nothing')\n"
"""The write that changes nothing; the key is never there."""
PASS_ON: Final = ROOM + "return redis.call(unpack(ARGV))"
PASSED_ON: Final = frozenset({"SET", "XGROUP CREATE"})
"""What the queue engine writes by itself and cannot do without."""


def finishing(script: str) -> str:
    """The script, which a full Redis runs too."""
    return script if script.startswith(ROOM) else ROOM + script


class RoomyRedis(Redis):
    """A client whose few writes for the queue's own upkeep are taken by a full Redis as well."""

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """As ever; what a full Redis refused goes through a script where it is one of `PASSED_ON`."""
        try:
            return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # of redis-py
        except OutOfMemoryError:
            if args[0] not in PASSED_ON:
                raise
            words = [word for part in args for word in (part.split() if part is args[0] else [part])]
            return await super().execute_command("EVAL", PASS_ON, 0, *words)  # type: ignore[no-untyped-call]
