"""People who ask for videos: requests as Slack sends them, and clicked again until they are answered."""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Destination
from bot.store import keys
from bot.store.connection import connected
from bot.store.drafts import Drafts

TEAM: Final = "T0PLAY"
ALICE: Final = "U0ALICE"
CHANNEL: Final = "C0GENERAL"
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

    web_urls: list[str]
    signing_secret: str
    redis_url: str
    http: httpx.AsyncClient
    channel: str = CHANNEL
    script: str = "Good morning, team. The release is out."
    asked: list[Asked] = field(default_factory=list)

    async def draft(self) -> str:
        """Write a draft, as the form does; returns its id."""
        draft_id = secrets.token_hex(16)
        async with connected(self.redis_url) as redis:
            await Drafts(redis).save(self._draft(draft_id))
        return draft_id

    async def drafts(self, count: int) -> list[str]:
        """So many of them."""
        ids = [secrets.token_hex(16) for _ in range(count)]
        async with connected(self.redis_url) as redis, redis.pipeline(transaction=False) as pipe:
            for each in ids:  # beside the list of the newest, which holds few
                pipe.set(keys.draft(TEAM, ALICE, each), self._draft(each).model_dump_json(exclude_none=True), ex=3600)
            await pipe.execute()
        return ids

    async def make(self, draft_id: str, *, patient: bool = True) -> Asked:
        """Press *Make it* until it is taken or refused; not `patient`: once."""
        asked = Asked(draft_id)
        self.asked.append(asked)
        while asked.accepted_at is None and asked.refused is None:
            url = self.web_urls[asked.tries % len(self.web_urls)]
            asked.tries += 1
            await self._click(asked, url)
            if not patient:
                break
            if asked.accepted_at is None and asked.refused is None:
                await asyncio.sleep(AGAIN_SECONDS)
        return asked

    async def _click(self, asked: Asked, url: str) -> None:
        body, headers = signed(self.signing_secret, review(asked.draft_id))
        try:
            answer = await self.http.post(url, content=body, headers=headers, timeout=CLICK_SECONDS)
        except httpx.TransportError:
            return
        if answer.status_code != 200 or not answer.content:
            return
        asked.said = answer.text
        told: dict[str, Any] = answer.json()
        if told.get("response_action") == "clear":
            asked.accepted_at = time.time()
        elif "budget" in answer.text:
            asked.refused = answer.text

    def _draft(self, draft_id: str) -> Draft:
        return Draft(
            id=draft_id,
            team_id=TEAM,
            user_id=ALICE,
            script=self.script,
            wishes=Wishes(avatar="Aditya_public_4", voice="jenny_female_english"),
            destination=Destination(channel_id=self.channel),
            updated_at=datetime.now(UTC),
        )

    @property
    def accepted(self) -> list[Asked]:
        """Those who were told that their request was taken."""
        return [asked for asked in self.asked if asked.accepted_at is not None]


def review(draft_id: str) -> dict[str, Any]:
    """*Make it* in the review of a draft."""
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "review",
        "private_metadata": json.dumps({"draft": draft_id}),
        "title": {"type": "plain_text", "text": "Review"},
        "blocks": [],
        "state": {"values": {}},
        "hash": "1.a",
    }
    return {
        "type": "view_submission",
        "view": view,
        "api_app_id": "A0HERALD",
        "token": "none",
        "team": {"id": TEAM, "domain": "playground"},
        "user": {"id": ALICE, "username": "alice", "name": "alice", "team_id": TEAM},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def signed(secret: str, payload: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of Slack's request with this payload."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    timestamp = str(int(time.time()))
    mac = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={mac}",
    }
