"""The buttons that open the form again: for a video that failed, and for one that is to be made anew or otherwise.

A video of an announcement is made anew in that: what comes of it has to be approved like the first.
"""

from slack_bolt.async_app import AsyncApp

from bot.posting.announcement import announcement_of
from bot.slack.surfaces.anchor_buttons import EDIT_SCRIPT, REGENERATE
from bot.slack.surfaces.blocks import RENDER_AGAIN
from handlers.announce import open_announcement_again
from handlers.composing import open_compose, open_review
from handlers.drafting import draft_again
from handlers.pressed import Press, on_press
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons."""

    async def open_form_again(press: Press) -> None:
        if announcement_of(press.render.id) is not None:
            await open_announcement_again(tools, press)
            return
        await open_compose(tools, press.client, press.trigger_id, await draft_again(tools, press.render))

    async def review_again(press: Press) -> None:
        if announcement_of(press.render.id) is not None:
            await open_announcement_again(tools, press)
            return
        await open_review(tools, press.client, press.trigger_id, await draft_again(tools, press.render))

    for action_id in (RENDER_AGAIN, EDIT_SCRIPT):
        on_press(app, tools, action_id, open_form_again)
    on_press(app, tools, REGENERATE, review_again)
