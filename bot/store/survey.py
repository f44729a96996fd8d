"""What is true of the store now, in sums over all workspaces: counted in Redis, a few hundred records at a time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated
from bot.store.kinds import ALL, RENDERS
from bot.store.pauses import EVERYWHERE

AT_ONCE: Final = 250
"""How many records one call of the script reads: each takes about 20 µs of Redis's time."""
SOON: Final = timedelta(minutes=2)
"""A posting due by then is being prepared."""
_RECORD_SECONDS: Final = int(keys.RECORD_TTL.total_seconds())
"""What has been dead for longer is gone."""

SURVEY: Final = """
-- KEYS open index; ARGV kind, first and last of the members,
--   and the time up to which a posting is due now
-- Returns how many members there were; the earliest doubt and due time; what is reserved; how many are due later;
--   state, count, oldest, ...
local members = redis.call('ZRANGE', KEYS[1], ARGV[2], ARGV[3])
local counts, oldest, doubt, due, held, later = {}, {}, '', '', 0, 0
local function earlier(one, other)
  if type(one) ~= 'string' then return other end
  return (other == '' or one < other) and one or other
end
local fields = {'state', 'since'}
if ARGV[1] == 'render' or ARGV[1] == 'posting' then fields[3] = 'record' end  -- others can be large, and say no more
for _, member in ipairs(members) do
  local team, id = string.match(member, '^([^/]*)/(.*)$')
  local kept = team and redis.call('HMGET', 't:' .. team .. ':' .. ARGV[1] .. ':' .. id, unpack(fields))
  local state = kept and kept[1]
  if state then
    counts[state] = (counts[state] or 0) + 1
    local since = tonumber(kept[2] or '')
    if since and (not oldest[state] or since < oldest[state]) then oldest[state] = since end
    local read, record = pcall(cjson.decode, kept[3] or '')
    if read and ARGV[1] == 'render' then
      if state == 'anchored' and record.uncertain == true then doubt = earlier(record.sent_at, doubt) end
      if not record.closed then held = held + (tonumber(record.reserved) or 0) end
    elseif read and ARGV[1] == 'posting' and (state == 'due' or state == 'posting') then
      due = earlier(record.due_at, due)
      if state == 'due' and type(record.due_at) == 'string' and record.due_at > ARGV[4] then later = later + 1 end
    end
  end
end
local found = {#members, doubt, due, string.format('%.6f', held), later}
for state, count in pairs(counts) do
  found[#found + 1] = state
  found[#found + 1] = count
  found[#found + 1] = oldest[state] and string.format('%.3f', oldest[state]) or ''
end
return found
"""


@dataclass
class Surveyed:
    """The records of one kind whose life is not over.

    `oldest` is when the one that is longest in a state came into it, in Redis's time. `doubt` is when the first task
    was sent of which it is still unknown whether it was accepted, `due` when the first posting was due, `held` what is
    reserved, in US dollars. `later` are postings whose time has not come.
    """

    counts: Counter[str] = field(default_factory=Counter)
    oldest: dict[str, float] = field(default_factory=dict)
    doubt: datetime | None = None
    due: datetime | None = None
    held: Decimal = Decimal(0)
    later: int = 0

    def add(self, found: list[Any]) -> None:
        """Add what one call of the script found."""
        self.doubt = _earlier(self.doubt, str(found[1]))
        self.due = _earlier(self.due, str(found[2]))
        self.held += Decimal(str(found[3]))
        self.later += int(found[4])
        for state, count, since in zip(found[5::3], found[6::3], found[7::3], strict=True):
            self.counts[str(state)] += int(count)
            if since:
                self.oldest[str(state)] = min(float(since), self.oldest.get(str(state), float(since)))


@dataclass(frozen=True)
class Survey:
    """The whole store; `now` is Redis's own time, in seconds, and so are `first_poll` and what the kinds have.

    `memory_share` is how full Redis is; 0 where it has no limit.
    """

    now: float
    kinds: Mapping[str, Surveyed]
    dead: int
    in_flight: int
    first_poll: float | None
    paused: bool
    paused_workspaces: int
    memory_share: float


class Surveyor:
    """Counts."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._survey = redis.register_script(SURVEY)

    async def survey(self) -> Survey:
        """All of it; raises StoreUnavailable."""
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.time()
                pipe.zcard(keys.POLLS)
                pipe.zrange(keys.POLLS, 0, 0, withscores=True)
                pipe.hkeys(keys.PAUSES)
                pipe.info("memory")
                (seconds, micros), in_flight, first, paused, memory = await pipe.execute()
            now = datetime.fromtimestamp(seconds, UTC)
            kinds = {kind.name: await self._of(kind.name, now) for kind in ALL}
            dead = await self._redis.zcount(keys.dead_index(RENDERS.name), seconds - _RECORD_SECONDS, "+inf")
        return Survey(
            now=seconds + micros / 1_000_000,
            kinds=kinds,
            dead=dead,
            in_flight=in_flight,
            first_poll=float(first[0][1]) if first else None,
            paused=EVERYWHERE in paused,
            paused_workspaces=len(set(paused) - {EVERYWHERE}),
            memory_share=memory["used_memory"] / memory["maxmemory"] if memory.get("maxmemory") else 0.0,
        )

    async def _of(self, kind: str, now: datetime) -> Surveyed:
        surveyed, first, soon = Surveyed(), 0, f"{now + SOON:%Y-%m-%dT%H:%M:%S}"
        while True:
            args: list[str | int] = [kind, first, first + AT_ONCE - 1, soon]
            found = await self._survey(keys=[keys.open_index(kind)], args=args)
            surveyed.add(found)
            first += AT_ONCE
            if int(found[0]) < AT_ONCE:
                return surveyed


def _earlier(one: datetime | None, text: str) -> datetime | None:
    if not text:
        return one
    other = datetime.fromisoformat(text)
    return other if one is None else min(one, other)
