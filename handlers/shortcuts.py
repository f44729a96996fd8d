"""The two shortcuts: one that is everywhere, one on a message, whose text becomes the script."""

from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.draft import Origin
from bot.slack.surfaces.escape import tidy, unescape
from handlers.careful import careful
from handlers.composing import open_compose
from handlers.drafting import Place, begin_draft
from handlers.telling import tell_nobody, tell_privately
from handlers.tools import Tools

CREATE_VIDEO: Final = "create_video"
VIDEO_FROM_MESSAGE: Final = "video_from_message"
"""The `callback_id`s, as in the manifest."""


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the shortcuts."""

    @careful(tell_nobody)
    async def acknowledge_anywhere(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(open_anywhere(body=body, client=client))
        return acked

    @careful(tell_nobody)  # a shortcut from nowhere has no conversation to answer in
    async def open_anywhere(body: dict[str, Any], client: AsyncWebClient) -> None:
        place = Place.of(body)
        await open_compose(tools, client, body["trigger_id"], await begin_draft(tools, place, Origin.SHORTCUT))

    @careful(tell_privately)
    async def acknowledge_on_message(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(open_on_message(body=body, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def open_on_message(body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
        message = body["message"]
        place = Place(
            team_id=str(body["team"]["id"]),
            user_id=str(body["user"]["id"]),
            channel_id=str(body["channel"]["id"]),
            thread_ts=str(message.get("thread_ts") or message["ts"]),
        )
        script = tidy(unescape(str(message.get("text") or ""))).strip()
        draft = await begin_draft(tools, place, Origin.MESSAGE, script=script)
        await open_compose(tools, client, body["trigger_id"], draft)

    app.shortcut({"type": "shortcut", "callback_id": CREATE_VIDEO})(acknowledge_anywhere)
    app.shortcut({"type": "message_action", "callback_id": VIDEO_FROM_MESSAGE})(acknowledge_on_message)
