"""Signed requests as Slack sends them, as the bytes that go over the wire."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Destination

SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM: Final = "T0BENCH"
USER: Final = {"id": "U0ALICE", "username": "alice", "name": "alice", "team_id": TEAM}
INTERACTION: Final = {
    "api_app_id": "A0HERALD",
    "token": "none",
    "team": {"id": TEAM, "domain": "bench"},
    "user": USER,
    "enterprise": None,
    "is_enterprise_install": False,
}
_PLACE: Final = {"user_id": USER["id"], "channel_id": "C0GENERAL"}


def slash_command(
    text: str = "Good morning, team.", *, response_url: str = "http://127.0.0.1:9/none", team: str = TEAM
) -> bytes:
    """`/herald` with a script, or with another text."""
    return signed(
        {
            **_PLACE,
            "team_id": team,
            "command": "/herald",
            "text": text,
            "api_app_id": "A0HERALD",
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": secrets.token_hex(8),
        }
    )


def review(draft_id: str, *, team: str = TEAM) -> bytes:
    """*Make it* in the review of a draft: what stores a render and reserves its money."""
    metadata = json.dumps({"draft": draft_id})
    view = {"id": "V1", "type": "modal", "callback_id": "review", "private_metadata": metadata, "blocks": []}
    shown = view | {"state": {"values": {}}, "hash": "1.a"}
    return interaction({"type": "view_submission", "view": shown}, team=team)


def draft(draft_id: str, *, team: str = TEAM) -> Draft:
    """What that review is of; each makes a render of its own."""
    return Draft(
        id=draft_id,
        team_id=team,
        user_id=USER["id"],
        script="Good morning, team. The release is out.",
        wishes=Wishes(avatar="Aditya_public_4", voice="jenny_female_english"),
        destination=Destination(channel_id="C0GENERAL"),
        updated_at=datetime.now(UTC),
    )


def keystroke(typed: str) -> bytes:
    """What is sent while a person types in the voices' select."""
    view = {"id": "V1", "type": "modal", "callback_id": "compose", "private_metadata": "{}"}
    search = {"type": "block_suggestion", "action_id": "voice", "block_id": "voice", "value": typed, "view": view}
    container = {"container": {"type": "view", "view_id": "V1"}}
    return interaction(search | container)


def interaction(fields: Mapping[str, Any], *, team: str = TEAM) -> bytes:
    """An interaction of any type, of the bench's person."""
    where = {"team": {"id": team, "domain": "bench"}, "user": USER | {"team_id": team}}
    return signed({"payload": json.dumps(INTERACTION | where | dict(fields))})


def signed(form: Mapping[str, str]) -> bytes:
    """A form, signed."""
    return _request(urlencode(form).encode(), "application/x-www-form-urlencoded")


def signed_json(body: Mapping[str, Any]) -> bytes:
    """A JSON document, as events come, signed."""
    return _request(json.dumps(body).encode(), "application/json")


def _request(body: bytes, content_type: str) -> bytes:
    timestamp = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\n"
        f"X-Slack-Request-Timestamp: {timestamp}\r\nX-Slack-Signature: v0={mac}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
