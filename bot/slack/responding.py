"""Messages through a request's own `response_url`, on the session that all calls share.

Bolt opens a session for each of them, and with it a connection: that takes longer than most acks.
https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from collections.abc import Awaitable, Callable, Collection
from typing import Any, Final

from aiohttp import ClientResponse, ClientSession
from pydantic_core import from_json
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest, AsyncRespond
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.slack.clients import read_retry_after
from bot.slack.door import SOON, translated
from bot.slack.origins import Origins

RESPOND: Final = "response_url"
"""Not one of Slack's methods: each request brings an address of its own, which works a few times."""


class SharedRespond(AsyncRespond):
    """Bolt's `respond`, on a session that stays open, to Slack's own places alone; each message is sent once."""

    def __init__(
        self, response_url: str | None, session: ClientSession, places: Origins, *, proxy: str | None = None
    ) -> None:
        super().__init__(response_url=response_url, proxy=proxy)
        self._session = session
        self._places = places

    async def __call__(self, text: str = "", **message: Any) -> None:  # type: ignore[override]  # raised, not returned
        """Send a message; raises ValueError for a request that has no such address.

        Raises PostRefused, such as for an address that is used up, PostUncertain or SlackBusy.
        """
        if self.response_url is None:
            raise ValueError("this request has no response_url")
        if not self._places.have(self.response_url):
            raise PostRefused(RESPOND, "response_url_not_allowed")
        body = {"text": text, **{name: given for name, given in message.items() if given not in (None, [])}}
        with translated(RESPOND):
            async with self._session.post(
                self.response_url, json=body, proxy=self.proxy, allow_redirects=False
            ) as answer:
                _check(answer, await answer.read())


def _check(answer: ClientResponse, body: bytes) -> None:
    if answer.status == 429:
        raise SlackBusy(RESPOND, retry_after=read_retry_after(dict(answer.headers)) or SOON)
    if answer.status >= 500:
        raise PostUncertain(f"{RESPOND}: HTTP {answer.status}")
    code = _code_in(body)
    if answer.status != 200 or code is not None:
        raise PostRefused(RESPOND, code or f"http_{answer.status}")


def _code_in(body: bytes) -> str | None:
    """Slack's own word for what is wrong; a good answer is `ok`, as plain text or in JSON."""
    try:
        said = from_json(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("ok", True):
        return None
    return str(said.get("error") or "unknown_error")


class ShareSession(AsyncMiddleware):
    """Gives each request such a `respond`."""

    def __init__(self, session: ClientSession, origins: Collection[str]) -> None:
        self._session = session
        self._places = Origins(origins)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's
    ) -> BoltResponse | None:
        """Put it where listeners find it."""
        context = req.context
        context["respond"] = SharedRespond(
            context.response_url, self._session, self._places, proxy=context.client.proxy
        )
        return await next()
