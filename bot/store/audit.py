"""The audit list of a workspace: who did what and when; append-only, bounded in time, people as pseudonyms.

Which pseudonym is whose stands beside the list, and not in it: a person who is forgotten is dropped from there, so
that what they did stays on the list as done by somebody.
"""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redis.asyncio import Redis

from bot.store import keys, lua_policy
from bot.store.connection import translated

TTL_SECONDS: Final = int(keys.AUDIT_TTL.total_seconds())
LONGEST_ABOUT: Final = 1_000
_SECRETS_AT_MOST: Final = 1_000
_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]+)>")
_PSEUDONYM: Final = re.compile(r"<@(p-[0-9a-f]{20})>")


@dataclass(frozen=True)
class Entry:
    """One line of the list; `who` is None where the person was forgotten. `about` has people as `<@U0123>`."""

    id: str
    at: datetime
    who: str | None
    what: str
    about: str


@dataclass(frozen=True)
class Page:
    """Some of the list, the newest first; `older` continues it, None where it ends."""

    entries: Sequence[Entry]
    older: str | None


class Audit:
    """Writes and reads the lists of all workspaces."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._note = redis.register_script(lua_policy.NOTE)
        self._secrets: OrderedDict[str, bytes] = OrderedDict()

    async def note(self, team_id: str, actor: str, what: str, about: str, at: datetime) -> None:
        """Add a line: `actor` (a person's id) did `what`, a word or two, to `about`; raises StoreUnavailable.

        `about` never has a script's text; people stand in it as `<@U0123>`.
        """
        pseudonym = await self.pseudonym(team_id, actor)
        hidden, people = await self.hide(team_id, about)
        args: list[str | int] = [secrets.token_hex(8), pseudonym, actor, at.isoformat(), what, hidden, TTL_SECONDS]
        with translated():
            await self._note(keys=[keys.audit(team_id), keys.audit_people(team_id)], args=[*args, *people])

    async def hide(self, team_id: str, about: str) -> tuple[str, Sequence[str]]:
        """A text as it may stand in the list, and the pseudonyms in it, each followed by its person's id."""
        pseudonyms = {user_id: await self.pseudonym(team_id, user_id) for user_id in set(_PERSON.findall(about))}
        hidden = _PERSON.sub(lambda found: f"<@{pseudonyms[found[1]]}>", about)
        return hidden[:LONGEST_ABOUT], [text for user_id, name in pseudonyms.items() for text in (name, user_id)]

    async def page(self, team_id: str, *, limit: int, before: str | None = None) -> Page:
        """The newest lines, or those older than `before` (a page's `older`)."""
        newest = "+" if before is None else f"({before}"
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.xrevrange(keys.audit(team_id), max=newest, count=limit + 1)
                pipe.hgetall(keys.audit_people(team_id))
                found, people = await pipe.execute()
        entries = [_entry(str(id_), fields, people) for id_, fields in found[:limit]]
        return Page(entries, entries[-1].id if len(found) > limit else None)

    async def forget(self, team_id: str, user_id: str) -> None:
        """Let nobody read any more which lines are this person's."""
        with translated():
            await self._redis.hdel(keys.audit_people(team_id), await self.pseudonym(team_id, user_id))

    async def pseudonym(self, team_id: str, user_id: str) -> str:
        """What stands for a person in the workspace's list: a hash that only its own key makes."""
        secret = self._secrets.get(team_id) or await self._read_secret(team_id)
        return "p-" + hmac.new(secret, user_id.encode(), hashlib.sha256).hexdigest()[:20]

    async def _read_secret(self, team_id: str) -> bytes:
        key = keys.audit_secret(team_id)
        with translated():
            secret = await self._redis.getex(key, ex=2 * TTL_SECONDS)
            if secret is None:
                await self._redis.set(key, secrets.token_hex(32), nx=True, ex=2 * TTL_SECONDS)
                secret = await self._redis.get(key)
        self._secrets[team_id] = str(secret).encode()
        while len(self._secrets) > _SECRETS_AT_MOST:
            self._secrets.popitem(last=False)
        return self._secrets[team_id]


def _entry(id_: str, fields: dict[str, str], people: dict[str, str]) -> Entry:
    def named(found: re.Match[str]) -> str:
        known = people.get(found[1])
        return f"<@{known}>" if known else "somebody who was forgotten"

    return Entry(
        id=id_,
        at=datetime.fromisoformat(fields["at"]),
        who=people.get(fields["who"]),
        what=fields["what"],
        about=_PSEUDONYM.sub(named, fields["about"]),
    )
