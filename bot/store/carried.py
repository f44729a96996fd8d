"""What a workspace that left had spent of its month: it counts again where Herald is installed there anew.

Nothing of it names the workspace: it is kept under a hash with a secret salt, until two days after the month's end.
Without it, leaving and coming back would begin the operator's hard stop at zero.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from redis.asyncio import Redis

from bot.store import keys
from bot.store.connection import translated
from bot.store.room import finishing

SALT: Final = "herald:carried-salt"
"""What the hashes are made with: without it, nobody tells which workspace one is of."""
KEPT_AFTER: Final = timedelta(days=2)
CARRY: Final = finishing("""
-- KEYS budget, carried, salt; ARGV team, a new salt, its ttl, until when the month is kept
-- all of it changes at once, so that a second time adds nothing
local sums = redis.call('HMGET', KEYS[1], 'spent', 'reserved')
local total = (tonumber(sums[1]) or 0) + (tonumber(sums[2]) or 0)
if total ~= 0 then
  redis.call('SET', KEYS[3], ARGV[2], 'NX')
  redis.call('EXPIRE', KEYS[3], ARGV[3])
  local name = redis.sha1hex(redis.call('GET', KEYS[3]) .. ARGV[1])
  redis.call('HINCRBY', KEYS[2], name, string.format('%.0f', total))
  redis.call('EXPIREAT', KEYS[2], ARGV[4])
end
redis.call('DEL', KEYS[1])
""")


def carried(month: str) -> str:
    """What workspaces that left had spent in a month: a hash by the salted hash of each."""
    return f"herald:carried:{month}"


async def carry(redis: Redis, team_id: str, budget_keys: Sequence[str]) -> None:
    """Take these months out of the workspace's budgets; what is still reserved of them counts as spent."""
    script = redis.register_script(CARRY)
    with translated():
        for name in budget_keys:
            month = name.rpartition(":")[2]
            until = int((_end_of(month) + KEPT_AFTER).timestamp())
            ttl = int(keys.MONEY_TTL.total_seconds())
            await script(
                keys=[name, carried(month), SALT],
                args=[team_id, secrets.token_hex(32), ttl, until],
            )


def _end_of(month: str) -> datetime:
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    return (first + timedelta(days=32)).replace(day=1)
