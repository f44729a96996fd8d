"""The Lua scripts: each change of a record or of money is one of them, and carries an operation id.

A script whose reply is lost is sent again by a client that retries (with `retry_on_timeout` in REDIS_URL, say); the
operation id makes the second time harmless. Those that finish what was begun are run by a full Redis too (`room`);
those that begin something are refused.
"""

from typing import Final

from bot.store.room import finishing

CREATE: Final = finishing("""
-- KEYS record, open index; ARGV op, record, state, member, ttl
if redis.call('EXISTS', KEYS[1]) == 1 then return 'known' end
local now = redis.call('TIME')
redis.call('HSET', KEYS[1], 'version', 1, 'op', ARGV[1], 'state', ARGV[3], 'record', ARGV[2], 'at', now[1])
redis.call('HSET', KEYS[1], 'since', now[1] .. string.format('.%06d', now[2]))
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('ZADD', KEYS[2], now[1], ARGV[4])
return 'created'
""")

CHANGE: Final = finishing("""
-- KEYS record, open index, index of the dead
-- ARGV op, record, state, member, ttl, expected version, '1' when the life is over, when its rest ends or nothing,
--   '1' when somebody has to see to it
-- Returns the outcome, and how many seconds it was in the state that it left
local kept = redis.call('HMGET', KEYS[1], 'version', 'op', 'state', 'since')
local version = kept[1]
if not version then return {'missing', ''} end
if version ~= ARGV[6] then
  if kept[2] == ARGV[1] then return {'changed', ''} end
  return {'stale', ''}
end
local now = redis.call('TIME')
local stayed = ''
if kept[3] ~= ARGV[3] then
  if kept[4] then stayed = string.format('%.3f', now[1] + now[2] / 1000000 - kept[4]) end
  redis.call('HSET', KEYS[1], 'since', now[1] .. string.format('.%06d', now[2]))
end
redis.call('HSET', KEYS[1], 'version', version + 1, 'op', ARGV[1], 'state', ARGV[3], 'record', ARGV[2], 'at', now[1])
redis.call('EXPIRE', KEYS[1], ARGV[5])
if ARGV[7] == '1' then
  redis.call('ZREM', KEYS[2], ARGV[4])
else
  redis.call('ZADD', KEYS[2], ARGV[8] ~= '' and ARGV[8] or now[1], ARGV[4])
end
if ARGV[9] == '1' then
  redis.call('ZADD', KEYS[3], now[1], ARGV[4])
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now[1] - ARGV[5])
else
  redis.call('ZREM', KEYS[3], ARGV[4])
end
return {'changed', stayed}
""")

SAVE_PRESET: Final = """
-- KEYS presets where it belongs, presets where it may have been, defaults of the one, defaults of the other
-- ARGV id, preset, ttl, most, the field that is no channel, channels
local known = redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1
if not known and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('HDEL', KEYS[2], ARGV[1])
for place = 3, 4 do
  local fields = redis.call('HGETALL', KEYS[place])
  for index = 1, #fields, 2 do
    if fields[index + 1] == ARGV[1] and fields[index] ~= ARGV[5] then redis.call('HDEL', KEYS[place], fields[index]) end
  end
end
for index = 6, #ARGV do redis.call('HSET', KEYS[3], ARGV[index], ARGV[1]) end
redis.call('EXPIRE', KEYS[3], ARGV[3])
return 1
"""

DROP_PRESET: Final = """
-- KEYS presets, presets, defaults, defaults; ARGV id
for place = 1, 2 do redis.call('HDEL', KEYS[place], ARGV[1]) end
for place = 3, 4 do
  local fields = redis.call('HGETALL', KEYS[place])
  for index = 1, #fields, 2 do
    if fields[index + 1] == ARGV[1] then redis.call('HDEL', KEYS[place], fields[index]) end
  end
end
"""

CHANGE_HOME: Final = finishing("""
-- KEYS home
local at = redis.call('HGET', KEYS[1], 'at')
if at then redis.call('HSET', KEYS[1], 'changed', 1) end
return at
""")

BEGIN_HOME: Final = finishing("""
-- KEYS home; ARGV now
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'at', ARGV[1])
redis.call('HDEL', KEYS[1], 'changed')
return 1
""")

TAKE: Final = finishing("""
-- KEYS index by time; ARGV up to, put off until, limit
local members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(members) do redis.call('ZADD', KEYS[1], 'XX', ARGV[2], member) end
return members
""")

ADD_POLL: Final = finishing("""
-- KEYS due, submitted, mark of the hastened; ARGV member, due at, submitted at
local hastened = redis.call('DEL', KEYS[3]) == 1
redis.call('ZADD', KEYS[1], 'NX', hastened and 0 or ARGV[2], ARGV[1])
redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[1])
""")

TAKE_POLLS: Final = finishing("""
-- KEYS due, submitted; ARGV now, early, put off until, size of a batch, most batches
-- Whole batches are taken: the last is filled with what is due until `early`.
local due = redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1])
local wanted = math.min(math.ceil(due / ARGV[4]), tonumber(ARGV[5])) * ARGV[4]
local members, since = {}, {}
if wanted > 0 then
  members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, wanted)
  for _, member in ipairs(members) do redis.call('ZADD', KEYS[1], 'XX', ARGV[3], member) end
  since = redis.call('ZMSCORE', KEYS[2], unpack(members))
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return {members, since, redis.call('ZCARD', KEYS[1]), first[2] or false}
""")

PUT_OFF_POLLS: Final = finishing("""
-- KEYS due, seen; ARGV until when they were taken, due at, seen at or nothing, members
-- What is due at another time than the taker made it was taken by another since, or hastened.
for index = 4, #ARGV do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[index])
  if score and ARGV[3] ~= '' then redis.call('HSET', KEYS[2], ARGV[index], ARGV[3]) end
  if score and tonumber(score) == tonumber(ARGV[1]) then redis.call('ZADD', KEYS[1], ARGV[2], ARGV[index]) end
end
""")

HASTEN_POLL: Final = finishing("""
-- KEYS due, mark of the hastened; ARGV member, now, how long to remember one that is not there
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score then
  redis.call('SET', KEYS[2], 1, 'EX', ARGV[3])
elseif tonumber(score) > tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
end
""")

SAVE_DRAFT: Final = """
-- KEYS draft, drafts by time, render; ARGV draft, time, id, ttl, most, what every draft's key begins with,
--   '1' when nothing in it would be missed: it is kept for its form, but takes no other draft's place
if redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
local kept = redis.call('ZSCORE', KEYS[2], ARGV[3])
if kept and tonumber(kept) > tonumber(ARGV[2]) then return 0 end  -- what was sent earlier and came later
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[4])
if ARGV[7] == '1' then
  redis.call('ZREM', KEYS[2], ARGV[3])
  return 1
end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[4])
local spare = redis.call('ZRANGE', KEYS[2], 0, -1 - ARGV[5])
for _, id in ipairs(spare) do
  redis.call('DEL', ARGV[6] .. id)
  redis.call('ZREM', KEYS[2], id)
end
return 1
"""

REPLACE_INSTALLATION: Final = finishing("""
-- KEYS installation, installations; ARGV revision that was seen, revision, sealed, id, time of the token's end
if redis.call('HGET', KEYS[1], 'revision') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'sealed', ARGV[3])
if ARGV[5] ~= '' then redis.call('ZADD', KEYS[2], ARGV[5], ARGV[4]) end
return 1
""")
