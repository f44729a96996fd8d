"""A local Slack with a Bolt app behind it, in each build and over each transport."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from tests.contract.bolt.apps import KINDS, Seen, app_running, free_socket, settings_for
from tests.playground.slack.desk import Desk, open_desk

EVENTS: Final = (
    *("app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked"),
    *("message.channels", "message.groups", "message.im", "message.mpim"),
    *("reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel", "file_shared"),
)
SCOPES: Final = (
    *("commands", "chat:write", "files:write", "files:read", "im:write", "users:read", "app_mentions:read"),
    *("channels:history", "groups:history", "im:history", "mpim:history", "channels:join"),
    *("channels:read", "groups:read", "reactions:read", "reactions:write"),
)
_ITEM: Final[dict[str, Any]] = {"type": "string", "name": "item", "title": "Item", "description": "What"}
_ORDER: Final[dict[str, Any]] = {"type": "string", "name": "order_id", "title": "Order", "description": "Id"}
PLACE_ORDER: Final[dict[str, Any]] = {
    "callback_id": "place_order",
    "title": "Place order",
    "description": "Places an order",
    "input_parameters": [{**_ITEM, "is_required": True}],
    "output_parameters": [{**_ORDER, "is_required": True}],
}


async def _pair(kind: str) -> AsyncIterator[tuple[Desk, Seen]]:
    seen, sock = Seen(), free_socket()
    settings = settings_for(kind, sock, scopes=SCOPES, bot_events=EVENTS, functions=(PLACE_ORDER,))
    async with open_desk(settings) as desk, app_running(kind, desk, sock, seen):
        yield desk, seen
    sock.close()


@pytest.fixture(params=KINDS)
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Desk, Seen]]:
    """A local Slack and the app, in each build over each transport."""
    async for opened in _pair(request.param):
        yield opened


@pytest.fixture(params=["async-http", "async-socket"])
async def told(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Desk, Seen]]:
    """A local Slack and the async app, over each transport."""
    async for opened in _pair(request.param):
        yield opened
