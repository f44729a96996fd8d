"""A running local Slack, and Slack's own two clients to call it with."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from tests.contract.slack.stage import Stage, settings
from tests.playground.slack.desk import Desk, open_desk

Call = Callable[[str, dict[str, Any], str | None], Awaitable[dict[str, Any]]]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A local Slack whose app was granted much."""
    async with open_desk(settings()) as opened:
        yield opened


@pytest.fixture
def stage(desk: Desk) -> Stage:
    """Makes what a case needs."""
    return Stage(desk)


@pytest.fixture(params=["async", "sync"])
def call(request: pytest.FixtureRequest, desk: Desk) -> Call:
    """Calls a method by its name with one of the SDK's clients; the answer, or the refusal, as a document."""

    async def by_async(method: str, args: dict[str, Any], token: str | None) -> dict[str, Any]:
        client = desk.client(token)
        return await _answered(_bound(client, method)(**args))

    async def by_sync(method: str, args: dict[str, Any], token: str | None) -> dict[str, Any]:
        client = WebClient(token=token or desk.settings.bot_token, base_url=f"{desk.url}/api/", retry_handlers=[])
        return await _answered(asyncio.to_thread(lambda: _bound(client, method)(**args)))

    return by_async if request.param == "async" else by_sync


def _bound(client: Any, method: str) -> Callable[..., Any]:
    """The client's own method; where it has none, its call by name."""
    own = getattr(client, method.replace(".", "_"), None)
    return own if own is not None else lambda **args: client.api_call(method, json=args)


async def _answered(calling: Awaitable[Any]) -> dict[str, Any]:
    try:
        body: dict[str, Any] = (await calling).data
    except SlackApiError as refused:
        body = refused.response.data
    return body
