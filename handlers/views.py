"""The compose modal's submission."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rendering.render import Choices, Destination, RenderState
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
        await tools.desk.take(
            Request(
                render_id=submission.render_id,
                team_id=_team_of(body),
                user_id=body["user"]["id"],
                script=submission.script,
                choices=Choices(avatar=submission.avatar, voice=submission.voice, language=submission.language),
                destination=Destination(channel_id=submission.channel_id),
            )
        )
        return await ack()

    @careful(tell_nobody)  # the request is stored: should this be cut off, the reconciler wakes it
    async def start_render(view: dict[str, Any], body: dict[str, Any]) -> None:
        team_id = _team_of(body)
        render = await tools.renders.get(team_id, read_compose_submission(view).render_id)
        if render is None or render.state is not RenderState.REQUESTED:
            return
        await tools.wakeups.wake("anchor", team_id, render.id)
        await tools.memory.remember(team_id, render.user_id, render.choices)

    app.view(COMPOSE)(ack=take_request, lazy=[start_render])


def _team_of(body: dict[str, Any]) -> str:
    return str(body["team"]["id"])
