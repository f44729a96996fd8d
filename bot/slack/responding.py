"""Messages through a request's own `response_url`, on the session that all calls share.

Bolt opens a session for each of them, and with it a connection: that takes longer than most acks.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientSession
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest, AsyncRespond
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient


class SharedRespond(AsyncRespond):
    """Bolt's `respond`, on a session that stays open."""

    def __init__(self, response_url: str | None, session: ClientSession, *, proxy: str | None) -> None:
        super().__init__(response_url=response_url, proxy=proxy)
        self._session = session

    async def __call__(self, text: str = "", **message: Any) -> WebhookResponse:  # type: ignore[override]  # by name
        """Send a message; raises ValueError for a request that has no such address."""
        if self.response_url is None:
            raise ValueError("this request has no response_url")
        client = AsyncWebhookClient(self.response_url, proxy=self.proxy, session=self._session)
        return await client.send(text=text, **{name: given for name, given in message.items() if given != []})


class ShareSession(AsyncMiddleware):
    """Gives each request such a `respond`."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's
    ) -> BoltResponse | None:
        """Put it where listeners find it."""
        context = req.context
        context["respond"] = SharedRespond(context.response_url, self._session, proxy=context.client.proxy)
        return await next()
