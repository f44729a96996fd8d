"""People of the local Slack who ask for videos: drafts in Redis, and *Make it* as Slack sends it."""

import hashlib
import hmac
import json
import secrets
import time
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

import httpx

from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Destination
from bot.store import keys
from bot.store.connection import connected

TEAM: Final = "T0PLAY"
ALICE: Final = "U0ALICE"
CHANNEL: Final = "C0GENERAL"


class Load:
    """Asks for renders; every request has to be taken."""

    def __init__(self, http: httpx.AsyncClient, web_url: str, redis_url: str, secret: str) -> None:
        self._http = http
        self._url = f"{web_url}/slack/events"
        self._redis_url = redis_url
        self._secret = secret

    async def drafts(self, count: int) -> list[str]:
        """Write so many drafts; their ids."""
        ids = [secrets.token_hex(16) for _ in range(count)]
        async with connected(self._redis_url) as redis, redis.pipeline(transaction=False) as pipe:
            for each in ids:
                pipe.set(keys.draft(TEAM, ALICE, each), _draft(each).model_dump_json(exclude_none=True), ex=3_600)
            await pipe.execute()
        return ids

    async def make(self, draft_id: str) -> None:
        """Press *Make it*; raises when it is not taken."""
        body, headers = self._signed(_review(draft_id))
        answer = await self._http.post(self._url, content=body, headers=headers)
        if answer.status_code != 200 or answer.json().get("response_action") != "clear":
            raise RuntimeError(f"a request was answered with {answer.status_code}: {answer.text[:300]}")

    def _signed(self, payload: dict[str, object]) -> tuple[bytes, dict[str, str]]:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        timestamp = str(int(time.time()))
        mac = hmac.new(self._secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
        return body, {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={mac}",
        }


def _draft(draft_id: str) -> Draft:
    return Draft(
        id=draft_id,
        team_id=TEAM,
        user_id=ALICE,
        script="Good morning, team. The release is out.",
        wishes=Wishes(avatar="Aditya_public_4", voice="jenny_female_english"),
        destination=Destination(channel_id=CHANNEL),
        updated_at=datetime.now(UTC),
    )


def _review(draft_id: str) -> dict[str, object]:
    metadata = json.dumps({"draft": draft_id})
    view = {"id": "V1", "type": "modal", "callback_id": "review", "private_metadata": metadata, "blocks": []}
    return {
        "type": "view_submission",
        "view": view | {"state": {"values": {}}, "hash": "1.a"},
        "api_app_id": "A0HERALD",
        "token": "none",
        "team": {"id": TEAM, "domain": "playground"},
        "user": {"id": ALICE, "username": "alice", "name": "alice", "team_id": TEAM},
        "enterprise": None,
        "is_enterprise_install": False,
    }
