"""One POST to Runware within a deadline: either a reply, or the knowledge whether it can have been received.

No exception of httpx becomes the cause or context of ours: it would carry the request, and with it the key.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
from pydantic import BaseModel, SecretStr

from bot.errors import RunwareBusy, RunwareError, SettingsInvalid, TaskUncertain
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
        self._api_key = api_key
        self._api_url = api_url
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._now = now

    async def post(self, tasks: Sequence[BaseModel], *, dry_run: bool = False) -> Reply:
        """Send the tasks; raises RunwareBusy when they were never received, TaskUncertain when no one can tell.

        In a dry run the service checks and prices the tasks, and neither runs nor charges them.
        """
        array = ",".join(task.model_dump_json(by_alias=True, exclude_none=True) for task in tasks)
        outcome = await self._attempt(f"[{array}]".encode(), dry_run=dry_run)
        if isinstance(outcome, RunwareError):
            raise outcome
        return outcome

    async def _attempt(self, content: bytes, *, dry_run: bool) -> Reply | RunwareError:
        seconds = self._deadline.total_seconds()
        try:
            async with asyncio.timeout(seconds):
                return await self._send(content, dry_run=dry_run)
        except _NEVER_SENT as error:
            return RunwareBusy(f"Runware cannot be reached ({type(error).__name__})")
        except TimeoutError:
            return TaskUncertain(f"Runware gave no whole answer within {seconds:g} s")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return TaskUncertain(f"Runware's answer was lost ({type(error).__name__})")

    async def _send(self, content: bytes, *, dry_run: bool) -> Reply | RunwareError:
        async with self._http.stream(
            "POST",
            self._api_url,
            content=content,
            headers=self._headers(dry_run=dry_run),
            timeout=httpx.Timeout(
                self._deadline.total_seconds(), connect=_CONNECT_SECONDS, pool=_WAIT_FOR_POOL_SECONDS
            ),
            follow_redirects=False,
        ) as response:
            body = await read_capped(response, self._max_bytes)
            if body is None:
                return TaskUncertain(f"Runware's answer is longer than {self._max_bytes} bytes")
            wait = parse_retry_after(response.headers.get("Retry-After"), self._now())
            return Reply(response.status_code, body, wait)

    def _headers(self, *, dry_run: bool) -> httpx.Headers:
        """As httpx's own type, whose repr hides the key."""
        return httpx.Headers(
            {
                "Authorization": f"Bearer {self._api_key.get_secret_value()}",
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            }
            | ({DRY_RUN: "1"} if dry_run else {})
        )
