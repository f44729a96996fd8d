"""Events: a workspace that leaves."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.errors import HeraldError, StoreUnavailable
from handlers.careful import careful
from handlers.tools import Tools


async def ask_again(_arguments: dict[str, Any], error: HeraldError | Exception) -> BoltResponse | None:
    """Let Slack send the event again where it could not be kept: it is the last that comes from there."""
    return BoltResponse(status=503) if isinstance(error, StoreUnavailable) else None


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the events that end an installation; they may come in any order, alone or again."""

    async def leave(body: dict[str, Any], context: AsyncBoltContext) -> None:
        at = _time_of(body)
        if context.is_enterprise_install and context.enterprise_id is not None:
            await tools.leaving.leave_organisation(context.enterprise_id, at)
        else:
            await tools.leaving.leave_workspace(str(context.team_id or body["team_id"]), at)

    @careful(ask_again)
    async def leave_place(body: dict[str, Any], context: AsyncBoltContext) -> None:
        await leave(body, context)

    @careful(ask_again)
    async def leave_when_the_bot_may_no_more(
        event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Tokens of people may end too; Herald has none of them."""
        if (event.get("tokens") or {}).get("bot"):
            await leave(body, context)

    @careful(ask_again)
    async def leave_some_workspaces(event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        """An organisation took some of its workspaces away."""
        for team_id in event.get("team_ids") or ():
            await tools.leaving.leave_workspace(str(team_id), _time_of(body), enterprise_id=context.enterprise_id)

    app.event("app_uninstalled")(leave_place)
    app.event("tokens_revoked")(leave_when_the_bot_may_no_more)
    app.event("team_access_revoked")(leave_some_workspaces)


def _time_of(body: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(float(body["event_time"]), UTC)
