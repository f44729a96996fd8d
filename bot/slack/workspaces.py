"""Which workspaces Herald is installed in: their bot tokens, and Bolt's question whether a request is from one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Protocol

import structlog
from slack_bolt import BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot.errors import PostRefused, RecordUnreadable, SealBroken, SlackBusy, StoreUnavailable
from bot.installation import Installation
from bot.recent import Recent
from bot.slack.clients import SlackClients, avoid_proxy_at_home
from bot.slack.door import translated

KEPT_FOR: Final = timedelta(hours=1)
KEPT_BRIEFLY: Final = timedelta(seconds=5)
"""For what can be asked of Redis: another process may have installed Herald anew, or lost it."""
KEPT_AT_MOST: Final = 1000

log = structlog.get_logger("herald.workspaces")


@dataclass(frozen=True)
class Workspace:
    """A workspace that Herald is installed in, and who Herald is there; `url` ends with a slash, where it is known."""

    team_id: str
    bot_token: str = field(repr=False)
    bot_id: str
    bot_user_id: str
    enterprise_id: str | None = None
    url: str | None = None
    org_wide: bool = False


class TokenBook(Protocol):
    """Where bot tokens are found."""

    async def find(self, team_id: str, enterprise_id: str | None = None, /) -> Workspace | None:
        """The workspace, or None when Herald is not installed there; raises PostRefused, SlackBusy, StoreUnavailable.

        `enterprise_id` is the workspace's organisation, as a verified request names it.
        """


class OneWorkspace:
    """The token book of an installation in one workspace: a token that names its own workspace."""

    def __init__(self, bot_token: str, clients: SlackClients) -> None:
        self._bot_token = bot_token
        self._clients = clients
        self._team_id: str | None = None

    async def find(self, team_id: str, _enterprise_id: str | None = None, /) -> Workspace | None:
        """The token's workspace when it is the one asked for."""
        if self._team_id not in {None, team_id}:
            return None
        workspace = await self.identify()
        return workspace if workspace.team_id == team_id else None

    async def identify(self) -> Workspace:
        """The workspace that the token is of, from `auth.test`; raises PostRefused or SlackBusy."""
        with translated("auth.test", repeatable=True):
            answer = (await self._clients.repeating(self._bot_token).auth_test()).data
        if not isinstance(answer, dict) or "team_id" not in answer:
            raise PostRefused("auth.test", "no_team")
        self._team_id = str(answer["team_id"])
        return Workspace(
            team_id=self._team_id,
            bot_token=self._bot_token,
            bot_id=str(answer.get("bot_id", "")),
            bot_user_id=str(answer.get("user_id", "")),
            enterprise_id=answer.get("enterprise_id"),
            url=answer.get("url"),
        )


class FindInstallation(Protocol):
    """Where installations are kept."""

    async def __call__(self, team_id: str, enterprise_id: str | None, /) -> Installation | None:
        """The installation that serves a workspace: its own, else that of its organisation."""


class InstalledWorkspaces:
    """The token book of installations by OAuth, in workspaces and in organisations."""

    def __init__(self, find: FindInstallation, fresh: Callable[[Installation], Awaitable[Installation | None]]) -> None:
        self._find = find
        self._fresh = fresh

    async def find(self, team_id: str, enterprise_id: str | None = None, /) -> Workspace | None:
        """The workspace, with a token that can be used now."""
        kept = await self._find(team_id, enterprise_id)
        installation = None if kept is None else await self._fresh(kept)
        if installation is None:
            return None
        return Workspace(
            team_id=team_id,
            bot_token=installation.bot_token.get_secret_value(),
            bot_id=installation.bot_id,
            bot_user_id=installation.bot_user_id,
            enterprise_id=installation.enterprise_id,
            url=None if installation.org_wide else installation.url,
            org_wide=installation.org_wide,
        )


@dataclass(frozen=True)
class _Kept:
    workspace: Workspace | None
    until: float


class Workspaces:
    """A bounded memory in front of a token book, so that no request waits for Slack once its workspace is known.

    While the book does not answer, what was known longer ago than `ttl` still counts.
    """

    def __init__(
        self,
        book: TokenBook,
        *,
        ttl: timedelta = KEPT_FOR,
        size: int = KEPT_AT_MOST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._book = book
        self._ttl_seconds = ttl.total_seconds()
        self._monotonic = monotonic
        self._kept = Recent[str, _Kept](size)
        self._asking: dict[str, asyncio.Task[Workspace | None]] = {}

    async def find(self, team_id: str, enterprise_id: str | None = None) -> Workspace | None:
        """As the book finds it."""
        kept = self._kept.get(team_id)
        if kept is not None and self._monotonic() < kept.until:
            return kept.workspace
        try:
            return await asyncio.shield(self._ask(team_id, enterprise_id))
        except (SlackBusy, StoreUnavailable):
            if kept is None or self._kept.get(team_id) is None:
                raise
            return kept.workspace

    def remember(self, workspace: Workspace) -> None:
        """Keep a workspace that is already known, so that its first request does not wait."""
        self._keep(workspace.team_id, workspace)

    def purge(self, team_id: str) -> None:
        """Forget the workspace: its token was revoked, or Herald was uninstalled."""
        self._kept.drop(team_id)
        self._asking.pop(team_id, None)

    def _ask(self, team_id: str, enterprise_id: str | None) -> asyncio.Task[Workspace | None]:
        asking = self._asking.get(team_id)
        if asking is None:
            asking = self._asking[team_id] = asyncio.create_task(self._book.find(team_id, enterprise_id))
            asking.add_done_callback(lambda answered: self._answered(team_id, answered))
        return asking

    def _answered(self, team_id: str, answered: asyncio.Task[Workspace | None]) -> None:
        if self._asking.get(team_id) is not answered:
            return  # purged meanwhile: what it found is no longer true
        del self._asking[team_id]
        if not answered.cancelled() and answered.exception() is None:
            self._keep(team_id, answered.result())

    def _keep(self, team_id: str, workspace: Workspace | None) -> None:
        self._kept.put(team_id, _Kept(workspace, self._monotonic() + self._ttl_seconds))


async def name_workspace(
    body: dict[str, Any],
    context: AsyncBoltContext,
    next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's
) -> BoltResponse:
    """Bolt's middleware: interactions under an organisation's installation may come without their workspace."""
    if "team" in body and body["team"] is None and context.team_id is not None:
        body["team"] = {"id": context.team_id}
    return await next()


class Authorize(AsyncAuthorize):
    """Bolt's authorization: only a request from a workspace that Herald is installed in goes on."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_actor: str | None,
    ) -> AuthorizeResult | None:
        """Who Herald is in the request's workspace; None for one that it is not installed in."""
        avoid_proxy_at_home(context.client)  # Bolt made this client for this request, after the app's own
        if team_id is None:
            return None
        try:
            workspace = await self._workspaces.find(team_id, enterprise_id)
        except (PostRefused, RecordUnreadable, SealBroken) as error:
            log.warning("a workspace cannot be served", team_id=team_id, error=str(error))
            return None
        if workspace is None:
            return None
        return AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_id=workspace.bot_id,
            bot_token=workspace.bot_token,
        )
