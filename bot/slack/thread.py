"""The thread of a render, in Slack."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from bot.rendering.progress import Progress
from bot.rendering.render import Render
from bot.slack.calls import SlackCalls
from bot.slack.messages import Mark, Place, edit, find, post, send_privately, settled
from bot.slack.surfaces.anchor import LabelsOf, build_anchor
from bot.slack.surfaces.answer import build_private_notice
from bot.slack.surfaces.blocks import Message

ProgressOf = Callable[[Render], Awaitable[Progress]]
"""What is known of a render under way."""
NO_PROGRESS: Final = Progress()
RENDER_EVENT: Final = "herald_render"
NOTICE_EVENT: Final = "herald_notice"


class SlackThread:
    """Shows a render in its anchor, or by DM; a `RenderThread`.

    `labels` gives the names that people see for the ids of avatars and voices, `progress` what past renders let expect.
    """

    def __init__(
        self, calls: SlackCalls, *, labels: LabelsOf, now: Callable[[], datetime], progress: ProgressOf
    ) -> None:
        self._calls = calls
        self._progress = progress
        self._labels = labels
        self._now = now

    async def post_anchor(self, render: Render) -> str:
        """Post the anchor, in the thread that the request came from when there was one; returns its `ts`."""
        message = await self._anchor(render)
        return await post(self._calls, place_of(render), message, Mark(RENDER_EVENT, render.id))

    async def open_direct(self, render: Render) -> str:
        """The id of the DM with the person whom the render goes to."""
        return (await settled(self._calls, place_of(render))).channel_id

    async def find_anchor(self, render: Render) -> str | None:
        """The `ts` of an anchor posted earlier, by its metadata."""
        since = render.anchor_intent_at or render.requested_at
        return await find(self._calls, place_of(render), Mark(RENDER_EVENT, render.id), since)

    async def show(self, render: Render) -> None:
        """Edit the anchor to what the render's state and age say."""
        if render.anchor_ts is None:
            return
        await edit(self._calls, place_of(render), render.anchor_ts, await self._anchor(render))

    async def tell_person(self, render: Render) -> None:
        """Tell the requester by DM what became of the render; of a clip of a batch, that one's message tells."""
        if render.batch_id is not None:
            return
        mark = Mark(NOTICE_EVENT, render.id)
        await send_privately(self._calls, place_of(render), render.user_id, build_private_notice(render), mark)

    async def _anchor(self, render: Render) -> Message:
        progress = NO_PROGRESS if render.ended else await self._progress(render)
        labels = await self._labels(render.team_id)
        return build_anchor(render, now=self._now(), labels=labels, progress=progress)


def place_of(render: Render) -> Place:
    """Where the render's anchor is, or goes."""
    return Place(render.team_id, render.destination.channel_id, render.destination.thread_ts)
