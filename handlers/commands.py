"""`/herald`: help, the compose modal, or a preview of what was typed for one who has done it before."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import InvalidField
from bot.rendering.draft import Draft, Origin
from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.card import Card, build_card
from bot.slack.surfaces.escape import tidy, unescape
from bot.slack.surfaces.help import build_help
from handlers.admin import open_admin
from handlers.announce import open_announcements
from handlers.called import Called, Open
from handlers.cards import stamp
from handlers.careful import careful
from handlers.composing import open_compose, quote_for
from handlers.drafting import Place, begin_draft, begin_with_budget
from handlers.forgetting import open_forgetting
from handlers.personal import open_personal
from handlers.ports import Beginning
from handlers.telling import tell_in_the_answer, tell_privately
from handlers.tools import Tools

COMMAND = "/herald"
OPENS: Final[Mapping[str, Open]] = {
    "admin": open_admin,
    "announce": open_announcements,
    "forget me": open_forgetting,
    "personal": open_personal,
}
"""What a word alone opens after the ack; anything longer is a script."""


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the command."""

    @careful(tell_in_the_answer)
    async def answer_command(
        ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        if _asks_for_help(command):
            help_text = await _help_for(tools, command)
            return await ack(text=help_text.text, blocks=help_text.blocks)
        open_part = OPENS.get(_word(command))
        if open_part is not None:
            acked = await ack()
            tools.afterwards.start(open_for(command=command, open_part=open_part, client=client, respond=respond))
            return acked
        draft = None
        if _script(command):
            draft, beginning = await begin_with_budget(tools, _place(command), Origin.COMMAND, script=_script(command))
            card = await _card_for(tools, draft, beginning)
            if card is not None:
                return await ack(text=card.text, blocks=card.blocks)
        acked = await ack()
        tools.afterwards.start(open_compose_modal(command=command, draft=draft, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def open_compose_modal(
        command: dict[str, Any], draft: Draft | None, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        begun = draft or await begin_draft(tools, _place(command), Origin.COMMAND, script=_script(command))
        await open_compose(tools, client, command["trigger_id"], begun)

    @careful(tell_privately)
    async def open_for(command: dict[str, Any], open_part: Open, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await open_part(tools, Called(_place(command), command["trigger_id"], client))

    app.command(COMMAND)(answer_command)


def _script(command: dict[str, Any]) -> str:
    return tidy(unescape(str(command.get("text") or ""))).strip()


def _place(command: dict[str, Any]) -> Place:
    return Place(command["team_id"], command["user_id"], command["channel_id"])


async def _card_for(tools: Tools, draft: Draft, beginning: Beginning) -> Message | None:
    """The preview of a draft that could be made as it is, and is kept; None where something has to be chosen first."""
    try:
        quote = await quote_for(tools, draft)
    except InvalidField:
        return None
    await tools.drafts.save(draft)
    return build_card(Card(draft, stamp(draft), quote, beginning.budget_left, await tools.offer.labels(draft.team_id)))


async def _help_for(tools: Tools, command: dict[str, Any]) -> Message:
    beginning = await tools.begin(command["team_id"], command["user_id"])
    return build_help(price_per_second=tools.price_per_second, budget_left=beginning.budget_left)


def _asks_for_help(command: dict[str, Any]) -> bool:
    return _word(command) == "help"


def _word(command: dict[str, Any]) -> str:
    return " ".join(str(command.get("text") or "").lower().split())
