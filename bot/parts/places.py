"""Where Herald is installed: in one workspace by its token, or in any number by OAuth; and how it leaves."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from pydantic import SecretStr
from redis.asyncio import Redis

from bot.errors import SlackError
from bot.install_door import InstallDoor
from bot.installation import Installation
from bot.rendering.leaving import stamp_of
from bot.rendering.ports import Wakeups
from bot.slack.clients import SlackClients
from bot.slack.installing import OAuth, Renewals
from bot.slack.workspaces import KEPT_BRIEFLY, InstalledWorkspaces, OneWorkspace, Workspaces
from bot.store.installations import Installations, InstallStates
from bot.store.sealing import Sealer

RETRY_IDENTIFYING: Final = 5.0
LEAVE: Final = "leave"
"""The step that erases a workspace."""
SKEW: Final = timedelta(seconds=10)
"""Between Slack's clock, which dates the end of an installation, and ours, which dates its beginning."""

log = structlog.get_logger("herald.places")


@dataclass(frozen=True)
class Credentials:
    """What the app shows to install itself, and what seals the tokens that it is given."""

    client_id: str
    client_secret: SecretStr
    public_url: str
    encryption_keys: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """The workspaces, and what goes on beside the requests to know them; the rest is there for many workspaces."""

    workspaces: Workspaces
    keep_up: Callable[[], Coroutine[None, None, None]]
    installations: Installations | None = None
    oauth: OAuth | None = None


def one_workspace(token: str, clients: SlackClients) -> Places:
    """The workspace that the token is of."""
    book = OneWorkspace(token, clients)
    workspaces = Workspaces(book)

    async def identify() -> None:
        """Learn which workspace that is, so that not even the first request waits for Slack."""
        while True:
            try:
                workspaces.remember(await book.identify())
            except SlackError as error:
                log.warning("Slack does not say which workspace the token is of; asking again", error=str(error))
                await asyncio.sleep(RETRY_IDENTIFYING)
            else:
                return

    return Places(workspaces, identify)


def many_workspaces(
    credentials: Credentials, redis: Redis, clients: SlackClients, *, clock: Callable[[], datetime]
) -> Places:
    """The workspaces that people installed Herald in."""
    installations = Installations(redis, Sealer(credentials.encryption_keys))
    oauth = OAuth(
        clients,
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        public_url=credentials.public_url,
        revise=lambda: secrets.token_hex(8),
    )
    renewals = Renewals(installations, oauth, clock=clock)
    workspaces = Workspaces(InstalledWorkspaces(installations.find, renewals.fresh), ttl=KEPT_BRIEFLY)
    return Places(workspaces, renewals.keep_renewed, installations, oauth)


def build_install_door(
    places: Places | None, redis: Redis, *, clock: Callable[[], datetime], secure: bool
) -> InstallDoor | None:
    """Where people install Herald; None for one workspace."""
    if places is None or places.installations is None or places.oauth is None:
        return None
    installations, workspaces = places.installations, places.workspaces

    async def installed(installation: Installation) -> None:
        await installations.save(installation)
        workspaces.purge(installation.id)

    return InstallDoor(
        places.oauth,
        InstallStates(redis),
        installed=installed,
        new_token=lambda: secrets.token_hex(16),
        clock=clock,
        secure=secure,
    )


class Leaving:
    """Ends Herald's part in a workspace: at once for its requests, and by a step of the queue for all that is kept."""

    def __init__(self, workspaces: Workspaces, installations: Installations | None, wakeups: Wakeups) -> None:
        self._workspaces = workspaces
        self._installations = installations
        self._wakeups = wakeups

    async def leave_workspace(self, team_id: str, at: datetime, *, enterprise_id: str | None = None) -> None:
        """Slack ended the workspace's installation, or its part in its organisation's; raises StoreUnavailable."""
        if enterprise_id is not None and self._installations is not None:
            await self._installations.leave_organisation(team_id, enterprise_id)
        installed_at = None if self._installations is None else await self._installations.installed_at(team_id)
        if installed_at is not None and installed_at > at + SKEW:
            log.info("a workspace that left was installed anew before this was known", team_id=team_id)
            return
        self._workspaces.purge(team_id)
        await self._wakeups.wake(LEAVE, team_id, stamp_of(installed_at))

    async def leave_organisation(self, enterprise_id: str, at: datetime) -> None:
        """Slack ended the installation in all workspaces of the organisation; likewise."""
        members = () if self._installations is None else await self._installations.members(enterprise_id)
        for place_id in (*members, enterprise_id):
            await self.leave_workspace(place_id, at)
