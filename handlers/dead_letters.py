"""The list of videos that failed for a reason of ours, for admins: opened from the settings, and its two buttons."""

from collections.abc import Awaitable, Callable
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.errors import Refusal
from bot.rendering.render import Render
from bot.slack.surfaces.dead_letters import CLOSE_DEAD, DEAD_LETTERS, RETRY_DEAD, build_dead_letters_view
from bot.slack.surfaces.words import explain_error
from handlers.admin import require_admin
from handlers.careful import careful
from handlers.telling import tell_nobody
from handlers.tools import Tools
from handlers.touching import Touch, on_touch, show_view
from handlers.views import start_render


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons."""
    on_touch(app, tools, DEAD_LETTERS, partial(_open, tools))
    on_touch(app, tools, RETRY_DEAD, partial(_see_to, tools, partial(_retry, tools), "It is being made once more."))
    on_touch(app, tools, CLOSE_DEAD, partial(_see_to, tools, tools.letters.close, "It rests now."))


async def _open(tools: Tools, touch: Touch) -> None:
    await require_admin(tools, touch.team_id, touch.user_id)
    await show_view(touch, build_dead_letters_view(await tools.dead_shelf.dead(touch.team_id)))


async def _see_to(tools: Tools, deed: Callable[[str, str], Awaitable[Render]], done: str, touch: Touch) -> None:
    """Do it as an admin of now, note it, and show the list as it is then."""
    await require_admin(tools, touch.team_id, touch.user_id, now=True)
    try:
        render = await deed(touch.team_id, touch.value)
    except Refusal as refusal:  # somebody else saw to it meanwhile, or the budget does not cover it
        await _show(tools, touch, explain_error(refusal).text)
    else:
        await _follow(tools=tools, touch=touch, render=render, done=done)


@careful(tell_nobody)  # it is done, whatever becomes of this
async def _follow(tools: Tools, touch: Touch, render: Render, done: str) -> None:
    await tools.audit.note(touch.team_id, touch.user_id, "failed video", f"{render.id[:8]}: {done}", tools.clock())
    await _show(tools, touch, done)


async def _retry(tools: Tools, team_id: str, render_id: str) -> Render:
    """The button's own question told of the price, so that a second charge is wished."""
    render = await tools.letters.retry(team_id, render_id, charge_again=True)
    await start_render(tools=tools, render=render)
    return render


async def _show(tools: Tools, touch: Touch, note: str) -> None:
    view = build_dead_letters_view(await tools.dead_shelf.dead(touch.team_id), note=note)
    await show_view(touch, view, in_place=True)
