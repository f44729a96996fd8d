"""*Allow once* and *Decline*, pressed by the person in a picture and by nobody else."""

from typing import Final

from slack_bolt.async_app import AsyncApp

from bot.errors import Refusal
from bot.rendering.consent import ConsentState
from bot.rendering.consenting import NOT_YOURS
from bot.slack.surfaces.consent import ALLOW, DECLINE
from handlers.tools import Tools
from handlers.touching import Touch, on_touch, tell

ANSWERS: Final = {
    ConsentState.ALLOWED: "Thank you: you allowed this once, and the video is made now.",
    ConsentState.DECLINED: "You declined, and no video is made of your picture. The person who asked is told.",
}


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the two buttons."""

    async def take_answer(touch: Touch) -> None:
        render = await tools.renders.get(touch.team_id, touch.value)
        if render is None or render.consent is None or render.consent.person_id != touch.user_id:
            raise Refusal(NOT_YOURS)
        ts = (touch.body.get("container") or {}).get("message_ts")
        said = await tools.consenting.answer(
            render, allowed=touch.action_id == ALLOW, ts=None if ts is None else str(ts)
        )
        await tell(touch, ANSWERS[said])

    on_touch(app, tools, ALLOW, take_answer)
    on_touch(app, tools, DECLINE, take_answer)
