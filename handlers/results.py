"""The buttons of a video under way and of a finished one: cancel, use this one, delete."""

import re

from slack_bolt.async_app import AsyncApp

from bot.errors import Refusal
from bot.rendering.render import RenderState
from bot.slack.surfaces.anchor_buttons import CANCEL, DELETE, USE_RESULT
from handlers.pressed import Press, on_press
from handlers.tools import Tools
from handlers.touching import tell

CANCELLED = "The video was cancelled, and nothing was charged."
WITHDRAWN = (
    "The video will not be posted here. It is being made already and cannot be stopped, so it is paid for; you get it "
    "in a direct message when it is finished."
)
TOO_LATE = "This video has ended already, so there is nothing to cancel. If it is not wanted, press Delete under it."


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to these buttons."""

    async def cancel(press: Press) -> None:
        if press.render.ended:
            raise Refusal(TOO_LATE)
        render = await tools.cancelling.cancel(press.render)
        if render.state is RenderState.CANCELLED:
            await tell(press.touch, CANCELLED)
        elif render.withdrawn_at is not None:
            await tell(press.touch, WITHDRAWN)
        else:
            raise Refusal(TOO_LATE)

    async def delete(press: Press) -> None:
        await tools.results.delete(press.render)

    async def use_result(press: Press) -> None:
        await tools.results.choose(press.render, int(press.touch.action_id.rpartition(":")[2]))

    on_press(app, tools, CANCEL, cancel)
    on_press(app, tools, DELETE, delete)
    on_press(app, tools, re.compile(rf"{USE_RESULT}:[0-9]"), use_result)
