"""Bringing a result's bytes to where they outlive its URL: into Slack, unshared."""

import asyncio
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.errors import PostRefused, PostUncertain, SlackBusy, VideoExpired, VideoUnavailable, VideoUnreachable
from bot.media.marking import mark_video
from bot.posting.delivery import Delivery, VideoSource
from bot.posting.footage import read_length
from bot.posting.ports import PostingRecords
from bot.posting.posting import AHEAD, Posting, PostingState
from bot.rendering.ports import Clock, Wakeups

AGAIN: Final = timedelta(seconds=3)
PATIENCE: Final = timedelta(minutes=10)
"""How long the bytes are tried for before the answer goes out as a link alone."""

LINK_TAKES: Final = timedelta(seconds=5)
"""What is left of the URL's life to post it as a link."""
SHORTEST_TRY: Final = 1.0

log = structlog.get_logger("herald.posting")


class KeepStep:
    """Downloads the result, marks it as generated, and uploads it to Slack; nobody sees it before it is posted.

    Cut anywhere, it starts again: an upload that was never completed is never seen.
    """

    def __init__(
        self, records: PostingRecords, source: VideoSource, delivery: Delivery, wakeups: Wakeups, clock: Clock
    ) -> None:
        self._records = records
        self._source = source
        self._delivery = delivery
        self._wakeups = wakeups
        self._clock = clock

    async def __call__(self, team_id: str, posting_id: str) -> timedelta | None:
        """Until the file is in Slack, or it is known that it cannot be."""
        posting = await self._records.get(team_id, posting_id)
        if posting is None or posting.state is not PostingState.DUE:
            return None
        wait = posting.too_early(self._clock())
        if wait is not None and wait > AHEAD:
            return None  # the reconciler comes back to it, at its time
        if posting.file_id is None and posting.keep_failed is None:
            delay = await self._keep(posting)
            if delay is not None:
                return delay
            posting = await self._records.get(team_id, posting_id) or posting
        await self._wakeups.wake("post" if posting.file_id is None else "accompany", team_id, posting_id)
        return None

    async def _keep(self, posting: Posting) -> timedelta | None:
        try:
            async with asyncio.timeout(max((_last_moment(posting) - self._clock()).total_seconds(), SHORTEST_TRY)):
                file_id, length = await self._transfer(posting)
        except VideoExpired:
            await self._records.change(posting, keep_failed="expired")
        except PostRefused as refused:
            await self._records.change(posting, keep_failed=refused.code)
        except SlackBusy as busy:
            return await self._again(posting, busy.retry_after)
        except (VideoUnreachable, PostUncertain, OSError):  # of which TimeoutError is one; or the disk is full
            return await self._again(posting, AGAIN)
        else:
            seconds = None if length is None else length.total_seconds()
            await self._records.change(posting, file_id=file_id, length_seconds=seconds)
        return None

    async def _transfer(self, posting: Posting) -> tuple[str, timedelta | None]:
        with tempfile.TemporaryDirectory(prefix="herald-") as folder:
            path = Path(folder, "video")
            await self._fetch(posting, path)
            length = await asyncio.to_thread(read_length, path)
            if not await asyncio.to_thread(mark_video, path):
                log.info("a video's file has no place for the mark", team_id=posting.team_id, record_id=posting.id)
            return await self._delivery.keep(posting, path), length

    async def _fetch(self, posting: Posting, path: Path) -> None:
        """The bytes from their URL while it lives; where they are kept already, from there else."""
        if posting.copy_of is None or posting.in_time(self._clock()):
            try:
                await self._source.download(posting.result.url, path)
            except VideoUnavailable:
                if posting.copy_of is None:
                    raise
            else:
                return
        await self._delivery.bring_back(posting, path)

    async def _again(self, posting: Posting, delay: timedelta) -> timedelta | None:
        give_up_at = min(posting.due_at + PATIENCE, _last_moment(posting))
        if self._clock() + delay < give_up_at:
            return delay
        await self._records.change(posting, keep_failed="unreachable")
        return None


def _last_moment(posting: Posting) -> datetime:
    """Until when the bytes may be tried for: after it the link alone must go out, where no copy outlives it."""
    by_link = posting.result.deadline - LINK_TAKES
    return by_link if posting.copy_of is None else max(by_link, posting.due_at + PATIENCE)
