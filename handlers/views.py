"""The compose modal's submission."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rendering.render import Choices, Destination, Render
from bot.rendering.requesting import Request
from bot.slack.surfaces.compose import COMPOSE, read_compose_submission
from handlers.careful import careful
from handlers.telling import tell_beside_the_field, tell_nobody
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the modal."""

    @careful(tell_beside_the_field)
    async def take_request(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        submission = read_compose_submission(view)
        render = await tools.desk.take(
            Request(
                render_id=submission.render_id,
                team_id=str(body["team"]["id"]),
                user_id=str(body["user"]["id"]),
                script=submission.script,
                choices=Choices(avatar=submission.avatar, voice=submission.voice, language=submission.language),
                destination=Destination(channel_id=submission.channel_id),
            )
        )
        acked = await ack()
        tools.afterwards.start(start_render(render=render))
        return acked

    @careful(tell_nobody)  # the request is stored: should this be cut off, the reconciler wakes it
    async def start_render(render: Render) -> None:
        await tools.wakeups.wake("anchor", render.team_id, render.id)

    app.view(COMPOSE)(take_request)
