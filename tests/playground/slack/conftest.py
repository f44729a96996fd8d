"""A running local Slack, alone or with an app behind it."""

from collections.abc import AsyncIterator

import pytest

from playground.slack.settings import Settings
from tests.playground.slack.app import Seen, over_http, over_socket
from tests.playground.slack.desk import ALL_SCOPES, Desk, open_desk


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A local Slack with no app, granted all scopes but `chat:write.public`."""
    async with open_desk(Settings(scopes=ALL_SCOPES)) as opened:
        yield opened


@pytest.fixture(params=["http", "socket"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Desk, Seen]]:
    """A local Slack and a Bolt app, once over HTTP and once in Socket Mode."""
    async with over_http() if request.param == "http" else over_socket() as pair:
        yield pair


@pytest.fixture
async def with_app() -> AsyncIterator[tuple[Desk, Seen]]:
    """A local Slack and a Bolt app over HTTP."""
    async with over_http() as pair:
        yield pair
