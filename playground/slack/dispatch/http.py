"""Signed requests to the app's request URL."""

import asyncio
import json
import time
from collections.abc import Mapping
from hashlib import sha256
from hmac import HMAC
from typing import Any

import aiohttp

from playground.slack.dispatch.outcome import DEADLINE_SECONDS, Outcome

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class HttpDelivery:
    """Posts to one URL, signed with the app's signing secret."""

    def __init__(self, session: aiohttp.ClientSession, url: str | None, signing_secret: str) -> None:
        self._session = session
        self._url = url
        self._secret = signing_secret

    @property
    def has_url(self) -> bool:
        """Whether there is an address to post to."""
        return self._url is not None

    def to(self, url: str | None) -> "HttpDelivery":
        """The same, for another URL."""
        return HttpDelivery(self._session, url, self._secret)

    async def deliver(self, body: bytes, content_type: str, extra: Mapping[str, str]) -> Outcome:
        """Post the body and wait for the answer until the deadline."""
        assert self._url is not None
        headers = {"Content-Type": content_type, **signature_headers(self._secret, body), **extra}
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
                    text = await answer.text()
        except TimeoutError:
            return Outcome(status=None, ack_ms=_since(begun), failed="operation_timeout")
        except aiohttp.ClientError:
            return Outcome(status=None, ack_ms=_since(begun), failed="dispatch_failed")
        return Outcome(
            status=answer.status,
            ack_ms=_since(begun),
            body=_parsed(text, answer.content_type),
            failed=None if _took(answer.status, content_type) else "dispatch_failed",
            no_retry=answer.headers.get("X-Slack-No-Retry") == "1",
        )


def signature_headers(secret: str, body: bytes) -> dict[str, str]:
    """Slack's signature of these exact bytes, at the machine's time, which is what the app checks it against."""
    timestamp = str(int(time.time()))
    digest = HMAC(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _took(status: int, content_type: str) -> bool:
    """Whether the app took it: for an event any 2xx says so, for what a person waits for only 200."""
    return 200 <= status < 300 if content_type == JSON else status == 200


def _parsed(text: str, content_type: str) -> Any:
    if content_type != JSON or not text:
        return text or None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
