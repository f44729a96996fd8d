"""What is kept of one person: found by their id wherever it stands, and erased, or hidden where it has to stay."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

import structlog
from redis.asyncio import Redis

from bot.errors import StaleRecord
from bot.posting.announcement import AnnouncementState
from bot.posting.batch import Batch
from bot.posting.forgetting_wish import ForgetWish, Found
from bot.posting.posting import Posting
from bot.posting.unnaming import announcement_without, batch_without, is_about, render_without
from bot.rendering.ports import Clock
from bot.rendering.render import Render
from bot.store import keys
from bot.store.audit import Audit
from bot.store.connection import translated
from bot.store.erasing import key_batches, keys_of
from bot.store.hiding import Hiding
from bot.store.kinds import ALL, ANNOUNCEMENTS, BATCHES, POSTINGS, RENDERS, RUNS, WISHES
from bot.store.records import Kind, Records

PASSING: Final = frozenset({"direct", "person", "home"})
"""What is kept of a person only while they are seen: a step under way may have written it once more."""
_KINDS: Final[Mapping[str, Kind[Any]]] = {kind.name: kind for kind in ALL if kind is not WISHES}

log = structlog.get_logger("herald.store")


class PeopleTraces:
    """What is kept of the people of all workspaces."""

    def __init__(self, redis: Redis, audit: Audit, clock: Clock) -> None:
        self._redis = redis
        self._audit = audit
        self._clock = clock
        self._hiding = Hiding(redis, audit)

    async def erase_own(self, wish: ForgetWish) -> None:
        """Erase every key that is the person's alone, and note in the audit list that it was asked for."""
        await self._audit.note(wish.team_id, wish.id, "forgotten", "what is kept of them", wish.asked_at)
        await self._erase_keys(wish)
        await self._hiding.unsign_presets(wish.team_id, wish.id)

    async def find(self, wish: ForgetWish) -> Found:
        """The records that name the person, with the postings of their renders; raises StoreUnavailable."""
        found = Found()
        places: dict[str, list[Any]] = {
            RENDERS.name: found.renders,
            POSTINGS.name: found.postings,
            ANNOUNCEMENTS.name: found.announcements,
            BATCHES.name: found.batches,
            RUNS.name: found.runs,
        }
        async for kind, text in naming(self._redis, wish.team_id, wish.id):
            record = _KINDS[kind].readable(text)
            if record is None:
                log.warning("an unreadable record names a person who is to be forgotten", kind=kind)
            else:
                places[kind].append(record)
        return found

    async def erase(self, wish: ForgetWish, found: Found) -> int:
        """Erase the person's records that are over, and their name in others'; how many are left for later."""
        left = 0
        for render in found.own_renders(wish):
            left += await self._erase_render(render, found.postings_of(render))
        for announcement in found.own_announcements(wish):
            over = announcement.over or announcement.state is AnnouncementState.DRAFT
            left += await self._erase_if(ANNOUNCEMENTS, announcement, over=over)
        for batch in found.own_batches(wish):
            left += await self._erase_if(BATCHES, batch, over=batch.over)
        for posting in found.stray_postings(wish):
            left += await self._erase_if(POSTINGS, posting, over=posting.ended)
        for run in found.own_runs(wish):
            left += await self._erase_if(RUNS, run, over=run.over)
        return left + await self._erase_names(wish, found)

    async def hide(self, wish: ForgetWish) -> bool:
        """Put the person's pseudonym where money and permissions are kept; False if some of it has to wait."""
        await self._hiding.hide_consents(wish.team_id, wish.id)
        await self._audit.forget(wish.team_id, wish.id)
        return await self._hiding.hide_money(wish.team_id, wish.id, month=f"{self._clock():%Y-%m}")

    async def finish(self, wish: ForgetWish) -> None:
        """Erase what came up meanwhile, and the wish itself."""
        await self._erase_keys(wish, only=PASSING)
        await erase_record(self._redis, WISHES, wish.team_id, wish.id)

    async def _erase_keys(self, wish: ForgetWish, *, only: frozenset[str] = frozenset()) -> None:
        async for batch in own_keys(self._redis, wish.team_id, wish.id):
            names = [name for name in batch if not only or _kind(name) in only]
            if names:
                with translated():
                    await self._redis.unlink(*names)

    async def _erase_render(self, render: Render, postings: Sequence[Posting]) -> int:
        """A render goes with all its postings, once there is nothing left to be done about any of them."""
        if not RENDERS.over(render) or not all(posting.ended for posting in postings):
            return 1
        for posting in postings:
            await erase_record(self._redis, POSTINGS, posting.team_id, posting.id)
        await erase_record(self._redis, RENDERS, render.team_id, render.id)
        return 0

    async def _erase_if(self, kind: Kind[Any], record: Any, *, over: bool) -> int:
        if not over:
            return 1
        await erase_record(self._redis, kind, record.team_id, record.id)
        if kind is BATCHES:
            with translated():
                await self._redis.unlink(keys.mine(record.team_id, record.user_id, record.id))
        return 0

    async def _erase_names(self, wish: ForgetWish, found: Found) -> int:
        """In what others made; what is theirs alone, such as the clip for the person, is erased."""
        stand_in = await self._audit.pseudonym(wish.team_id, wish.id)
        left = 0
        for announcement in found.announcements:
            if announcement.user_id != wish.id:
                updates = announcement_without(announcement, wish.id)
                left += await self._change(ANNOUNCEMENTS, announcement, updates)
        for batch in found.batches:
            if batch.user_id != wish.id:
                left += await self._erase_clips(wish, batch)
        for render in found.renders:
            if render.user_id != wish.id:
                left += await self._change(RENDERS, render, render_without(render, wish.id, stand_in))
        return left

    async def _erase_clips(self, wish: ForgetWish, batch: Batch) -> int:
        updates = batch_without(batch, wish.id)
        if updates is not None:
            for row in batch.rows:
                if is_about(row, wish.id) and row.render_id is not None:
                    await erase_record(self._redis, RENDERS, batch.team_id, row.render_id)
                if is_about(row, wish.id) and row.posting_id is not None:
                    await erase_record(self._redis, POSTINGS, batch.team_id, row.posting_id)
        return await self._change(BATCHES, batch, updates)

    async def _change(self, kind: Kind[Any], record: Any, updates: Mapping[str, object] | None) -> int:
        if updates is None:
            return 1
        if updates:
            try:
                await Records(self._redis, kind).change(record, **updates)
            except StaleRecord:
                return 1
        return 0


async def naming(redis: Redis, team_id: str, user_id: str) -> AsyncIterator[tuple[str, str]]:
    """(kind, record) of each record in which the person's id stands; raises StoreUnavailable."""
    mark = f'"{user_id}"'
    async for names in key_batches(redis, keys_of(team_id, "*")):
        records = [name for name in names if _kind(name) in _KINDS]
        with translated():
            async with redis.pipeline(transaction=False) as pipe:
                for name in records:
                    pipe.hget(name, "record")
                texts = await pipe.execute()
        for name, text in zip(records, texts, strict=True):
            if text is not None and mark in str(text):
                yield _kind(name), str(text)


async def own_keys(redis: Redis, team_id: str, user_id: str) -> AsyncIterator[list[str]]:
    """The keys that are named after the person, but for their wish to be forgotten; a batch at a time."""
    wish = keys.record(team_id, WISHES.name, user_id)
    async for names in key_batches(redis, keys_of(team_id, f"*:{user_id}*")):
        yield [name for name in names if user_id in name.split(":")[3:] and name != wish]


async def erase_record(redis: Redis, kind: Kind[Any], team_id: str, record_id: str) -> None:
    """Erase a record, and count it as open no more; raises StoreUnavailable."""
    with translated():
        async with redis.pipeline(transaction=True) as pipe:
            pipe.unlink(keys.record(team_id, kind.name, record_id))
            for index in (keys.open_index(kind.name), keys.dead_index(kind.name)):
                pipe.zrem(index, f"{team_id}/{record_id}")
            await pipe.execute()


def _kind(name: str) -> str:
    return name.split(":", 3)[2]
