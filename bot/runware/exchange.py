"""One POST to Runware within a deadline: either a reply, or the knowledge whether it can have been received.

No exception of httpx becomes the cause or context of ours: it would carry the request, and with it the key.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
from pydantic import BaseModel, SecretStr

from bot.errors import RunwareBusy, RunwareError, SettingsInvalid, TaskUncertain
from bot.runware.asked import asked, word_for
from bot.runware.body import read_capped
from bot.runware.retry_after import parse_retry_after

DEADLINE: Final = timedelta(seconds=3.5)
"""A step takes under 4 s, and the store wants some of it."""

DRY_RUN: Final = "X-Runware-Dry-Run"
"""The header with which a request is checked and priced, but neither run nor charged."""

_WAIT_FOR_POOL_SECONDS: Final = 0.5
_CONNECT_SECONDS: Final = 1.0  # once for TCP and once for TLS: so whatever outlasts the deadline may have been sent

_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Reply:
    """What came back, whole."""

    status: int
    body: bytes
    retry_after: timedelta | None


class Exchange:
    """The one address that Runware has, with our key for it."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        api_key: SecretStr,
        api_url: str,
        deadline: timedelta = DEADLINE,
        max_bytes: int = 4 * 1024 * 1024,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        key = api_key.get_secret_value()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise SettingsInvalid(
                ["RUNWARE_API_KEY must be one word of plain ASCII characters; copy the key once more"]
            )
        self._http = http
        self._headers = _headers(key, {})
        self._dry_headers = _headers(key, {DRY_RUN: "1"})
        self._api_url = api_url
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._now = now

    async def post(self, tasks: Sequence[BaseModel], *, dry_run: bool = False) -> Reply:
        """Send the tasks; raises RunwareBusy when they were never received, TaskUncertain when no one can tell.

        In a dry run the service checks and prices the tasks, and neither runs nor charges them.
        """
        outcome = await self.attempt(array_of(tasks), dry_run=dry_run)
        if isinstance(outcome, RunwareError):
            raise outcome
        return outcome

    async def attempt(
        self, content: bytes, *, within: timedelta | None = None, dry_run: bool = False
    ) -> Reply | RunwareBusy | TaskUncertain:
        """Send a body once, with an error as the outcome instead of raised; `within` takes the deadline's place."""
        with asked(content, dry_run=dry_run) as outcome:
            reply = await self._attempt(content, self._deadline if within is None else within, dry_run=dry_run)
            outcome.word = word_for(reply.status if isinstance(reply, Reply) else reply)
            return reply

    async def _attempt(
        self, content: bytes, within: timedelta, *, dry_run: bool
    ) -> Reply | RunwareBusy | TaskUncertain:
        seconds = within.total_seconds()
        try:
            async with asyncio.timeout(seconds):
                return await self._send(content, seconds, dry_run=dry_run)
        except _NEVER_SENT as error:
            return RunwareBusy(f"Runware cannot be reached ({type(error).__name__})")
        except TimeoutError:
            return TaskUncertain(f"Runware gave no whole answer within {seconds:.1f} s")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return TaskUncertain(f"Runware's answer was lost ({type(error).__name__})")

    async def _send(self, content: bytes, seconds: float, *, dry_run: bool) -> Reply | TaskUncertain:
        async with self._http.stream(
            "POST",
            self._api_url,
            content=content,
            headers=self._dry_headers if dry_run else self._headers,
            timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS, pool=_WAIT_FOR_POOL_SECONDS),
            follow_redirects=False,
        ) as response:
            body = await read_capped(response, self._max_bytes)
            if body is None:
                return TaskUncertain(f"Runware's answer is longer than {self._max_bytes} bytes")
            wait = parse_retry_after(response.headers.get("Retry-After"), self._now())
            return Reply(response.status_code, body, wait)


def array_of(tasks: Sequence[BaseModel]) -> bytes:
    """The tasks as the service takes them; what is None is left out."""
    return f"[{','.join(task.model_dump_json(by_alias=True, exclude_none=True) for task in tasks)}]".encode()


def _headers(key: str, more: Mapping[str, str]) -> httpx.Headers:
    """As httpx's own type, whose repr hides the key."""
    return httpx.Headers(
        {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **more,
        }
    )
