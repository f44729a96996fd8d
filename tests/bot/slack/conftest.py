"""A running local Slack, and Herald's adapter in front of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.rendering.progress import Progress
from bot.rendering.render import Render
from bot.slack.aftercare import SlackAftercare
from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.companions import SlackCompanions
from bot.slack.delivery import SlackDelivery
from bot.slack.kept_files import KeptFiles
from bot.slack.thread import SlackThread
from bot.slack.upload import UploadHost
from bot.slack.workspaces import OneWorkspace, Workspaces
from playground.slack.settings import Settings
from tests.bot.slack.samples import names_of
from tests.playground.slack.desk import ALL_SCOPES, Desk, open_desk


@dataclass
class Watch:
    """The machine's time, and what a test added to it."""

    added: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        """Now."""
        return datetime.now(UTC) + self.added


@dataclass(frozen=True)
class Herald:
    """The adapter under test and the Slack that it talks to."""

    desk: Desk
    calls: SlackCalls
    watch: Watch
    thread: SlackThread
    delivery: SlackDelivery
    aftercare: SlackAftercare
    companions: SlackCompanions


async def nothing_known(render: Render) -> Progress:
    """What is known of a render where there were none before."""
    return Progress()


async def no_pause(seconds: float) -> None:
    """A pause that takes no time."""


@pytest.fixture
async def herald() -> AsyncIterator[Herald]:
    """Herald's adapter and a local Slack."""
    async with open_desk(Settings(scopes=ALL_SCOPES)) as desk, open_session() as session:
        clients = SlackClients(session, f"{desk.url}/api/", no_pause)
        calls = SlackCalls(clients, Workspaces(OneWorkspace(desk.settings.bot_token, clients)))
        watch, uploads = Watch(), UploadHost(session, [desk.url])
        yield Herald(
            desk,
            calls,
            watch,
            SlackThread(calls, labels=names_of, now=watch, progress=nothing_known),
            SlackDelivery(calls, uploads, KeptFiles(calls, session, [desk.url]), labels=names_of, now=watch),
            SlackAftercare(calls, now=watch),
            SlackCompanions(calls, uploads),
        )
