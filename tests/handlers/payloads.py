"""Whole requests as Slack sends and signs them."""

import json
import time
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM: Final = "T0PLAY"
ALICE: Final = "U0ALICE"
BOB: Final = "U0BOB"
GENERAL: Final = "C0GENERAL"
SCRIPT: Final = "Good morning, team."
FORM: Final = "application/x-www-form-urlencoded"

Json = dict[str, Any]


def command(text: str, *, response_url: str = "http://127.0.0.1:1/none") -> AsyncBoltRequest:
    """Alice types `/herald text` in the channel."""
    form = {
        "token": "legacy-verification-token",
        "team_id": TEAM,
        "team_domain": "playground",
        "channel_id": GENERAL,
        "channel_name": "general",
        "user_id": ALICE,
        "user_name": "alice",
        "command": "/herald",
        "text": text,
        "api_app_id": "A0HERALD",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": "1795337070.1001.a",
    }
    return _signed(urlencode(form), FORM)


def submission(render_id: str = "r1", *, metadata: str | None = None, **states: Any) -> AsyncBoltRequest:
    """Alice submits the modal, filled in well but for `states`, each in place of a field's state."""
    filled: Json = {
        "script": {"type": "plain_text_input", "value": SCRIPT},
        "avatar": picked("Aditya_public_4"),
        "voice": picked("jenny_female_english"),
        "language": picked(None),
        "destination": {"type": "conversations_select", "selected_conversation": GENERAL},
    }
    kept = json.dumps({"render": render_id, "channel": GENERAL}) if metadata is None else metadata
    values = {name: {name: state} for name, state in (filled | states).items()}
    return interaction({"type": "view_submission", "view": view("compose", kept, values), "response_urls": []})


def suggestion(action_id: str, typed: str | None) -> AsyncBoltRequest:
    """Alice types in a select of the modal; nothing yet when it was just opened."""
    shown = view("compose", "{}", {})
    search = {"type": "block_suggestion", "action_id": action_id, "block_id": action_id, "value": typed, "view": shown}
    return interaction({**search, "container": {"type": "view", "view_id": "V0MODAL"}})


def click(value: object, *, user: str = ALICE, response_url: str, action_id: str = "render_again") -> AsyncBoltRequest:
    """Somebody presses a button under a message."""
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1795337075.1"}
    container = {"type": "message", "message_ts": "1795337070.000200", "channel_id": GENERAL, "is_ephemeral": False}
    place = {"container": container, "channel": {"id": GENERAL, "name": "general"}, "message": {"type": "message"}}
    pressed = {"type": "block_actions", "trigger_id": "1795337070.1002.x", "response_url": response_url}
    return interaction({**pressed, **place, "actions": [action]}, user=user)


def event(name: str, **fields: Any) -> AsyncBoltRequest:
    """Something happened in the workspace."""
    wrapper = {
        "token": "legacy-verification-token",
        "team_id": TEAM,
        "api_app_id": "A0HERALD",
        "type": "event_callback",
    }
    body = {**wrapper, "event": {"type": name, **fields}, "event_id": "Ev0AAAAAAAA", "event_time": 1795337070}
    return _signed(json.dumps(body), "application/json")


def interaction(fields: Json, *, user: str = ALICE) -> AsyncBoltRequest:
    """An interaction of any type."""
    payload = {
        "api_app_id": "A0HERALD",
        "token": "legacy-verification-token",
        "team": {"id": TEAM, "domain": "playground"},
        "user": {"id": user, "username": "somebody", "name": "somebody", "team_id": TEAM},
        "enterprise": None,
        "is_enterprise_install": False,
        **fields,
    }
    return _signed(urlencode({"payload": json.dumps(payload)}), FORM)


def view(callback_id: str, metadata: str, values: Json) -> Json:
    """A modal as Slack sends it."""
    kept = {"callback_id": callback_id, "private_metadata": metadata, "state": {"values": values}}
    return {"id": "V0MODAL", "team_id": TEAM, "type": "modal", "hash": "1.a", "blocks": [], **kept}


def picked(value: str | None) -> Json:
    """The state of a searching select."""
    option = None if value is None else {"text": {"type": "plain_text", "text": "Somebody"}, "value": value}
    return {"type": "external_select", "selected_option": option}


def _signed(body: str, content_type: str) -> AsyncBoltRequest:
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    headers: dict[str, str | Sequence[str]] = {
        "content-type": content_type,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
    }
    return AsyncBoltRequest(body=body, headers=headers)
