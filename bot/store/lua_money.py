"""The Lua scripts of money: a render's acceptance, which reserves, and its settlement; see `lua` on operation ids."""

from typing import Final

from bot.store.room import finishing

ACCEPT: Final = """
-- KEYS render, budget, ledger, open index, last choices, the draft it was, drafts by time, budget by person, history,
--   policy, budget by channel, pauses, what workspaces that left had spent, its salt
-- ARGV op, record, state, member, reserve, limit, record ttl, money ttl, id, choices, choices ttl, person, time,
--   most of the history, channel, team, trace or nothing
if redis.call('EXISTS', KEYS[1]) == 1 then
  if redis.call('HGET', KEYS[1], 'op') == ARGV[1] then return {'accepted', 0} end
  return {'known', 0}
end
local pauses = redis.call('HMGET', KEYS[12], '*', ARGV[16])
if pauses[1] or pauses[2] then return {'paused', 0, pauses[1] or pauses[2]} end
local reserve = tonumber(ARGV[5])
local function decided(field)  -- by the admins, in dollars; what cannot be read is nothing, and never no limit
  local text = redis.call('HGET', KEYS[10], field)
  return text and math.floor((tonumber((string.gsub(text, '"', ''))) or 0) * 1000000 + 0.5)
end
local function left(limit, key, suffix)
  local sums = redis.call('HMGET', key, 'spent' .. suffix, 'reserved' .. suffix)
  return limit - (sums[1] or 0) - (sums[2] or 0)
end
local salt = redis.call('GET', KEYS[14])
local before = salt and redis.call('HGET', KEYS[13], redis.sha1hex(salt .. ARGV[16])) or 0
local stop = tonumber(ARGV[6]) - before
local limits = {
  {'workspace', math.min(stop, decided('monthly_budget') or stop), KEYS[2], ''},
  {'person', decided('person_budget'), KEYS[8], '/' .. ARGV[12]},
  {'channel', ARGV[15] ~= 'direct' and decided('channel_budget'), KEYS[11], '/' .. ARGV[15]},
}
for _, limit in ipairs(limits) do
  local rest = limit[2] and left(limit[2], limit[3], limit[4])
  if rest and reserve > rest then return {'over', rest, limit[1]} end
end
local now = redis.call('TIME')
redis.call('HSET', KEYS[1], 'version', 1, 'op', ARGV[1], 'state', ARGV[3], 'record', ARGV[2], 'at', now[1])
redis.call('HSET', KEYS[1], 'since', now[1] .. string.format('.%06d', now[2]))
if ARGV[17] ~= '' then redis.call('HSET', KEYS[1], 'trace', ARGV[17]) end
redis.call('EXPIRE', KEYS[1], ARGV[7])
redis.call('HINCRBY', KEYS[2], 'reserved', reserve)
redis.call('EXPIRE', KEYS[2], ARGV[8])
redis.call('HSET', KEYS[3], ARGV[9], 'reserved:' .. ARGV[5] .. ':' .. ARGV[12] .. ':' .. ARGV[15])
redis.call('EXPIRE', KEYS[3], ARGV[8])
redis.call('ZADD', KEYS[4], now[1], ARGV[4])
redis.call('SET', KEYS[5], ARGV[10], 'EX', ARGV[11])
redis.call('DEL', KEYS[6])
redis.call('ZREM', KEYS[7], ARGV[9])
redis.call('HINCRBY', KEYS[8], 'reserved/' .. ARGV[12], reserve)
redis.call('EXPIRE', KEYS[8], ARGV[8])
redis.call('HINCRBY', KEYS[11], 'reserved/' .. ARGV[15], reserve)
redis.call('EXPIRE', KEYS[11], ARGV[8])
redis.call('ZADD', KEYS[9], ARGV[13], ARGV[9])
redis.call('ZREMRANGEBYRANK', KEYS[9], 0, -1 - ARGV[14])
redis.call('EXPIRE', KEYS[9], ARGV[7])
return {'accepted', 0}
"""

SETTLE: Final = finishing("""
-- KEYS budget, ledger, budget by person, budget by channel; ARGV id, amount, person, money ttl, channel
local entry = redis.call('HGET', KEYS[2], ARGV[1])
if not entry then return 'missing' end
local reserved, whose = string.match(entry, '^reserved:(%d+)(.*)$')
if not reserved then return 'known' end
redis.call('HINCRBY', KEYS[1], 'spent', ARGV[2])  -- first: an amount out of range fails before anything is changed
redis.call('HINCRBY', KEYS[1], 'reserved', -tonumber(reserved))
for key, of in pairs({[KEYS[3]] = ARGV[3], [KEYS[4]] = ARGV[5]}) do
  redis.call('HINCRBY', key, 'spent/' .. of, ARGV[2])
  if key == KEYS[3] or whose ~= '' then  -- earlier versions did not count by channel when they reserved
    redis.call('HINCRBY', key, 'reserved/' .. of, -tonumber(reserved))
  end
  if tonumber(ARGV[2]) > 0 then redis.call('HINCRBY', key, 'videos/' .. of, 1) end
  redis.call('EXPIRE', key, ARGV[4])
end
redis.call('HSET', KEYS[2], ARGV[1], 'settled:' .. reserved .. ':' .. ARGV[2] .. whose)
return 'settled'
""")
