"""Buttons in messages."""

from dataclasses import replace
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.rendering.render import Render
from bot.slack.surfaces.blocks import RENDER_AGAIN
from bot.slack.surfaces.compose import ComposeDraft
from handlers.careful import careful
from handlers.composing import begin_draft, open_compose
from handlers.telling import tell_privately
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons."""

    @careful(tell_privately)
    async def acknowledge(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(render_again(body=body, action=action, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def render_again(
        body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        team_id = str(body["team"]["id"])
        earlier = await tools.renders.get(team_id, str(action.get("value", "")))
        if earlier is None or earlier.user_id != body["user"]["id"]:
            raise Refusal(
                "Only the person who asked for this video can render it again. Type /herald to make your own."
            )
        await open_compose(client, body["trigger_id"], await _draft_of(tools, earlier))

    app.action(RENDER_AGAIN)(acknowledge)


async def _draft_of(tools: Tools, earlier: Render) -> ComposeDraft:
    channel_id = earlier.destination.channel_id
    beginning = await tools.begin(earlier.team_id, earlier.user_id)
    draft = await begin_draft(
        tools,
        beginning,
        team_id=earlier.team_id,
        channel_id=channel_id,
        script=earlier.script,
        choices=earlier.choices,
    )
    return replace(draft, conversation_id=channel_id)
