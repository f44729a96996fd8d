"""Which keys have no time-to-live, and why: all that is not on this list ends by itself."""

import re
from collections.abc import Mapping
from typing import Final

from redis.asyncio import Redis

from bot.store.connection import translated

ENDLESS: Final[Mapping[str, str]] = {
    "t:[^:]+:(allowed|policy)": "what an admin set holds until an admin takes it back",
    "t:[^:]+:(installation|workspaces)": "an installation, with the workspaces it serves, holds until it ends",
    "herald:open:[a-z]+": "an entry goes with the life of its record, or once that is gone",
    "herald:dead:[a-z]+": "an entry goes when somebody has seen to its record, or once that is gone",
    "herald:polls:(due|submitted|seen)": "an entry goes when its task ends",
    "herald:installations": "an entry goes with its installation",
    "herald:lengths": "the newest figures alone, of nobody in particular",
    "herald:catalogue(:stamp)?": "the last good copy; nobody's data",
    "herald:paused": "an operator's word holds until it is taken back",
    "herald:format": "one number; nobody's data",
    "herald-queue:.*": "the queue engine's own: it trims what is done",
}
"""The keys that have no time-to-live, and why."""
WITHOUT_END: Final = re.compile("|".join(ENDLESS))


async def endless(redis: Redis) -> list[str]:
    """The keys that never end although they are not on the list; raises StoreUnavailable."""
    found = []
    with translated():
        async for key in redis.scan_iter("*", count=1_000):
            if WITHOUT_END.fullmatch(str(key)) is None and await redis.ttl(key) == -1:
                found.append(str(key))
    return sorted(found)
