"""Asking a new request URL the two questions it must answer before it is used."""

import json
import secrets
from urllib.parse import urlencode

from playground.slack.dispatch.http import FORM, JSON, HttpDelivery
from playground.slack.dispatch.outcome import Outcome
from playground.slack.dispatch.payloads import url_verification
from playground.slack.model.cast import VERIFICATION_TOKEN


async def is_verified(http: HttpDelivery) -> bool:
    """Whether the request URL gives back the challenge of url_verification, and takes an ssl_check."""
    challenge = secrets.token_urlsafe(32)
    asked = await http.deliver(json.dumps(url_verification(challenge)).encode(), JSON, {})
    if not _gives_back(asked, challenge):
        return False
    form = urlencode({"ssl_check": "1", "token": VERIFICATION_TOKEN}).encode()
    return (await http.deliver(form, FORM, {})).failed is None


def _gives_back(outcome: Outcome, challenge: str) -> bool:
    body = outcome.body
    given = body.get("challenge") if isinstance(body, dict) else body
    return outcome.failed is None and given == challenge
