"""`/herald forget me`: the form that says what goes, and its submission."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.door import translated
from bot.slack.surfaces.forgetting import FORGET, build_forget_view, build_forgotten_view, read_forget
from handlers.called import Called
from handlers.careful import careful
from handlers.telling import tell_in_the_view, tell_nobody
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the form."""

    @careful(tell_in_the_view)
    async def forget_me(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        team_id, user_id, videos = str(body["team"]["id"]), str(body["user"]["id"]), read_forget(view)
        await tools.forgetting.ask(team_id, user_id, videos=videos)
        acked = await ack(response_action="update", view=build_forgotten_view(videos=videos))
        tools.afterwards.start(begin_forgetting(team_id=team_id, user_id=user_id))
        return acked

    @careful(tell_nobody)  # it is stored: should this be cut off, the reconciler wakes it
    async def begin_forgetting(team_id: str, user_id: str) -> None:
        await tools.forgetting.start(team_id, user_id)

    app.view(FORGET)(forget_me)


async def open_forgetting(tools: Tools, called: Called) -> None:
    """Open the form; raises SlackError when it is not shown."""
    with translated("views.open"):
        await called.client.views_open(trigger_id=called.trigger_id, view=build_forget_view())
