"""The door for Slack: whether the web process behind the public address takes requests that our secret signs."""

import time
from typing import Final

import httpx
from slack_sdk.signature import SignatureVerifier

from bot.operator.findings import Finding
from bot.settings import Settings

_SUBJECT: Final = "signing"
_CHALLENGE: Final = "python-m-bot-doctor"
_BODY: Final = f'{{"type":"url_verification","challenge":"{_CHALLENGE}","token":"none"}}'
_NO_SECRETS: Final = ("xox", "xapp-", "v0=")
_MEND: Final = "copy it from the Slack app's page, Basic Information > App Credentials > Signing Secret"


async def check_door(settings: Settings, http: httpx.AsyncClient) -> list[Finding]:
    """The signing secret's form, and Slack's own test of an address, signed as Slack would."""
    if settings.slack_signing_secret is None:
        return []
    secret = settings.slack_signing_secret.get_secret_value()
    if secret.startswith(_NO_SECRETS):
        return [Finding(_SUBJECT, "SLACK_SIGNING_SECRET is a token or a signature, and no signing secret", _MEND)]
    if settings.slack_client_secret and secret == settings.slack_client_secret.get_secret_value():
        return [Finding(_SUBJECT, "SLACK_SIGNING_SECRET is the same as SLACK_CLIENT_SECRET", _MEND)]
    if settings.public_url is None:
        return [Finding(_SUBJECT, "a secret is set; without PUBLIC_URL it is not tried")]
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=_BODY)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": str(signature),
    }
    try:
        response = await http.post(f"{settings.public_url}/slack/events", content=_BODY, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL):
        return []  # the address has a line of its own
    return [_judge(response)]


def _judge(response: httpx.Response) -> Finding:
    if response.status_code == 200 and _CHALLENGE in response.text[:1000]:
        return Finding(_SUBJECT, "the web process takes what SLACK_SIGNING_SECRET signs")
    if response.status_code == 401:
        text = "the web process refuses what SLACK_SIGNING_SECRET signs"
        return Finding(_SUBJECT, text, "give `web` this same secret, start it again, and set its clock by NTP")
    text = f"/slack/events is answered by something else (HTTP {response.status_code})"
    return Finding(_SUBJECT, text, "let the platform's router pass every path to `web` as it is")
