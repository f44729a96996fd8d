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
_SCRIPTS: Final = frozenset({"EVAL", "EVALSHA"})


def finishing(script: str) -> str:
    """The script, which a full Redis runs too."""
    return script if script.startswith(ROOM) else ROOM + script


class RoomyRedis(Redis):
    """A client whose single writes a full Redis takes too: small notes beside the records, and the queue's own upkeep.

    What begins work is a script that does not finish any, and is refused; so are pipelines.
    """

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """As ever; what a full Redis refused goes through a script."""
        try:
            return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # of redis-py
        except OutOfMemoryError:
            if args[0] in _SCRIPTS:
                raise
            words = [*str(args[0]).split(), *args[1:]]
            done = await super().execute_command("EVAL", PASS_ON, 0, *words)  # type: ignore[no-untyped-call]
            return True if done in {"OK", b"OK"} else done
