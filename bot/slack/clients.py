"""The two kinds of Web API client: one that sends each call once, one that repeats what may be repeated."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import SLACK_RETRIES

SLACK_API_URL: Final = "https://slack.com/api/"
CALL_TIMEOUT: Final = aiohttp.ClientTimeout(total=10, sock_connect=3)
"""Set on the session, because slack_sdk ignores a client's own time-out once it is given a session."""
IDLE_SECONDS: Final = 15
"""A pooled connection idle for longer is not used again: the other side may be closing it, and a post may be lost."""
LONGEST_WAIT: Final = timedelta(hours=1)
"""No answer makes a step wait longer than this."""
LONGEST_SLEEP: Final = timedelta(seconds=2)
"""The longest pause inside one step; whatever Slack wants longer than this is the queue's to wait for."""
RETRIES: Final = 2
_PAUSES: Final = (timedelta(seconds=0.2), timedelta(seconds=0.8))

Sleep = Callable[[float], Awaitable[None]]


def open_session() -> aiohttp.ClientSession:
    """The session that all clients of a process share; close it with `async with`."""
    connector = aiohttp.TCPConnector(limit=100, keepalive_timeout=IDLE_SECONDS)
    return aiohttp.ClientSession(timeout=CALL_TIMEOUT, connector=connector)


def read_retry_after(headers: Mapping[str, str | Sequence[str]]) -> timedelta | None:
    """What a `Retry-After` header asks for, in whole seconds; None without one that can be read."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            first = value if isinstance(value, str) else next(iter(value), "")
            return min(timedelta(seconds=int(first[:9])), LONGEST_WAIT) if first.isascii() and first.isdigit() else None
    return None


class BriefRetry(AsyncRetryHandler):
    """Repeats a call after a connection error, a 5xx, or a 429 whose pause is short; never sleeps for long."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        super().__init__(max_retry_count=RETRIES)
        self._sleep = sleep

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if error is not None:
            return isinstance(error, aiohttp.ClientConnectionError)
        if response is None:
            return False
        if response.status_code == 429:
            return _pause(state, response) <= LONGEST_SLEEP
        return response.status_code >= 500

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Sleep as Slack asked, or a little longer each time, and ask for one more attempt."""
        state.next_attempt_requested = True
        SLACK_RETRIES.inc()
        await self._sleep(_pause(state, response).total_seconds())
        state.increment_current_attempt()


def _pause(state: RetryState, response: HttpResponse | None) -> timedelta:
    asked = read_retry_after(response.headers) if response is not None else None
    return asked if asked is not None else _PAUSES[min(state.current_attempt, len(_PAUSES) - 1)]


@dataclass(frozen=True)
class SlackClients:
    """Makes clients for a bot token, all on one shared session."""

    session: aiohttp.ClientSession
    api_url: str = SLACK_API_URL
    sleep: Sleep = asyncio.sleep

    def once(self, token: str, team_id: str | None = None) -> AsyncWebClient:
        """A client that sends each call exactly once: for posts, which Slack cannot recognise as repeated.

        `team_id` names the workspace that is meant to a token of a whole organisation.
        """
        return self._client(token, team_id, [])

    def repeating(self, token: str, team_id: str | None = None) -> AsyncWebClient:
        """A client that repeats calls a few times: for those that may be made twice without harm; likewise."""
        return self._client(token, team_id, [BriefRetry(self.sleep)])

    def _client(self, token: str, team_id: str | None, handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
        client = AsyncWebClient(
            token=token,
            base_url=self.api_url,
            session=self.session,
            retry_handlers=handlers,
            timeout=10,
            team_id=team_id,
        )
        avoid_proxy_at_home(client)
        return client


def avoid_proxy_at_home(client: AsyncWebClient) -> None:
    """Reach a Slack on this machine directly; slack_sdk takes the environment's proxy for every host."""
    if _is_loopback(client.base_url):
        client.proxy = None


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
