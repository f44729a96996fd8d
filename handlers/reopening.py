"""The buttons that lead to the form: of a review that stands alone, and of the answer to a mention."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.draft import Draft, Origin
from bot.slack.surfaces.invitation import START_HERE
from bot.slack.surfaces.review import EDIT_REVIEWED
from handlers.cards import own_draft
from handlers.careful import careful
from handlers.composing import compose_view, open_compose, opened_for
from handlers.drafting import Place, begin_draft
from handlers.showing import replace_view
from handlers.telling import tell_above_the_form, tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch


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
        draft = await own_draft(tools, Place.of(body), str(action.get("value") or ""))
        await replace_view(client, body["view"]["id"], await compose_view(tools, draft, opened_for(draft)))

    async def start_here(touch: Touch) -> None:
        await open_compose(tools, touch.client, touch.trigger_id, await _draft_here(tools, touch))

    app.action(EDIT_REVIEWED)(acknowledge_back)
    on_touch(app, tools, START_HERE, start_here)


async def _draft_here(tools: Tools, touch: Touch) -> Draft:
    """What the person wrote beside the mention; for everybody else a new draft that is answered in the same thread."""
    own = await tools.drafts.get(touch.team_id, touch.user_id, touch.value)
    if own is not None:
        return own
    container, message = touch.body.get("container") or {}, touch.body.get("message") or {}
    thread_ts = container.get("thread_ts") or message.get("thread_ts") or container.get("message_ts")
    place = Place(
        touch.team_id, touch.user_id, str(container["channel_id"]), None if thread_ts is None else str(thread_ts)
    )
    return await begin_draft(tools, place, Origin.MENTION)
