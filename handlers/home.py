"""Home: published when a person opens it, and its buttons."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from re import Pattern
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.rendering.draft import Draft, Origin
from bot.slack.surfaces.home import CONTINUE_DRAFT, DELETE_DRAFT, NEW_VIDEO
from handlers.careful import careful
from handlers.composing import open_compose
from handlers.drafting import Place, begin_draft
from handlers.telling import tell_nobody, tell_privately
from handlers.tools import Tools


@dataclass(frozen=True)
class Touch:
    """What somebody pressed or chose in their Home, or in a view that was opened from there."""

    team_id: str
    user_id: str
    trigger_id: str
    value: str
    client: AsyncWebClient
    body: dict[str, Any]


Follow = Callable[[Touch], Coroutine[Any, Any, None]]


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
        draft = await begin_draft(tools, Place(touch.team_id, touch.user_id), Origin.HOME)
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
        team_id, user_id = str(body["team"]["id"]), str(body["user"]["id"])
        value = str(action.get("value") or chosen.get("value") or "")
        await follow(Touch(team_id, user_id, str(body["trigger_id"]), value, client, body))

    app.action(action_id)(acknowledge)


async def own_draft(tools: Tools, touch: Touch) -> Draft:
    """The draft that the touch is about; raises Refusal for what is not the person's, or not there any more."""
    draft = await tools.drafts.get(touch.team_id, touch.user_id, touch.value)
    if draft is None:
        await tools.home.publish(touch.team_id, touch.user_id)
        raise Refusal("This draft is not there any more: it became a video, or was deleted.")
    return draft
