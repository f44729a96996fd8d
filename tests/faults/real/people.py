"""People who ask for videos: requests as Slack sends them, and clicked again until they are answered."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Final

from bench.load import exchange
from bench.local_herald import TEAM
from bench.requests import draft, review
from bench.servers import keep_drafts
from bot.store.connection import connected
from bot.store.drafts import Drafts

CLICK_SECONDS: Final = 3.0
"""How long Slack, and so a person, waits for an answer."""
AGAIN_SECONDS: Final = 0.5


@dataclass
class Asked:
    """One draft that is to be made and what came of it; `accepted_at` by the wall clock, `said` the last answer."""

    draft_id: str
    accepted_at: float | None = None
    refused: str | None = None
    said: str | None = None
    tries: int = 0


@dataclass
class People:
    """A steady load of requests; `asked` is the log of who was told what."""

    web_ports: list[int]
    redis_url: str
    asked: list[Asked] = field(default_factory=list)

    async def draft(self) -> str:
        """Write a draft, as the form does; returns its id."""
        draft_id = secrets.token_hex(16)
        async with connected(self.redis_url) as redis:
            await Drafts(redis).save(draft(draft_id, team=TEAM))
        return draft_id

    async def drafts(self, count: int) -> list[str]:
        """So many of them, beside the list of the newest, which holds few."""
        return [kept.id for kept in await keep_drafts(self.redis_url, count, team=TEAM)]

    async def make(self, draft_id: str, *, patient: bool = True) -> Asked:
        """Press *Make it* until it is taken or refused; not `patient`: once."""
        asked = Asked(draft_id)
        self.asked.append(asked)
        while asked.accepted_at is None and asked.refused is None:
            port = self.web_ports[asked.tries % len(self.web_ports)]
            asked.tries += 1
            await self._click(asked, port)
            if not patient:
                break
            if asked.accepted_at is None and asked.refused is None:
                await asyncio.sleep(AGAIN_SECONDS)
        return asked

    async def _click(self, asked: Asked, port: int) -> None:
        try:
            async with asyncio.timeout(CLICK_SECONDS):
                status, body = await exchange(port, review(asked.draft_id, team=TEAM))
        except (OSError, EOFError):
            return
        if status != 200 or not body:
            return
        asked.said = body.decode()
        told: dict[str, Any] = json.loads(body)
        if told.get("response_action") == "clear":
            asked.accepted_at = time.time()
        elif "budget" in asked.said:
            asked.refused = asked.said

    @property
    def accepted(self) -> list[Asked]:
        """Those who were told that their request was taken."""
        return [asked for asked in self.asked if asked.accepted_at is not None]
