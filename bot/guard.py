"""What stands before Bolt: is a request Slack's, did it come before, does its workspace ask too much."""

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, Protocol

from slack_sdk.signature import SignatureVerifier
from starlette.responses import PlainTextResponse
from starlette.types import Receive

from bot.errors import StoreUnavailable

BODY_LIMIT: Final = 1024 * 1024
"""Slack's payloads stay under about 250 KB; what is larger is not from Slack."""
RECEIPT_SECONDS: Final = 9.0
"""How long a request may take to arrive; its connection is closed a little later whatever it is about."""
TIMESTAMP: Final = re.compile(rb"\d{10}")
SIGNATURE: Final = re.compile(rb"v0=[0-9a-f]{64}")
HOLDS_SECONDS: Final = 660.0
"""A signature holds for five minutes before its time and five after."""
REMEMBERED_AT_MOST: Final = 50_000
MARK_SECONDS: Final = 0.5
"""How long Redis is waited for to say whether another process took the same request."""
RATE: Final = 300.0
BURST: Final = 900.0
"""Requests of one workspace: a second, and at once. Even a very large one asks for a small part of it."""
WORKSPACES_AT_MOST: Final = 10_000

Headers = Sequence[tuple[bytes, bytes]]


class Turned(Exception):
    """A request that goes no further: `answer` says so, in few words."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.answer = PlainTextResponse(text, status_code=status, headers={"Connection": "close"})


def signed_headers(headers: Headers) -> tuple[str, str]:
    """The time and the signature, where there is one of each in Slack's exact form; raises Turned."""
    timestamps = [value for name, value in headers if name == b"x-slack-request-timestamp"]
    signatures = [value for name, value in headers if name == b"x-slack-signature"]
    if len(timestamps) != 1 or len(signatures) != 1:
        raise Turned(401, "unauthorized")
    if not TIMESTAMP.fullmatch(timestamps[0]) or not SIGNATURE.fullmatch(signatures[0]):
        raise Turned(401, "unauthorized")
    return timestamps[0].decode(), signatures[0].decode()


async def read_body(headers: Headers, receive: Receive, *, seconds: float = RECEIPT_SECONDS) -> bytes:
    """The whole body, which is no larger and comes no slower than Slack's; raises Turned at the first byte too much."""
    for name, value in headers:
        if name == b"content-length" and not (value.isdigit() and len(value) < 16 and int(value) <= BODY_LIMIT):
            raise Turned(413, "too large")
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Turned(400, "bad request")
                body += message.get("body", b"")
                if len(body) > BODY_LIMIT:
                    raise Turned(413, "too large")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise Turned(408, "too slow") from None


class Signatures:
    """The app's signing secret, and while it is replaced the one before it; without any nothing is Slack's."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._verifiers = [SignatureVerifier(secret) for secret in secrets]

    def verify(self, timestamp: str, signature: str, body: str) -> str:
        """The signature that Bolt, which knows the newest secret alone, takes for this body; raises Turned."""
        for verifier in self._verifiers:
            if verifier.is_valid(body, timestamp, signature):
                newest = self._verifiers[0]
                known = verifier is newest
                return signature if known else str(newest.generate_signature(timestamp=timestamp, body=body))
        raise Turned(401, "unauthorized")


class Marks(Protocol):
    """What all processes know of the requests that were taken."""

    async def take(self, digest: str, /) -> bool:
        """Mark a request; False when it is marked already."""

    async def drop(self, digest: str, /) -> None:
        """Mark it no more."""


class Replays:
    """The requests that were taken lately, by their signatures: in memory, and in Redis for the other processes.

    While Redis does not answer, memory alone decides: a request is better taken twice, which every listener bears, than
    not at all.
    """

    def __init__(self, marks: Marks, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._marks = marks
        self._monotonic = monotonic
        self._taken: OrderedDict[str, float] = OrderedDict()

    async def is_first(self, signature: str) -> bool:
        """Whether the request was not taken before; from now on it was."""
        digest = _digest(signature)
        now = self._monotonic()
        self._forget_old(now)
        if digest in self._taken:
            return False
        self._taken[digest] = now
        try:
            async with asyncio.timeout(MARK_SECONDS):
                return await self._marks.take(digest)
        except (StoreUnavailable, TimeoutError):
            return True

    async def forget(self, signature: str) -> None:
        """The request failed: the same may come again, and Slack's first repetition has the same signature."""
        digest = _digest(signature)
        self._taken.pop(digest, None)
        with suppress(StoreUnavailable, TimeoutError):
            async with asyncio.timeout(MARK_SECONDS):
                await self._marks.drop(digest)

    def _forget_old(self, now: float) -> None:
        while self._taken:
            digest, taken = next(iter(self._taken.items()))
            if now - taken < HOLDS_SECONDS and len(self._taken) < REMEMBERED_AT_MOST:
                return
            del self._taken[digest]


def _digest(signature: str) -> str:
    return hashlib.sha256(signature.encode()).hexdigest()[:32]


class Buckets:
    """A token bucket for each workspace, so that none takes the room of the others; kept by each process for itself."""

    def __init__(
        self, *, rate: float = RATE, burst: float = BURST, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._monotonic = monotonic
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, team_id: str) -> bool:
        """Whether the workspace may ask once more now."""
        now = self._monotonic()
        level, at = self._levels.pop(team_id, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._rate)
        allowed = level >= 1
        self._levels[team_id] = (level - allowed, now)
        if len(self._levels) > WORKSPACES_AT_MOST:
            self._levels.popitem(last=False)
        return allowed
