"""The installations in Redis, sealed; and what a person who installs Herald carries from page to page."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import LockError

from bot.errors import RecordUnreadable, SealBroken
from bot.installation import Installation
from bot.store import keys, lua
from bot.store.connection import translated
from bot.store.sealing import Sealer

RENEWING_SECONDS: Final = 20
"""How long one process may take to renew a token before another may try."""
_NEVER: Final = float("inf")


@dataclass(frozen=True)
class Resealed:
    """How many installations there are: resealed now, as they should be already, and those that do not open."""

    resealed: int
    current: int
    broken: tuple[str, ...]


class Installations:
    """Where installations are kept.

    Raises StoreUnavailable, SealBroken for what opens with no key, RecordUnreadable for one of an unknown form.
    """

    def __init__(self, redis: Redis, sealer: Sealer) -> None:
        self._redis = redis
        self._sealer = sealer
        self._replace = redis.register_script(lua.REPLACE_INSTALLATION)

    async def get(self, place_id: str) -> Installation | None:
        """The installation in this workspace or organisation itself."""
        with translated():
            sealed = await self._redis.hget(keys.installation(place_id), "sealed")
        return None if sealed is None else self._open(place_id, str(sealed))

    async def installed_at(self, place_id: str) -> datetime | None:
        """When Herald was installed there; None where it is not, and where that cannot be read: it can be erased."""
        try:
            found = await self.get(place_id)
        except (SealBroken, RecordUnreadable):
            return None
        return None if found is None else found.installed_at

    async def find(self, team_id: str, enterprise_id: str | None = None) -> Installation | None:
        """The installation that serves a workspace: its own, else that of its organisation.

        `enterprise_id` is what a verified request said; it is remembered for those who know the workspace alone.
        """
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.hget(keys.installation(team_id), "sealed")
                pipe.get(keys.organisation(team_id))
                sealed, organisation = await pipe.execute()
        if sealed is not None:
            return self._open(team_id, str(sealed))
        place_id = enterprise_id or organisation
        found = None if place_id is None else await self.get(str(place_id))
        if found is None or not found.org_wide:
            return None
        if enterprise_id is not None:
            await self._remember(team_id, enterprise_id)
        return found

    async def save(self, installation: Installation) -> None:
        """Keep an installation, in the place of an earlier one."""
        sealed = self._seal(installation)
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.hset(
                    keys.installation(installation.id), mapping={"revision": installation.revision, "sealed": sealed}
                )
                pipe.zadd(keys.INSTALLATIONS, {installation.id: _end(installation)})
                await pipe.execute()

    async def replace(self, seen: Installation, new: Installation) -> bool:
        """Keep `new` in the place of `seen`; False, changing nothing, when that is no longer what is kept."""
        return await self._swap(new.id, seen.revision, (new.revision, self._seal(new)), end=str(_end(new)))

    async def remove(self, place_id: str) -> None:
        """Keep the installation no more."""
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(keys.installation(place_id), keys.members(place_id))
                pipe.zrem(keys.INSTALLATIONS, place_id)
                await pipe.execute()

    async def leave_organisation(self, team_id: str, enterprise_id: str) -> None:
        """Let the organisation's installation serve the workspace no more."""
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(keys.organisation(team_id))
                pipe.srem(keys.members(enterprise_id), team_id)
                await pipe.execute()

    async def members(self, enterprise_id: str) -> Sequence[str]:
        """The workspaces that an organisation's installation has served."""
        with translated():
            return sorted(map(str, await self._redis.smembers(keys.members(enterprise_id))))

    async def ids(self) -> Sequence[str]:
        """Every place where Herald is installed."""
        with translated():
            return [str(place) for place in await self._redis.zrange(keys.INSTALLATIONS, 0, -1)]

    async def ending(self, before: datetime) -> Sequence[str]:
        """The installations whose tokens end before then."""
        with translated():
            found = await self._redis.zrangebyscore(keys.INSTALLATIONS, "-inf", before.timestamp())
        return [str(place) for place in found]

    @asynccontextmanager
    async def renewing(self, place_id: str) -> AsyncIterator[bool]:
        """Whether this process alone may renew the installation's token while the block runs."""
        lock = self._redis.lock(keys.renewing(place_id), timeout=RENEWING_SECONDS, blocking=False)
        with translated():
            mine = bool(await lock.acquire())
        try:
            yield mine
        finally:
            if mine:
                with translated(), suppress(LockError):  # it took longer than it may: by now another has it
                    await lock.release()

    async def reseal(self) -> Resealed:
        """Seal anew, with the first key, whatever is not; harmless beside everything else that goes on."""
        resealed, current, broken = 0, 0, []
        for place_id in await self.ids():
            try:
                done = await self._reseal(place_id)
            except SealBroken:
                broken.append(place_id)
                continue
            resealed += done
            current += not done
        return Resealed(resealed, current, tuple(broken))

    async def _reseal(self, place_id: str) -> bool:
        """Whether there was something to do; what somebody else changed meanwhile is looked at again."""
        while True:
            with translated():
                revision, sealed = await self._redis.hmget(keys.installation(place_id), ["revision", "sealed"])
            if sealed is None or self._sealer.is_current(place_id, str(sealed)):
                return False
            anew = self._sealer.seal(place_id, self._sealer.open(place_id, str(sealed)))
            if await self._swap(place_id, str(revision), (str(revision), anew), end=""):
                return True

    async def _swap(self, place_id: str, seen: str, new: tuple[str, str], *, end: str) -> bool:
        """`seen` is a revision; `new` is one, with what is sealed."""
        names = [keys.installation(place_id), keys.INSTALLATIONS]
        with translated():
            return bool(await self._replace(keys=names, args=[seen, *new, place_id, end]))

    async def _remember(self, team_id: str, enterprise_id: str) -> None:
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(keys.organisation(team_id), enterprise_id, ex=keys.ORGANISATION_TTL)
                pipe.sadd(keys.members(enterprise_id), team_id)
                await pipe.execute()

    def _seal(self, installation: Installation) -> str:
        return self._sealer.seal(installation.id, installation.model_dump_json())

    def _open(self, place_id: str, sealed: str) -> Installation:
        opened = self._sealer.open(place_id, sealed)
        try:
            return Installation.model_validate_json(opened)
        except ValidationError:
            raise RecordUnreadable(f"installation {place_id}") from None


class InstallStates:
    """The states of people who are installing Herald: each holds for ten minutes, once, in the browser it began in."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def issue(self, state: str, browser: str) -> None:
        """Remember that this browser begins with this state."""
        with translated():
            await self._redis.set(keys.install_state(_digest(state)), _digest(browser), ex=keys.STATE_TTL)

    async def take(self, state: str, browser: str) -> bool | None:
        """Whether this browser began with the state, which holds no more; None for one that does not hold."""
        with translated():
            begun = await self._redis.getdel(keys.install_state(_digest(state)))
        return None if begun is None else str(begun) == _digest(browser)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _end(installation: Installation) -> float:
    return _NEVER if installation.expires_at is None else installation.expires_at.timestamp()
