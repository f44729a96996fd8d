"""The buttons that lead to the form: of a review that stands alone, and of the answer to a mention."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.draft import Draft, Origin
from bot.slack.door import translated
from bot.slack.surfaces.invitation import START_HERE
from bot.slack.surfaces.review import EDIT_REVIEWED
from handlers.cards import own_draft
from handlers.careful import careful
from handlers.composing import compose_view, open_compose, opened_for
from handlers.drafting import Place, begin_draft
from handlers.telling import tell_above_the_form, tell_nobody, tell_privately
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons."""

    @careful(tell_nobody)
    async def acknowledge_back(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(edit_reviewed(body=body, action=action, client=client))
        return acked

    @careful(tell_above_the_form)
    async def edit_reviewed(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        draft = await own_draft(tools, body, str(action.get("value") or ""))
        view = await compose_view(tools, draft, opened_for(draft))
        with translated("views.update", repeatable=True):
            await client.views_update(view_id=body["view"]["id"], view=view)

    @careful(tell_privately)
    async def acknowledge_start(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(start_here(body=body, action=action, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def start_here(
        body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        draft = await _draft_here(tools, body, str(action.get("value") or ""))
        await open_compose(tools, client, body["trigger_id"], draft)

    app.action(EDIT_REVIEWED)(acknowledge_back)
    app.action(START_HERE)(acknowledge_start)


async def _draft_here(tools: Tools, body: dict[str, Any], draft_id: str) -> Draft:
    """What the person wrote beside the mention; for everybody else a new draft that is answered in the same thread."""
    team_id, user_id = str(body["team"]["id"]), str(body["user"]["id"])
    own = await tools.drafts.get(team_id, user_id, draft_id)
    if own is not None:
        return own
    container, message = body.get("container") or {}, body.get("message") or {}
    thread_ts = container.get("thread_ts") or message.get("thread_ts") or container.get("message_ts")
    place = Place(team_id, user_id, str(container["channel_id"]), None if thread_ts is None else str(thread_ts))
    return await begin_draft(tools, place, Origin.MENTION)
