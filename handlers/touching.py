"""What all buttons and menus have in common: acked at once, then followed; what goes wrong is told privately."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from re import Pattern
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.careful import careful
from handlers.telling import tell_privately
from handlers.tools import Tools


@dataclass(frozen=True)
class Touch:
    """What somebody pressed or chose."""

    team_id: str
    user_id: str
    action_id: str
    trigger_id: str
    value: str
    client: AsyncWebClient
    respond: AsyncRespond
    body: dict[str, Any]


Follow = Callable[[Touch], Coroutine[Any, Any, None]]


def on_touch(app: AsyncApp, tools: Tools, action_id: str | Pattern[str], follow: Follow) -> None:
    """Run `follow` after the ack of what was pressed or chosen."""

    @careful(tell_privately)
    async def acknowledge(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(follow_touch(body=body, action=action, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def follow_touch(
        body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        chosen = action.get("selected_option") or {}
        await follow(
            Touch(
                team_id=str(body["team"]["id"]),
                user_id=str(body["user"]["id"]),
                action_id=str(action["action_id"]),
                trigger_id=str(body["trigger_id"]),
                value=str(action.get("value") or chosen.get("value") or ""),
                client=client,
                respond=respond,
                body=body,
            )
        )

    app.action(action_id)(acknowledge)
