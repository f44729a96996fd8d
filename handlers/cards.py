"""The buttons of the preview card."""

from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import HeraldError, Refusal
from bot.rendering.draft import Draft
from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.card import (
    DROP_DRAFT,
    EDIT_DRAFT,
    MAKE_IT,
    build_editing_card,
    build_problem_card,
    build_settled_card,
    build_taken_card,
)
from bot.slack.surfaces.words import explain_error
from handlers.careful import careful
from handlers.composing import open_compose
from handlers.drafting import Place
from handlers.telling import tell_nobody, tell_privately
from handlers.tools import Tools
from handlers.touching import Touch, on_touch
from handlers.views import GONE, require_made, start_render, take

ALREADY: Final = "This video is being made already. You find it where you asked for it."


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons."""
    _register_making(app, tools)
    _register_editing(app, tools)


def _register_making(app: AsyncApp, tools: Tools) -> None:

    @careful(tell_privately)
    async def make_video(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        draft_id, _, seen = str(action.get("value") or "").partition("@")
        outcome = await _make(tools, body, draft_id, seen)
        acked = await ack()
        tools.afterwards.start(_replace(message=outcome, respond=respond))
        return acked

    app.action(MAKE_IT)(make_video)


def _register_editing(app: AsyncApp, tools: Tools) -> None:
    async def edit_draft(touch: Touch) -> None:
        draft = await own_draft(tools, touch.place, touch.value)
        await open_compose(tools, touch.client, touch.trigger_id, draft)
        await _replace(message=build_editing_card(draft.id), respond=touch.respond)

    @careful(tell_privately)
    async def drop_draft(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        place = Place.of(body)
        await tools.drafts.drop(place.team_id, place.user_id, str(action.get("value") or ""))
        acked = await ack()
        tools.afterwards.start(remove(respond=respond))
        return acked

    @careful(tell_nobody)
    async def remove(respond: AsyncRespond) -> None:
        await respond(delete_original=True)

    on_touch(app, tools, EDIT_DRAFT, edit_draft)
    app.action(DROP_DRAFT)(drop_draft)


async def _make(tools: Tools, body: dict[str, Any], draft_id: str, seen: str) -> Message:
    """Make the card's draft a render; what takes the card's place, whatever comes of it."""
    place = Place.of(body)
    draft = await tools.drafts.get(place.team_id, place.user_id, draft_id)
    if draft is None:
        try:
            await require_made(tools, place, draft_id)
        except Refusal:
            return build_settled_card(GONE)
        return build_settled_card(ALREADY)
    if seen != stamp(draft):
        return build_problem_card(draft_id, "The draft was changed since: Edit shows what it is now.")
    try:
        render = await take(tools, draft)
    except HeraldError as error:
        return build_problem_card(draft_id, explain_error(error).text)
    tools.afterwards.start(start_render(tools=tools, render=render))
    return build_taken_card(draft)


def stamp(draft: Draft) -> str:
    """What tells this state of a draft from a later one."""
    return f"{draft.updated_at.timestamp():.6f}"


async def own_draft(tools: Tools, place: Place, draft_id: str) -> Draft:
    """The person's draft of this id; raises Refusal where there is none."""
    draft = await tools.drafts.get(place.team_id, place.user_id, draft_id)
    if draft is None:
        raise Refusal(GONE)
    return draft


@careful(tell_nobody)
async def _replace(message: Message, respond: AsyncRespond) -> None:
    await respond(text=message.text, blocks=message.blocks, replace_original=True)
