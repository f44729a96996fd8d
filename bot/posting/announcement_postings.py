"""The postings of an announcement: to its channels, and the one by which its approver sees the video."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.posting.announcement import Announcement
from bot.posting.ports import PostingRecords
from bot.posting.posting import AHEAD, Posting, PostingState
from bot.posting.steps import posting_id
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Render

NOT_BEGUN: Final = frozenset({PostingState.WAITING, PostingState.DUE})


class ChannelPostings:
    """Makes the postings when the video is there; they wait until it is approved, and from then on for their time."""

    def __init__(self, records: PostingRecords, renders: RenderRecords, wakeups: Wakeups, clock: Clock) -> None:
        self._records = records
        self._renders = renders
        self._wakeups = wakeups
        self._clock = clock

    async def of(self, announcement: Announcement) -> Sequence[Posting]:
        """The postings to channels, as far as they are there."""
        found = [await self._records.get(announcement.team_id, each) for each in announcement.channel_posting_ids]
        return [posting for posting in found if posting is not None]

    async def preview_ended(self, render: Render) -> bool:
        """Whether the author has the video."""
        preview = await self._records.get(render.team_id, posting_id(render, 0))
        return preview is not None and preview.ended

    async def is_lost(self, render: Render) -> bool:
        """Whether nothing of the video is left that could be posted."""
        preview = await self._records.get(render.team_id, posting_id(render, 0))
        return preview is None or preview.is_lost(self._clock())

    async def shown(self, announcement: Announcement, render: Render) -> Posting | None:
        """The posting by which the reviewer sees the video; one that is not on its way is set on it."""
        has_approver = announcement.content.approver_id is not None
        view_id = announcement.approver_view_id if has_approver else posting_id(render, 0)
        view = await self._records.get(announcement.team_id, view_id)
        if view is not None and not view.ended:
            await self._wakeups.wake("keep", view.team_id, view.id)
        return view

    async def prepare(self, announcement: Announcement, render: Render) -> tuple[str, ...]:
        """Make the postings to the channels, and the approver's own, once; returns their ids.

        The render knows of them first, so that nothing is posted that it does not know of.
        """
        original = await self._records.get(render.team_id, posting_id(render, 0))
        if original is None:
            raise ValueError(f"render {render.id} has no posting yet")
        content = announcement.content
        made = [
            self._make(announcement, original, (each, channel_id))
            for each, channel_id in zip(announcement.channel_posting_ids, content.channels, strict=True)
        ]
        if content.approver_id is not None:
            view = self._make(announcement, original, (announcement.approver_view_id, content.approver_id))
            shown = {"state": PostingState.DUE, "for_approval": True, "mention": None, "due_at": self._clock()}
            made.append(view.model_copy(update=shown))
        ids = tuple(posting.id for posting in made)
        if not set(ids) <= set(render.shares):
            await self._renders.change(render, shares=tuple(dict.fromkeys((*render.shares, *ids))))
        for posting in made:
            await self._records.create(posting)
        return ids

    def _make(self, announcement: Announcement, original: Posting, place: tuple[str, str]) -> Posting:
        content = announcement.content
        of_announcement = {
            "state": PostingState.WAITING,
            "announcement_id": announcement.id,
            "mention": content.mention,
        }
        return original.further(*place, content.due_at or self._clock()).model_copy(update=of_announcement)

    async def send_out(self, announcement: Announcement) -> bool:
        """Make what is approved due at its time, and follow where that was changed; True when all has ended."""
        due_at, now = announcement.goes_out_at, self._clock()
        postings = await self.of(announcement)
        for posting in postings:
            moved = posting.state is PostingState.DUE and posting.due_at != due_at and max(posting.due_at, due_at) > now
            if posting.state is PostingState.WAITING or moved:
                await self._records.change(posting, state=PostingState.DUE, due_at=due_at)
            if posting.state in NOT_BEGUN and due_at - now <= AHEAD:
                await self._wakeups.wake("keep", posting.team_id, posting.id)
        return all(posting.ended for posting in postings)

    async def withdraw(self, announcement: Announcement) -> bool:
        """Take back what was not posted yet; False while one is being sent at this moment."""
        sending = False
        for each in announcement.posting_ids:
            posting = await self._records.get(announcement.team_id, each)
            if posting is not None and posting.state in NOT_BEGUN:
                await self._records.change(posting, state=PostingState.WITHDRAWN)
            elif posting is not None and posting.state is PostingState.POSTING:
                await self._wakeups.wake("post", posting.team_id, posting.id)
                sending = True
        return not sending

    async def try_again(self, posting: Posting) -> Posting:
        """Set a posting that Slack refused on its way once more; raises StaleRecord."""
        again = {"file_id": None, "keep_failed": None, "text_file_ids": None, "intent_at": None, "failure": None}
        due = await self._records.change(posting, state=PostingState.DUE, due_at=self._clock(), **again)
        await self._wakeups.wake("keep", due.team_id, due.id, delay=timedelta(0))
        return due
