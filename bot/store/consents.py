"""Who allowed what to be made of their picture: kept beyond the videos, with no script and no picture in it."""

import hashlib
from datetime import datetime
from typing import Final, Protocol, Self

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError
from redis.asyncio import Redis

from bot.rendering.consent import ConsentState
from bot.rendering.media import file_id_of
from bot.rendering.render import Render
from bot.store import keys
from bot.store.connection import translated

AUDITED: Final = {
    ConsentState.ALLOWED: "photo allowed",
    ConsentState.DECLINED: "photo declined",
    ConsentState.EXPIRED: "photo request expired",
    ConsentState.WITHDRAWN: "photo request called off",
}
"""What the audit list says of each outcome."""

log = structlog.get_logger("herald.store")


class AuditList(Protocol):
    """The workspace's audit list."""

    async def note(self, team_id: str, actor: str, what: str, about: str, at: datetime) -> None:
        """Add a line."""


class KeptConsent(BaseModel):
    """One outcome: `script_digest` is the SHA-256 of the script that the person saw, by which it is known again."""

    model_config = ConfigDict(frozen=True)

    render_id: str
    requester_id: str
    person_id: str
    state: ConsentState
    picture_id: str
    script_digest: str
    decided_at: datetime

    @classmethod
    def of(cls, render: Render) -> Self:
        """What is kept of a render's permission; ValueError while there is no outcome."""
        consent = render.consent
        if consent is None or consent.decided_at is None:
            raise ValueError(f"render {render.id} has no outcome of a permission")
        return cls(
            render_id=render.id,
            requester_id=render.user_id,
            person_id=consent.person_id,
            state=consent.state,
            picture_id=file_id_of(render.choices.image or ""),
            script_digest=hashlib.sha256(render.script.encode()).hexdigest(),
            decided_at=consent.decided_at,
        )


class Consents:
    """The outcomes, by render."""

    def __init__(self, redis: Redis, audit: AuditList) -> None:
        self._redis = redis
        self._audit = audit

    async def keep(self, render: Render) -> None:
        """Put the outcome on record; what is there already stays as it is. Raises StoreUnavailable."""
        kept = KeptConsent.of(render)
        place = keys.consent(render.team_id, render.id)
        with translated():
            if await self._redis.exists(place):
                return
        by_requester = {ConsentState.WITHDRAWN, ConsentState.EXPIRED}
        actor = kept.requester_id if kept.state in by_requester else kept.person_id
        other = kept.person_id if kept.state in by_requester else kept.requester_id
        about = (
            f"video {render.id[:8]} with <@{other}>" if actor != other else f"video {render.id[:8]}, their own photo"
        )
        await self._audit.note(render.team_id, actor, AUDITED[kept.state], about, kept.decided_at)
        with translated():  # after the list: a line twice is better than none
            await self._redis.set(place, kept.model_dump_json(), ex=keys.CONSENT_TTL, nx=True)

    async def get(self, team_id: str, render_id: str) -> KeptConsent | None:
        """What is on record for a render; raises StoreUnavailable."""
        with translated():
            text = await self._redis.get(keys.consent(team_id, render_id))
        try:
            return None if text is None else KeptConsent.model_validate_json(str(text))
        except ValidationError:
            log.error("consent unreadable", team_id=team_id, record_id=render_id)
            return None
