"""Calls of Slack's Web API in a workspace's name."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import PostRefused
from bot.recent import Recent
from bot.slack.clients import SlackClients
from bot.slack.door import translated
from bot.slack.pacing import Pace
from bot.slack.workspaces import Workspace, Workspaces

ENDED: Final = frozenset({"token_expired", "token_revoked", "account_inactive", "invalid_auth"})
"""What Slack says of a token that was good once."""
OPEN: Final = "conversations.open"
DIRECTS_AT_MOST: Final = 10_000

Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]


class SlackCalls:
    """Finds the workspace's token, makes the call and reads its answer.

    Raises PostRefused, SlackBusy and, from `once` alone, PostUncertain.
    """

    def __init__(self, clients: SlackClients, workspaces: Workspaces, pace: Pace | None = None) -> None:
        self._clients = clients
        self._workspaces = workspaces
        self._pace = pace or Pace()
        self._directs = Recent[tuple[str, str, str], str](DIRECTS_AT_MOST)

    async def once(
        self, team_id: str, method: str, call: Call, *, needs: Sequence[str] = (), channel_id: str = ""
    ) -> dict[str, Any]:
        """Make a call that must not be made twice, such as a post; an answer without a key in `needs` is no answer.

        `channel_id` is given where Slack's limits on the method are a channel's.
        """
        workspace = await self.workspace(team_id, method)
        with self._pace.kept(team_id, method, channel_id), self._tokens_end(team_id), translated(method):
            return _body(await call(self._clients.once(workspace.bot_token, _named(workspace))), needs)

    async def repeat(
        self, team_id: str, method: str, call: Call, *, needs: Sequence[str] = (), channel_id: str = ""
    ) -> dict[str, Any]:
        """Make a call that may be made twice, such as an edit or a question; likewise."""
        workspace = await self.workspace(team_id, method)
        paced, ended = self._pace.kept(team_id, method, channel_id), self._tokens_end(team_id)
        with paced, ended, translated(method, repeatable=True):
            return _body(await call(self._clients.repeating(workspace.bot_token, _named(workspace))), needs)

    async def direct(self, team_id: str, user_id: str) -> str:
        """The conversation that Herald has with a person alone; its id is the same for ever, so it is asked for once.

        Raises PostRefused or SlackBusy.
        """
        known = (team_id, (await self.workspace(team_id, OPEN)).bot_user_id, user_id)
        direct = self._directs.get(known)
        if direct is None:
            answer = await self.repeat(
                team_id, OPEN, lambda slack: slack.conversations_open(users=user_id), needs=["channel"]
            )
            direct = str(answer["channel"]["id"])
            self._directs.put(known, direct)
        return direct

    async def workspace(self, team_id: str, method: str) -> Workspace:
        """Who Herald is in the workspace; PostRefused `not_authed` when it is not installed there."""
        workspace = await self._workspaces.find(team_id)
        if workspace is None:
            raise PostRefused(method, "not_authed")
        return workspace

    @contextmanager
    def _tokens_end(self, team_id: str) -> Iterator[None]:
        """Look the token up anew the next time when Slack says that this one holds no more."""
        try:
            yield
        except PostRefused as error:
            if error.code in ENDED:
                self._workspaces.purge(team_id)
            raise


def _named(workspace: Workspace) -> str | None:
    """The workspace's id where its token is that of a whole organisation."""
    return workspace.team_id if workspace.org_wide else None


def _body(answer: AsyncSlackResponse, needs: Sequence[str]) -> dict[str, Any]:
    if not isinstance(answer.data, dict) or any(key not in answer.data for key in needs):
        raise ValueError("the answer is no JSON object, or lacks what it must have")
    return answer.data
