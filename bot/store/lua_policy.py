"""The Lua scripts of policies and of the audit list; each carries an operation id, as those of records do."""

from typing import Final

from bot.store.room import finishing

_NOTE: Final = """
local function note(stream, people, op, who, user, at, what, about, ttl)
  for _, entry in ipairs(redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 50)) do
    for index = 1, #entry[2], 2 do
      if entry[2][index] == 'op' and entry[2][index + 1] == op then return end
    end
  end
  local oldest = (redis.call('TIME')[1] - ttl) * 1000
  redis.call('XADD', stream, 'MINID', string.format('%.0f', oldest), '*',
    'op', op, 'at', at, 'who', who, 'what', what, 'about', about)
  redis.call('EXPIRE', stream, ttl)
  redis.call('HSET', people, who, user)
  redis.call('EXPIRE', people, ttl)
end
"""

NOTE: Final = finishing(
    _NOTE
    + """
-- KEYS audit, its people; ARGV op, pseudonym, person, at, what, about, ttl, then pseudonyms and people that it is about
note(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7])
for index = 8, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[index], ARGV[index + 1]) end
"""
)

CHANGE_POLICY: Final = (
    _NOTE
    + """
-- KEYS policy, audit, its people
-- ARGV op, expected version, pseudonym, person, at, ttl of the audit, how many arguments name people,
--   those: pseudonyms and people; then of each change: field, value or nothing, about
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if redis.call('HGET', KEYS[1], 'op') == ARGV[1] then return 'changed' end
if version ~= ARGV[2] then return 'stale' end
local first = 8 + ARGV[7]
for index = first, #ARGV, 3 do
  local field, value = ARGV[index], ARGV[index + 1]
  if value == '' then redis.call('HDEL', KEYS[1], field) else redis.call('HSET', KEYS[1], field, value) end
  note(KEYS[2], KEYS[3], ARGV[1] .. '/' .. field, ARGV[3], ARGV[4], ARGV[5], 'setting', ARGV[index + 2], ARGV[6])
end
for index = 8, first - 1, 2 do redis.call('HSET', KEYS[3], ARGV[index], ARGV[index + 1]) end
redis.call('HSET', KEYS[1], 'version', version + 1, 'op', ARGV[1])
return 'changed'
"""
)
