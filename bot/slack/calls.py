"""Calls of Slack's Web API in a workspace's name."""

from collections.abc import Awaitable, Callable, Sequence
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

    async def once(self, team_id: str, method: str, call: Call, *, needs: Sequence[str] = ()) -> dict[str, Any]:
        """Make a call that must not be made twice, such as a post; an answer without a key in `needs` is no answer."""
        workspace = await self.workspace(team_id, method)
        with translated(method):
            return _body(await call(self._clients.once(workspace.bot_token)), needs)

    async def repeat(self, team_id: str, method: str, call: Call, *, needs: Sequence[str] = ()) -> dict[str, Any]:
        """Make a call that may be made twice, such as an edit or a question; likewise."""
        workspace = await self.workspace(team_id, method)
        with translated(method, repeatable=True):
            return _body(await call(self._clients.repeating(workspace.bot_token)), needs)

    async def workspace(self, team_id: str, method: str) -> Workspace:
        """Who Herald is in the workspace; PostRefused `not_authed` when it is not installed there."""
        workspace = await self._workspaces.find(team_id)
        if workspace is None:
            raise PostRefused(method, "not_authed")
        return workspace


def _body(answer: AsyncSlackResponse, needs: Sequence[str]) -> dict[str, Any]:
    if not isinstance(answer.data, dict) or any(key not in answer.data for key in needs):
        raise ValueError("the answer is no JSON object, or lacks what it must have")
    return answer.data
