"""Calls of Slack's Web API in a workspace's name."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import PostRefused
from bot.slack.clients import SlackClients
from bot.slack.door import translated
from bot.slack.workspaces import Workspace, Workspaces

Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]


class SlackCalls:
    """Finds the workspace's token, makes the call and reads its answer.

    Raises PostRefused, SlackBusy and, from `once` alone, PostUncertain.
    """

    def __init__(self, clients: SlackClients, workspaces: Workspaces) -> None:
        self._clients = clients
        self._workspaces = workspaces

    async def once(self, team_id: str, method: str, call: Call) -> dict[str, Any]:
        """Make a call that must not be made twice, such as a post."""
        workspace = await self.workspace(team_id, method)
        with translated(method):
            return _body(await call(self._clients.once(workspace.bot_token)))

    async def repeat(self, team_id: str, method: str, call: Call) -> dict[str, Any]:
        """Make a call that may be made twice, such as an edit or a question."""
        workspace = await self.workspace(team_id, method)
        with translated(method, repeatable=True):
            return _body(await call(self._clients.repeating(workspace.bot_token)))

    async def workspace(self, team_id: str, method: str) -> Workspace:
        """Who Herald is in the workspace; PostRefused `not_authed` when it is not installed there."""
        workspace = await self._workspaces.find(team_id)
        if workspace is None:
            raise PostRefused(method, "not_authed")
        return workspace


def _body(answer: AsyncSlackResponse) -> dict[str, Any]:
    if not isinstance(answer.data, dict):
        raise ValueError("the answer is no JSON object")
    return answer.data
