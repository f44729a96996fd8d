"""What a person does with a finished video: share it, choose it, delete it."""

from dataclasses import dataclass
from typing import Final

from bot.errors import InvalidField, Refusal, StaleRecord
from bot.posting.ports import PostingRecords
from bot.posting.posting import Posting
from bot.posting.steps import posting_id
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Render

MOST_SHARES: Final = 20
CHANNEL: Final = "channel"
"""The field in which the channel is chosen."""
NOT_FINISHED: Final = "This video is not finished yet. Wait until its message says that it is ready."
GONE: Final = "Nothing is left of this video: it was removed, or its link ended before a copy could be kept."

MOVED: Final = "This video was changed by another click at the same moment. Please press once more."


@dataclass(frozen=True)
class Share:
    """One more place for a result; `id` was minted when the form was opened, so that no double click shares twice."""

    id: str
    position: int
    channel_id: str


def share_posting_id(render_id: str, share_id: str) -> str:
    """The id of the posting of a render by which a result is shared."""
    return f"{render_id}-{share_id}"


class Results:
    """Where a person's wish about finished results is stored, before the queue carries it out."""

    def __init__(self, records: PostingRecords, renders: RenderRecords, wakeups: Wakeups, clock: Clock) -> None:
        self._records = records
        self._renders = renders
        self._wakeups = wakeups
        self._clock = clock

    async def share(self, render: Render, share: Share) -> Posting:
        """Store a further posting of a result; a second time for the same id changes nothing.

        Raises InvalidField, or Refusal where nothing is left to be shared.
        """
        new_id = share_posting_id(render.id, share.id)
        earlier = await self._records.get(render.team_id, new_id)
        if earlier is not None:
            return earlier
        original = await self._records.get(render.team_id, posting_id(render, share.position))
        if original is None or not original.ended:
            raise Refusal(NOT_FINISHED)
        now = self._clock()
        if not render.wants(share.position) or original.is_lost(now):
            raise Refusal(GONE)
        if len(render.shares) >= MOST_SHARES:
            raise InvalidField(CHANNEL, f"This video was shared {MOST_SHARES} times, which is the most.")
        posting = original.further(new_id, share.channel_id, now)
        await self._change(render, shares=(*render.shares, new_id))  # first, so that nothing is posted unknown to it
        await self._records.create(posting)
        return posting

    async def delete(self, render: Render) -> None:
        """Have all results and whatever shows them removed; a second time changes nothing."""
        if not render.ended:
            raise Refusal(NOT_FINISHED)
        if render.deleted_at is None:
            render = await self._change(render, deleted_at=self._clock(), cleared=False)
        await self._wakeups.wake("remove", render.team_id, render.id)

    async def choose(self, render: Render, position: int) -> None:
        """Keep the result at `position` and have the others removed."""
        if not render.ended:
            raise Refusal(NOT_FINISHED)
        if not 0 <= position < len(render.results) or not render.wants(position):
            raise Refusal(GONE)
        if render.chosen is None:
            render = await self._change(render, chosen=position, cleared=False)
        await self._wakeups.wake("remove", render.team_id, render.id)

    async def _change(self, render: Render, **updates: object) -> Render:
        try:
            return await self._renders.change(render, **updates)
        except StaleRecord:
            raise Refusal(MOVED) from None
