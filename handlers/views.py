"""The submissions: of the compose modal, which is reviewed; and of the review, which makes the video."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.rendering.draft import Draft
from bot.rendering.render import Render
from bot.slack.surfaces.compose import COMPOSE
from bot.slack.surfaces.opened import Opened
from bot.slack.surfaces.review import REVIEW
from bot.slack.surfaces.script_file import read_script_file
from handlers.careful import careful
from handlers.composing import quote_for, quote_within_budget, review_view
from handlers.drafting import Place, destination_of, request_of
from handlers.pricing import Priced, push_review
from handlers.saving import save_form
from handlers.script_files import read_then_review
from handlers.telling import tell_beside_the_field, tell_in_the_view, tell_nobody
from handlers.tools import Tools

GONE = "This draft is not there any more. Please type /herald to begin anew."
CHANGED = "The draft was changed since you looked at it. This is what it is now."


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the two views."""

    @careful(tell_beside_the_field)
    async def review_draft(
        ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse:
        draft, file = await save_form(tools, body, view), read_script_file(view)
        if file is not None:
            return await read_then_review(tools, ack, client, draft, file)
        quote, beginning = await quote_within_budget(tools, draft)
        return await push_review(tools, ack, client, Priced(draft, quote, beginning))

    @careful(tell_in_the_view)
    async def make_video(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        opened = Opened.read(str(view.get("private_metadata") or ""))
        place = Place.of(body)
        draft = await tools.drafts.get(place.team_id, place.user_id, opened.draft)
        if draft is None:
            await require_made(tools, place, opened.draft)
            return await ack(response_action="clear")
        if opened.seen is not None and draft.updated_at != opened.seen:
            again = await review_view(tools, draft, await quote_for(tools, draft), problem=CHANGED)
            return await ack(response_action="update", view=again)
        render = await take(tools, draft)
        acked = await ack(response_action="clear")
        tools.afterwards.start(start_render(tools=tools, render=render))
        return acked

    app.view(COMPOSE)(review_draft)
    app.view(REVIEW)(make_video)


async def take(tools: Tools, draft: Draft) -> Render:
    """Make the draft a render: stored, and its money reserved; a second time changes nothing."""
    return await tools.desk.take(request_of(draft, await destination_of(tools, draft)))


async def require_made(tools: Tools, place: Place, draft_id: str) -> Render:
    """The render that the draft became (a second click); raises Refusal where there is none of this person's."""
    render = await tools.renders.get(place.team_id, draft_id)
    if render is None or render.user_id != place.user_id:
        raise Refusal(GONE)
    return render


@careful(tell_nobody)  # the request is stored: should this be cut off, the reconciler wakes it
async def start_render(tools: Tools, render: Render) -> None:
    """Wake the render's first step."""
    await tools.wakeups.wake("anchor", render.team_id, render.id)
