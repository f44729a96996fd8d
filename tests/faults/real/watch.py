"""Watches every render's record move, from beside the proxies: when it stood still, and for how long."""

import asyncio
import contextlib
import time
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bench.local_herald import TEAM
from bot.store import keys
from bot.store.connection import connected
from tests.faults.real.people import People

LOOK_EVERY: Final = 0.25


@dataclass
class Watch:
    """When each render that was accepted was seen to have moved on, and when it was over; by the wall clock."""

    people: People
    moved: defaultdict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    over: dict[str, float] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    async def look_on(self, redis_url: str) -> None:
        """Look again and again, for ever; a Redis that is away is waited for."""
        while True:
            with contextlib.suppress(RedisError, OSError):
                async with connected(redis_url) as redis:
                    while True:
                        await self._look(redis)
                        await asyncio.sleep(LOOK_EVERY)
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self, redis: Redis) -> None:
        ids = [asked.draft_id for asked in self.people.accepted if asked.draft_id not in self.over]
        async with redis.pipeline(transaction=False) as pipe:
            for each in ids:
                pipe.hmget(keys.record(TEAM, "render", each), ["version", "record"])
                pipe.hmget(keys.record(TEAM, "posting", f"{each}-0"), ["version", "state"])
            found = await pipe.execute()
        now = time.time()
        for each, (version, record), (step, state) in zip(ids, found[::2], found[1::2], strict=True):
            seen = f"version {version}, posting {step}"
            if self._known.get(each) != seen:
                self._known[each] = seen
                self.moved[each].append((now, seen))
            closed = '"closed":true' in str(record)
            if state in {"posted", "failed", "expired", "withdrawn"} or (closed and '"state":"ready"' not in record):
                self.over[each] = now

    @property
    def waiting(self) -> list[str]:
        """Those who were told yes and have seen nothing yet."""
        return [asked.draft_id for asked in self.people.accepted if asked.draft_id not in self.over]

    def stall_after(self, moment: float) -> tuple[float, str]:
        """How many seconds after `moment` the last of the renders that were under way then moved on; and which one.

        Of that one, the version of its record and of its posting's while it stood still.
        """
        worst = (0.0, "")
        for asked in self.people.accepted:
            accepted_at, over_at = asked.accepted_at or moment, self.over.get(asked.draft_id)
            if accepted_at > moment or (over_at is not None and over_at <= moment):
                continue
            moves = self.moved[asked.draft_id]
            place = bisect_right(moves, (moment, "~"))
            stall = (moves[place][0] if place < len(moves) else time.time()) - moment
            worst = max(worst, (stall, f"{asked.draft_id} at {moves[place - 1][1] if place else 'its acceptance'}"))
        return worst
