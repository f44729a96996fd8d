"""The workspaces' policies: read at each request, so held in memory for some seconds; each change is audited."""

import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis

from bot.errors import InvalidField, RecordUnreadable, Refusal
from bot.policy import Policy
from bot.store import keys, lua_policy
from bot.store.audit import TTL_SECONDS, Audit
from bot.store.connection import translated

HELD_SECONDS: Final = 5.0
"""For how long another process may go by what was; budgets are read from Redis at each acceptance."""
HELD_AT_MOST: Final = 1_000
SHOWN_AT_MOST: Final = 10
ATTEMPTS: Final = 3

log = structlog.get_logger("herald.store")


@dataclass(frozen=True)
class KeptPolicy:
    """A policy, and which version of it this is: 0 while nobody decided anything."""

    policy: Policy
    version: int


class Policies:
    """What the admins of all workspaces decided."""

    def __init__(
        self, redis: Redis, audit: Audit | None = None, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._redis = redis
        self._audit = audit or Audit(redis)
        self._monotonic = monotonic
        self._change = redis.register_script(lua_policy.CHANGE_POLICY)
        self._held: OrderedDict[str, tuple[Policy, float]] = OrderedDict()

    async def get(self, team_id: str) -> Policy:
        """The policy, at most some seconds old; raises StoreUnavailable, RecordUnreadable."""
        held = self._held.get(team_id)
        if held is not None and self._monotonic() < held[1]:
            return held[0]
        return (await self.current(team_id)).policy

    async def current(self, team_id: str) -> KeptPolicy:
        """The policy as it is now; likewise."""
        with translated():
            fields = await self._redis.hgetall(keys.policy(team_id))
        return self.remember(team_id, fields)

    def remember(self, team_id: str, fields: Mapping[Any, Any]) -> KeptPolicy:
        """Hold what somebody read of the workspace's policy together with something else; raises RecordUnreadable."""
        kept = _read(team_id, fields)
        self._held[team_id] = (kept.policy, self._monotonic() + HELD_SECONDS)
        self._held.move_to_end(team_id)
        while len(self._held) > HELD_AT_MOST:
            self._held.popitem(last=False)
        return kept

    async def change(
        self, team_id: str, updates: Mapping[str, object], *, actor: str, at: datetime, seen: int | None = None
    ) -> Sequence[str]:
        """Set these fields; returns the names of those that are other than before, each with a line in the audit list.

        `seen` is the version that `actor` decided on. The same once more changes nothing. Raises InvalidField (with
        the field), Refusal where somebody else changed something since, StoreUnavailable, RecordUnreadable.
        """
        for _ in range(ATTEMPTS):
            kept = await self.current(team_id)
            before, after = _dumped(kept.policy), _dumped(_checked(kept.policy, updates))
            changed = [name for name in updates if before[name] != after[name]]
            if not changed:
                return []
            if seen is not None and seen != kept.version:
                break
            if await self._store(team_id, kept.version, _Changes(changed, before, after), actor=actor, at=at):
                return changed
        raise Refusal("Somebody else changed the settings meanwhile. This is what they are now.")

    async def _store(self, team_id: str, version: int, changes: "_Changes", *, actor: str, at: datetime) -> bool:
        """Store the changes and their lines in the audit list; False where another version is there by now."""
        defaults, lines, people = _dumped(Policy()), list[str](), list[str]()
        for name in changes.names:
            before, after = changes.before[name], changes.after[name]
            told = f"{name}: {_shown(name, before)} → {_shown(name, after)}"
            hidden, named = await self._audit.hide(team_id, told)
            lines += [name, "" if after == defaults[name] else after, hidden]
            people += named
        pseudonym = await self._audit.pseudonym(team_id, actor)
        args: list[str | int] = [secrets.token_hex(8), version, pseudonym, actor, at.isoformat(), TTL_SECONDS]
        args += [len(people), *people, *lines]
        places = [keys.policy(team_id), keys.audit(team_id), keys.audit_people(team_id)]
        with translated():
            outcome = await self._change(keys=places, args=args)
        self._held.pop(team_id, None)
        return bool(outcome == "changed")


@dataclass(frozen=True)
class _Changes:
    """The fields that are other than before, and all fields before and after, as JSON."""

    names: Sequence[str]
    before: Mapping[str, str]
    after: Mapping[str, str]


def _read(team_id: str, fields: Mapping[Any, Any]) -> KeptPolicy:
    try:
        decided = {name: json.loads(text) for name, text in fields.items() if name not in {"version", "op"}}
        return KeptPolicy(Policy.model_validate(decided), int(fields.get("version", 0)))
    except ValueError:  # never taken for "nothing set": that would let in what was shut out
        log.error("policy unreadable", team_id=team_id)
        raise RecordUnreadable("the workspace's settings") from None


def _checked(policy: Policy, updates: Mapping[str, object]) -> Policy:
    try:
        return Policy.model_validate({**policy.model_dump(), **updates})
    except ValidationError as error:
        first = error.errors()[0]
    raise InvalidField(str(first["loc"][0]), f"This is not a value that can be used: {first['msg']}.")


def _dumped(policy: Policy) -> dict[str, str]:
    fields: dict[str, Any] = policy.model_dump(mode="json")
    return {name: json.dumps(value, sort_keys=True, ensure_ascii=False) for name, value in fields.items()}


def _shown(name: str, text: str) -> str:
    """A value as it stands in the audit list; people as `<@U0123>`, and nothing else looks like that."""
    text = text.replace("<", "‹").replace(">", "›")
    value = json.loads(text)
    if value is None or value in ([], {}):
        return "not set"
    if isinstance(value, dict):
        value = [f"{key} = {said}" for key, said in value.items()]
    if isinstance(value, list):
        named = [f"<@{entry}>" if name.endswith("_ids") else str(entry) for entry in value]
        more = len(named) - SHOWN_AT_MOST
        return ", ".join(named[:SHOWN_AT_MOST]) + (f" and {more} more" if more > 0 else "")
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
