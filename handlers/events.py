"""Events: a workspace that leaves."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.careful import careful
from handlers.telling import tell_nobody
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the two events that end an installation; either may come first or alone."""

    @careful(tell_nobody)
    async def forget_workspace(body: dict[str, Any]) -> None:
        tools.forget_workspace(str(body["team_id"]))

    app.event("app_uninstalled")(forget_workspace)
    app.event("tokens_revoked")(forget_workspace)
