"""*Allow once* and *Decline*, pressed by the person in a picture and by nobody else."""

from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.errors import Refusal
from bot.rendering.consent import ConsentState
from bot.rendering.consenting import NOT_YOURS
from bot.slack.surfaces.consent import ALLOW, DECLINE
from handlers.careful import careful
from handlers.telling import tell_privately
from handlers.tools import Tools

ANSWERS: Final = {
    ConsentState.ALLOWED: "Thank you: you allowed this once, and the video is made now.",
    ConsentState.DECLINED: "You declined, and no video is made of your picture. The person who asked is told.",
}


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the two buttons."""

    @careful(tell_privately)
    async def acknowledge_answer(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(take_answer(body=body, action=action, respond=respond))
        return acked

    @careful(tell_privately)
    async def take_answer(body: dict[str, Any], action: dict[str, Any], respond: AsyncRespond) -> None:
        render = await tools.renders.get(str(body["team"]["id"]), str(action.get("value") or ""))
        if render is None or render.consent is None or render.consent.person_id != body["user"]["id"]:
            raise Refusal(NOT_YOURS)
        ts = (body.get("container") or {}).get("message_ts")
        said = await tools.consenting.answer(
            render, allowed=action["action_id"] == ALLOW, ts=None if ts is None else str(ts)
        )
        await respond(text=ANSWERS[said], response_type="ephemeral", replace_original=False)

    app.action(ALLOW)(acknowledge_answer)
    app.action(DECLINE)(acknowledge_answer)
