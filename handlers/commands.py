"""`/herald`: help, or the compose modal, with what was typed as the script."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.escape import unescape
from bot.slack.surfaces.help import build_help
from handlers.careful import careful
from handlers.composing import begin_draft, open_compose
from handlers.telling import tell_in_the_answer, tell_privately
from handlers.tools import Tools

COMMAND = "/herald"


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the command."""

    @careful(tell_in_the_answer)
    async def answer_command(
        ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        if _asks_for_help(command):
            help_text = await _help_for(tools, command)
            return await ack(text=help_text.text, blocks=help_text.blocks)
        acked = await ack()
        tools.afterwards.start(open_compose_modal(command=command, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def open_compose_modal(command: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
        beginning = await tools.begin(command["team_id"], command["user_id"])
        draft = await begin_draft(
            tools,
            beginning,
            team_id=command["team_id"],
            channel_id=command["channel_id"],
            script=unescape(command.get("text", "")),
            choices=beginning.choices,
        )
        await open_compose(client, command["trigger_id"], draft)

    app.command(COMMAND)(answer_command)


async def _help_for(tools: Tools, command: dict[str, Any]) -> Message:
    beginning = await tools.begin(command["team_id"], command["user_id"])
    return build_help(price_per_second=tools.price_per_second, budget_left=beginning.budget_left)


def _asks_for_help(command: dict[str, Any]) -> bool:
    return str(command.get("text", "")).strip().lower() == "help"
