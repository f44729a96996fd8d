"""What goes with a video that is kept: its transcript and its captions."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, Protocol

from bot.errors import PostRefused, SlackBusy
from bot.posting.ports import PostingRecords
from bot.posting.posting import Posting, PostingState
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Render

PATIENCE: Final = timedelta(minutes=1)
"""How long the answer waits for a transcript and captions; then it goes out without them."""

Learn = Callable[[Render, timedelta], Awaitable[None]]
"""Takes how long the video of a render really is."""


class Companions(Protocol):
    """The files that go with a video."""

    async def keep(self, render: Render, posting: Posting) -> tuple[str, ...]:
        """Upload them without sharing; returns their ids, none where nothing is said that is known.

        Raises PostRefused or SlackBusy.
        """


class AccompanyStep:
    """Uploads the files that go with a kept video, and passes its length on; then the posting may go out."""

    def __init__(
        self,
        records: PostingRecords,
        renders: RenderRecords,
        companions: Companions,
        wakeups: Wakeups,
        clock: Clock,
        learn: Learn,
    ) -> None:
        self._records = records
        self._renders = renders
        self._companions = companions
        self._wakeups = wakeups
        self._clock = clock
        self._learn = learn

    async def __call__(self, team_id: str, posting_id: str) -> timedelta | None:
        """Until the files are in Slack, or it is known that the answer goes out without them."""
        posting = await self._records.get(team_id, posting_id)
        if posting is None or posting.state is not PostingState.DUE:
            return None
        if posting.text_file_ids is None:
            try:
                await self._records.change(posting, text_file_ids=await self._kept(posting))
            except SlackBusy as busy:
                return busy.retry_after
        await self._wakeups.wake("post", team_id, posting_id)
        return None

    async def _kept(self, posting: Posting) -> tuple[str, ...]:
        render = await self._renders.get(posting.team_id, posting.render_id)
        if render is None:
            return ()
        if posting.length is not None and not posting.elsewhere and posting.position == 0:
            await self._learn(render, posting.length)
        try:
            return await self._companions.keep(render, posting)
        except PostRefused:
            return ()
        except SlackBusy as busy:
            if self._clock() + busy.retry_after < min(posting.due_at + PATIENCE, posting.result.deadline):
                raise
            return ()
