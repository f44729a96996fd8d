"""What a workspace's admins allow beside the service's catalogue: ids that only they know of."""

from collections.abc import Mapping
from typing import Final

from redis.asyncio import Redis

from bot.errors import InvalidField
from bot.store import keys
from bot.store.connection import translated

KINDS: Final = ("avatar", "voice", "language")
LONGEST_ID: Final = 150
LONGEST_LABEL: Final = 75
"""Slack takes no longer value and no longer text in an option."""
MOST_ALLOWED: Final = 500
"""In one workspace, all kinds together: they are held in memory and searched at each keystroke."""

Allowed = Mapping[str, Mapping[str, str]]
"""By kind, the ids and their labels; an id without a label of its own has an empty one."""


class AllowList:
    """The ids that a workspace may use although the catalogue does not list them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def allow(self, team_id: str, kind: str, id_: str, *, label: str = "") -> None:
        """Allow an id, or change its label.

        Raises InvalidField (`kind`, `id`, `label`) for what cannot be one, StoreUnavailable.
        """
        check_kind(kind)
        _check_text("id", id_, LONGEST_ID)
        if label:
            _check_text("label", label, LONGEST_LABEL)
        key, field = keys.allowed(team_id), f"{kind}/{id_}"
        with translated():
            full = await self._redis.hlen(key) >= MOST_ALLOWED and not await self._redis.hexists(key, field)
            if not full:
                await self._redis.hset(key, field, label)
        if full:
            raise InvalidField("id", f"{MOST_ALLOWED} ids are allowed already, which is the most: disallow some first.")

    async def disallow(self, team_id: str, kind: str, id_: str) -> bool:
        """Allow an id no longer; False when it was not allowed. Raises InvalidField (`kind`), StoreUnavailable."""
        check_kind(kind)
        with translated():
            return bool(await self._redis.hdel(keys.allowed(team_id), f"{kind}/{id_}"))

    async def has(self, team_id: str, kind: str, id_: str) -> bool:
        """Whether an id is allowed at this moment."""
        with translated():
            return bool(await self._redis.hexists(keys.allowed(team_id), f"{kind}/{id_}"))

    async def of(self, team_id: str) -> Allowed:
        """All that the workspace allows, each kind by id."""
        with translated():
            fields = await self._redis.hgetall(keys.allowed(team_id))
        found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        for field, label in sorted(fields.items()):
            kind, _, id_ = str(field).partition("/")
            found.setdefault(kind, {})[id_] = str(label)
        return found


def check_kind(kind: str) -> None:
    """Raise InvalidField for what is no kind of id."""
    if kind not in KINDS:
        raise InvalidField("kind", f"There is no kind {kind!r}: it is one of {', '.join(KINDS)}.")


def _check_text(field: str, text: str, longest: int) -> None:
    if not text.strip() or text != text.strip() or not text.isprintable():
        raise InvalidField(field, f"The {field} must be printable text on one line, without space at its ends.")
    if len(text) > longest:
        raise InvalidField(field, f"The {field} has {len(text)} characters; {longest} is the most.")
