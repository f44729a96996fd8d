"""The probes as requests, signed as Slack signs them."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncBoltRequest

from bench.probes_things import TEAMS, Someone
from bench.probes_town import Town

Json = dict[str, Any]


def pressed(payload: Json, actor: Someone, number: str, place: Town) -> AsyncBoltRequest:
    """Somebody's press or submission, by whose number the answers to it are known."""
    whole = payload | _identity(actor) | {"trigger_id": number, "api_app_id": "A0HERALD", "token": "x"}
    respond = f"{place.witness.url}/respond/{number}"
    text = json.dumps(whole).replace("{probe}", number).replace("{respond}", respond)
    return _signed(urlencode({"payload": text}), "application/x-www-form-urlencoded", place.secret)


def home_opened(actor: Someone, place: Town) -> AsyncBoltRequest:
    """Somebody opens their Home."""
    event = {"type": "app_home_opened", "user": actor.user_id, "tab": "home", "channel": "D0X", "event_ts": "1.1"}
    body = {"type": "event_callback", "event": event, "event_id": f"Ev{secrets.token_hex(5)}", "event_time": 1}
    org = _organisation(actor)
    who = {"team_id": actor.team_id, "enterprise_id": org, "user_id": actor.user_id, "is_bot": False}
    place_of = {"team_id": actor.team_id, "api_app_id": "A0HERALD", "token": "x"}
    whole = {**body, **place_of, "authorizations": [{**who, "is_enterprise_install": org is not None}]}
    return _signed(json.dumps(whole), "application/json", place.secret)


def _signed(body: str, content_type: str, secret: str) -> AsyncBoltRequest:
    now = str(int(time.time()))
    mac = hmac.new(secret.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    headers: dict[str, str | Sequence[str]] = {
        "content-type": content_type,
        "x-slack-request-timestamp": now,
        "x-slack-signature": f"v0={mac}",
    }
    return AsyncBoltRequest(body=body, headers=headers)


def _identity(actor: Someone) -> Json:
    org = _organisation(actor)
    return {
        "team": {"id": actor.team_id, "domain": "town"},
        "user": {"id": actor.user_id, "username": "somebody", "name": "somebody", "team_id": actor.team_id},
        "enterprise": None if org is None else {"id": org, "name": "Grid"},
        "is_enterprise_install": org is not None,
    }


def _organisation(actor: Someone) -> str | None:
    return TEAMS[actor.team_id]
