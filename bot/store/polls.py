"""When each task under way is next asked about: Redis sorted sets by due time and by submission, and a hash."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from redis.asyncio import Redis

from bot.rendering.ports import PollEntry, Taken
from bot.store import keys, lua
from bot.store.connection import translated

log = structlog.get_logger("herald.store")


class Polls:
    """The index of due polls; what it loses, the reconciler puts back."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._add = redis.register_script(lua.ADD_POLL)
        self._take = redis.register_script(lua.TAKE_POLLS)
        self._put_off = redis.register_script(lua.PUT_OFF_POLLS)
        self._hasten = redis.register_script(lua.HASTEN_POLL)

    async def add(self, entry: PollEntry, due: datetime) -> None:
        """Ask about the task at `due`, or at once when it was hastened before; does nothing for one that is there."""
        since = entry.submitted_at.timestamp()
        with translated():
            await self._add(
                keys=[keys.POLLS, keys.POLLS_SUBMITTED, keys.hastened(entry.task_uuid)],
                args=[_member(entry.team_id, entry.render_id, entry.task_uuid), due.timestamp(), since],
            )

    async def take(self, *, now: datetime, lease: timedelta, early: timedelta, batch: int, batches: int) -> Taken:
        """The tasks that are due, put off by `lease` so that they come back if the taker dies."""
        until = now + lease
        with translated():
            members, since, in_flight, next_due = await self._take(
                keys=[keys.POLLS, keys.POLLS_SUBMITTED],
                args=[now.timestamp(), (now + early).timestamp(), until.timestamp(), batch, batches],
            )
            read = {member: _entry(member, at) for member, at in zip(members, since, strict=True)}
            unreadable = [member for member, entry in read.items() if entry is None]
            if unreadable:  # they would come back for ever; the reconciler adds what is missed
                log.error("polls unreadable", members=unreadable)
                await self._forget(unreadable)
        entries = tuple(entry for entry in read.values() if entry is not None)
        return Taken(entries, until, in_flight, None if next_due is None else _at(next_due))

    async def put_off(
        self, taken: Taken, entries: Sequence[PollEntry], *, due: datetime, seen_at: datetime | None
    ) -> None:
        """Ask about these of `taken` again at `due`, but for those that were taken or hastened since."""
        args: list[str | float] = [taken.until.timestamp(), due.timestamp()]
        args.append("" if seen_at is None else seen_at.timestamp())
        args += [_member(entry.team_id, entry.render_id, entry.task_uuid) for entry in entries]
        with translated():
            await self._put_off(keys=[keys.POLLS, keys.POLLS_SEEN], args=args)

    async def hasten(self, team_id: str, render_id: str, task_uuid: UUID, *, now: datetime) -> None:
        """Make the task due `now`; remembered for a while when it is not there yet."""
        args: list[str | float] = [_member(team_id, render_id, task_uuid), now.timestamp()]
        args.append(int(keys.HASTENED_TTL.total_seconds()))
        with translated():
            await self._hasten(keys=[keys.POLLS, keys.hastened(task_uuid)], args=args)

    async def last_seen(self, entry: PollEntry) -> datetime | None:
        """When the service last said that the task is processing."""
        member = _member(entry.team_id, entry.render_id, entry.task_uuid)
        with translated():
            seen = await self._redis.hget(keys.POLLS_SEEN, member)
        return None if seen is None else _at(str(seen))

    async def drop(self, entry: PollEntry) -> None:
        """Ask about the task no more."""
        with translated():
            await self._forget([_member(entry.team_id, entry.render_id, entry.task_uuid)])

    async def _forget(self, members: Sequence[str]) -> None:
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.zrem(keys.POLLS, *members)
            pipe.zrem(keys.POLLS_SUBMITTED, *members)
            pipe.hdel(keys.POLLS_SEEN, *members)
            await pipe.execute()


def _member(team_id: str, render_id: str, task_uuid: UUID) -> str:
    return f"{team_id}/{render_id}/{task_uuid}"


def _entry(member: str, since: str | None) -> PollEntry | None:
    try:
        team_id, render_id, task_uuid = member.split("/")
        return None if since is None else PollEntry(team_id, render_id, UUID(task_uuid), _at(since))
    except ValueError:
        return None


def _at(timestamp: str) -> datetime:
    return datetime.fromtimestamp(float(timestamp), UTC)
