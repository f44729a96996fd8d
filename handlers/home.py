"""Home: published when a person opens it, and its buttons."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.errors import Refusal
from bot.rendering.draft import Draft, Origin
from bot.slack.surfaces.home import CONTINUE_DRAFT, DELETE_DRAFT, NEW_VIDEO
from handlers.careful import careful
from handlers.composing import open_compose
from handlers.drafting import begin_draft
from handlers.telling import tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the tab and its buttons."""

    @careful(tell_nobody)
    async def open_home(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            tools.afterwards.start(show_home(team_id=str(body["team_id"]), user_id=str(event["user"])))

    @careful(tell_nobody)  # the next visit tries again
    async def show_home(team_id: str, user_id: str) -> None:
        await tools.homes.open(team_id, user_id, now=tools.clock())
        await tools.home.publish(team_id, user_id)

    async def start_video(touch: Touch) -> None:
        draft = await begin_draft(tools, touch.place, Origin.HOME)
        await open_compose(tools, touch.client, touch.trigger_id, draft)

    async def continue_draft(touch: Touch) -> None:
        await open_compose(tools, touch.client, touch.trigger_id, await own_draft(tools, touch))

    async def delete_draft(touch: Touch) -> None:
        await tools.drafts.drop(touch.team_id, touch.user_id, touch.value)
        await tools.home.publish(touch.team_id, touch.user_id)

    app.event("app_home_opened")(open_home)
    on_touch(app, tools, NEW_VIDEO, start_video)
    on_touch(app, tools, CONTINUE_DRAFT, continue_draft)
    on_touch(app, tools, DELETE_DRAFT, delete_draft)


async def own_draft(tools: Tools, touch: Touch) -> Draft:
    """The draft that the touch is about; raises Refusal for what is not the person's, or not there any more."""
    draft = await tools.drafts.get(touch.team_id, touch.user_id, touch.value)
    if draft is None:
        await tools.home.publish(touch.team_id, touch.user_id)
        raise Refusal("This draft is not there any more: it became a video, or was deleted.")
    return draft
