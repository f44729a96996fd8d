"""A pseudonym in the place of a person who was forgotten, where something has to stay: money, permissions, presets."""

import json
from typing import Final

from pydantic import ValidationError
from redis.asyncio import Redis

from bot.store import keys
from bot.store.audit import Audit
from bot.store.connection import translated
from bot.store.consents import KeptConsent
from bot.store.erasing import key_batches, keys_of
from bot.store.room import finishing

_HIDE_MONEY: Final = finishing("""
-- KEYS ledger, budget by person; ARGV person, pseudonym
local own = {}
local entries = redis.call('HGETALL', KEYS[1])
for index = 1, #entries, 2 do
  local head, whose, place = string.match(entries[index + 1], '^(.-):([^:]+):([^:]+)$')
  if whose == ARGV[1] then
    if string.sub(head, 1, 8) == 'reserved' then return 1 end
    own[#own + 1] = {entries[index], head .. ':' .. ARGV[2] .. ':' .. place}
  end
end
for _, entry in ipairs(own) do redis.call('HSET', KEYS[1], entry[1], entry[2]) end
for _, what in ipairs({'spent/', 'reserved/', 'videos/'}) do
  local kept = redis.call('HGET', KEYS[2], what .. ARGV[1])
  if kept then
    redis.call('HINCRBY', KEYS[2], what .. ARGV[2], kept)
    redis.call('HDEL', KEYS[2], what .. ARGV[1])
  end
end
return 0
""")
"""All of a month, or nothing while money is still reserved for the person."""


class Hiding:
    """Replaces people's ids by their pseudonyms of the audit list."""

    def __init__(self, redis: Redis, audit: Audit) -> None:
        self._redis = redis
        self._audit = audit
        self._hide_money = redis.register_script(_HIDE_MONEY)

    async def hide_money(self, team_id: str, user_id: str, *, month: str) -> bool:
        """In every month's ledger and sums; False if some has to wait. Raises StoreUnavailable.

        The sums of `month`, the running one, stay where the admins gave each person a budget: forgetting is no way
        around it.
        """
        pseudonym = await self._audit.pseudonym(team_id, user_id)
        limited = await self._has_budgets(team_id)
        done = True
        async for names in key_batches(self._redis, keys_of(team_id, "ledger:*")):
            for name in names:
                its_month = name.rpartition(":")[2]
                if limited and its_month == month and await self._is_counted(team_id, user_id, month):
                    done = False
                    continue
                places = [keys.ledger(team_id, its_month), keys.budget_by_person(team_id, its_month)]
                with translated():
                    done = not await self._hide_money(keys=places, args=[user_id, pseudonym]) and done
        return done

    async def hide_consents(self, team_id: str, user_id: str) -> None:
        """In what is on record of permissions, asked for or given; raises StoreUnavailable."""
        pseudonym = await self._audit.pseudonym(team_id, user_id)
        async for names in key_batches(self._redis, keys_of(team_id, "consent:*")):
            with translated():
                texts = await self._redis.mget(names)
                for name, text in zip(names, texts, strict=True):
                    hidden = _hidden(text, user_id, pseudonym)
                    if hidden is not None:
                        await self._redis.set(name, hidden, keepttl=True, xx=True)

    async def unsign_presets(self, team_id: str, user_id: str) -> None:
        """What they shared with the workspace stays its own, and no longer says who made it."""
        place = keys.presets(team_id)
        pseudonym = await self._audit.pseudonym(team_id, user_id)
        with translated():
            for preset_id, text in (await self._redis.hgetall(place)).items():
                fields = json.loads(text)
                if fields.get("maker_id") == user_id:
                    await self._redis.hset(place, preset_id, json.dumps({**fields, "maker_id": pseudonym}))

    async def _has_budgets(self, team_id: str) -> bool:
        with translated():
            return bool(await self._redis.hexists(keys.policy(team_id), "person_budget"))

    async def _is_counted(self, team_id: str, user_id: str, month: str) -> bool:
        with translated():
            own = await self._redis.hmget(
                keys.budget_by_person(team_id, month), [f"spent/{user_id}", f"reserved/{user_id}"]
            )
        return any(int(amount or 0) for amount in own)


def _hidden(text: object, user_id: str, pseudonym: str) -> str | None:
    """The permission with the pseudonym in it; None where the person is not in it."""
    if text is None or f'"{user_id}"' not in str(text):
        return None
    try:
        kept = KeptConsent.model_validate_json(str(text))
    except ValidationError:
        return None
    ids = {name: pseudonym for name in ("requester_id", "person_id") if getattr(kept, name) == user_id}
    return kept.model_copy(update=ids).model_dump_json()
