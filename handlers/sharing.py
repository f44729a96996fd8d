"""*Share to…*: the form, and its submission."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import Refusal
from bot.posting.posting import Posting
from bot.posting.results import NOT_FINISHED, Share
from bot.slack.door import translated
from bot.slack.surfaces.anchor_buttons import SHARE
from bot.slack.surfaces.share import CHANNEL, SHARE_VIEW, build_share_view, read_share_submission
from handlers.approval import require_approved
from handlers.careful import careful
from handlers.pressed import Press, on_press, own_render
from handlers.telling import tell_beside, tell_nobody
from handlers.tools import Tools


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the button and to the form."""

    async def open_share_form(press: Press) -> None:
        render = press.render
        positions = [position for position in range(len(render.results)) if render.wants(position)]
        if not render.ended or not positions:
            raise Refusal(NOT_FINISHED)
        await require_approved(tools, render)
        view = build_share_view(render.id, tools.new_render_id(), positions)
        with translated("views.open"):
            await press.client.views_open(trigger_id=press.trigger_id, view=view)

    @careful(tell_beside(CHANNEL))
    async def share(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        sent = read_share_submission(view)
        render = await own_render(tools, body, sent.render_id)
        await require_approved(tools, render)
        posting = await tools.results.share(render, Share(sent.share_id, sent.position, sent.channel_id))
        acked = await ack()
        tools.afterwards.start(start_posting(posting=posting))
        return acked

    @careful(tell_nobody)  # it is stored: should this be cut off, the reconciler wakes it
    async def start_posting(posting: Posting) -> None:
        await tools.wakeups.wake("keep", posting.team_id, posting.id)

    on_press(app, tools, SHARE, open_share_form)
    app.view(SHARE_VIEW)(share)
