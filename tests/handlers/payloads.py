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
    """Alice submits the compose modal, filled in well but for `states`, each in place of a field's state."""
    return interaction(
        {"type": "view_submission", "view": filled_form(render_id, metadata, **states), "response_urls": []}
    )


def filled_form(render_id: str = "r1", metadata: str | None = None, **states: Any) -> Json:
    """The compose modal, filled in well but for `states`; a field of another `block_id` is named `action__block`."""
    filled: Json = {
        "script": {"type": "plain_text_input", "value": SCRIPT},
        "avatar": picked("Aditya_public_4"),
        "voice": picked("jenny_female_english"),
        "language": picked(None),
        "destination": {"type": "conversations_select", "selected_conversation": GENERAL},
        "only_me": ticked(False),
    }
    kept = json.dumps({"draft": render_id, "channel": GENERAL}) if metadata is None else metadata
    values = {name: {name.partition("__")[0]: state} for name, state in (filled | states).items()}
    return view("compose", kept, values)


def review(render_id: str = "r1", *, metadata: str | None = None, user: str = ALICE) -> AsyncBoltRequest:
    """Somebody presses *Make it* in the review."""
    kept = json.dumps({"draft": render_id}) if metadata is None else metadata
    shown = view("review", kept, {})
    return interaction({"type": "view_submission", "view": shown, "response_urls": []}, user=user)


def change(action_id: str, form: Json, **action: Any) -> AsyncBoltRequest:
    """Alice changes a field of the form, or presses a button in it."""
    done = {"action_id": action_id, "block_id": action_id, "action_ts": "1795337075.1", **action}
    container = {"type": "view", "view_id": form["id"]}
    told = {"type": "block_actions", "trigger_id": "1795337070.1003.x", "view": form, "container": container}
    return interaction({**told, "actions": [done]})


def shortcut(callback_id: str) -> AsyncBoltRequest:
    """Alice uses a global shortcut."""
    return interaction(
        {"type": "shortcut", "callback_id": callback_id, "trigger_id": "1795337070.1004.x", "action_ts": "1"}
    )


def message_shortcut(callback_id: str, message: Json, *, response_url: str) -> AsyncBoltRequest:
    """Alice uses a shortcut on a message of the channel."""
    place = {"channel": {"id": GENERAL, "name": "general"}, "message": message, "response_url": response_url}
    return interaction(
        {
            "type": "message_action",
            "callback_id": callback_id,
            "trigger_id": "1795337070.1005.x",
            "action_ts": "1",
            "message_ts": message["ts"],
            **place,
        }
    )


def ticked(yes: bool) -> Json:
    """The state of a box."""
    option = {"text": {"type": "plain_text", "text": "Yes"}, "value": "yes"}
    return {"type": "checkboxes", "selected_options": [option] if yes else []}


def suggestion(action_id: str, typed: str | None, *, metadata: str = "{}") -> AsyncBoltRequest:
    """Alice types in a select of the modal; nothing yet when it was just opened."""
    shown = view("compose", metadata, {})
    search = {"type": "block_suggestion", "action_id": action_id, "block_id": action_id, "value": typed, "view": shown}
    return interaction({**search, "container": {"type": "view", "view_id": "V0MODAL"}})


def click(value: object, *, user: str = ALICE, response_url: str, action_id: str = "render_again") -> AsyncBoltRequest:
    """Somebody presses a button under a message."""
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1795337075.1"}
    container = {"type": "message", "message_ts": "1795337070.000200", "channel_id": GENERAL, "is_ephemeral": False}
    place = {"container": container, "channel": {"id": GENERAL, "name": "general"}, "message": {"type": "message"}}
    pressed = {"type": "block_actions", "trigger_id": "1795337070.1002.x", "response_url": response_url}
    return interaction({**pressed, **place, "actions": [action]}, user=user)


def touch(
    action_id: str, value: str = "", *, user: str = ALICE, option: bool = False, modal: bool = False
) -> AsyncBoltRequest:
    """Somebody presses a button or chooses an option in their Home, or in a modal; such a payload has no address."""
    chosen: Json = {"selected_option": {"value": value}} if option else {"value": value}
    action = {"type": "overflow" if option else "button", "action_id": action_id, "block_id": "b", **chosen}
    kind = "modal" if modal else "home"
    shown = {**view("", "", {}), "type": kind}
    place = {"container": {"type": "view", "view_id": shown["id"]}, "view": shown}
    pressed = {"type": "block_actions", "trigger_id": "1795337070.1003.x", "actions": [{**action, "action_ts": "1.1"}]}
    return interaction({**pressed, **place}, user=user)


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
