"""Drafts in Redis: the newest of each person, so that nothing typed is lost."""

from collections.abc import Sequence
from typing import Final

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis

from bot.rendering.draft import Draft
from bot.store import keys, lua
from bot.store.connection import translated

KEPT_AT_MOST: Final = 20
"""Of one person; the oldest goes when there are more."""

log = structlog.get_logger("herald.store")


class Drafts:
    """The drafts of everybody."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._save = redis.register_script(lua.SAVE_DRAFT)

    async def save(self, draft: Draft) -> None:
        """Keep the draft as it is now, as the person's newest; a draft that became a render is not kept again.

        One that is empty is found by its id alone: what was chosen in a form is there when it is handed in.
        """
        team_id, user_id = draft.team_id, draft.user_id
        draft_keys = [
            keys.draft(team_id, user_id, draft.id),
            keys.drafts(team_id, user_id),
            keys.record(team_id, "render", draft.id),
        ]
        args: list[str | int | float] = [
            draft.model_dump_json(exclude_none=True),
            draft.updated_at.timestamp(),
            draft.id,
            int(keys.DRAFT_TTL.total_seconds()),
            KEPT_AT_MOST,
            keys.draft(team_id, user_id, ""),
            "1" if draft.empty else "0",
        ]
        with translated():
            await self._save(keys=draft_keys, args=args)

    async def get(self, team_id: str, user_id: str, draft_id: str) -> Draft | None:
        """The person's draft; None where there is none (any more), or only somebody else's."""
        with translated():
            text = await self._redis.get(keys.draft(team_id, user_id, draft_id))
        return _read(text)

    async def newest(self, team_id: str, user_id: str, limit: int) -> Sequence[Draft]:
        """The person's drafts that have something in them, the newest first."""
        with translated():
            ids = await self._redis.zrevrange(keys.drafts(team_id, user_id), 0, limit - 1)
            if not ids:
                return []
            texts = await self._redis.mget([keys.draft(team_id, user_id, str(id_)) for id_ in ids])
        return [draft for draft in map(_read, texts) if draft is not None]

    async def drop(self, team_id: str, user_id: str, draft_id: str) -> None:
        """Keep the draft no more."""
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(keys.draft(team_id, user_id, draft_id))
                pipe.zrem(keys.drafts(team_id, user_id), draft_id)
                await pipe.execute()


def _read(text: object) -> Draft | None:
    if text is None:
        return None
    try:
        return Draft.model_validate_json(str(text))
    except ValidationError:
        log.warning("draft unreadable")  # written by a version that knew other drafts
        return None
