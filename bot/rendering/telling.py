"""Telling a person privately what became of a render: at most twice, where Slack leaves it open whether it did."""

from typing import Final

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.rendering.ports import RenderRecords
from bot.rendering.render import Render
from bot.rendering.thread import RenderThread

MOST_NOTICES: Final = 2
"""Herald may not look into its direct messages: one too many is a blemish, one too few is silence."""


async def told(render: Render, records: RenderRecords, thread: RenderThread) -> Render:
    """The render as it is once its person was told, as far as that can be known; the tries are stored first.

    Raises SlackBusy, and PostUncertain where another try is called for.
    """
    if render.notices >= MOST_NOTICES:
        return render
    render = await records.change(render, notices=render.notices + 1)
    try:
        await thread.tell_person(render)
    except PostRefused:
        return render  # there is nobody left to tell
    except SlackBusy:  # it was not taken, and that is known
        await records.change(render, notices=render.notices - 1)
        raise
    except PostUncertain:
        if render.notices < MOST_NOTICES:
            raise
    return render
