"""What becomes of a result that was posted: its link ends, or its person takes it back."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.posting.delivery import Delivery
from bot.posting.ports import PostingRecords
from bot.posting.posting import Posting, PostingState
from bot.posting.steps import CHECK_AGAIN, postings_of, show_results
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Render


class Aftercare(Protocol):
    """What can be done about messages and files that stand in Slack. Every method raises PostRefused or SlackBusy."""

    async def locate(self, posting: Posting) -> str | None:
        """The `ts` of the message that carries the posting; None where it is not there (any more)."""

    async def end_link(self, render: Render, posting: Posting) -> None:
        """Edit the posting's message so that it says that the link has ended, and shows it no more."""

    async def remove(self, posting: Posting) -> tuple[str, ...]:
        """Remove the posting's message and files; what is gone already is no trouble.

        Returns what could not be removed, each as `message` or `file` with Slack's reason: `file:cant_delete_file`.
        """

    async def tell_leftover(self, render: Render, postings: Sequence[Posting]) -> None:
        """Tell the requester by DM what could not be removed; raises PostUncertain too."""


async def located(posting: Posting, records: PostingRecords, aftercare: Aftercare) -> Posting:
    """The posting with its message's `ts`, stored before anything is done to the files that tell it.

    Raises PostRefused where Herald may not look, or SlackBusy.
    """
    if posting.message_ts is not None or posting.posted_at is None:
        return posting
    ts = await aftercare.locate(posting)
    return posting if ts is None else await records.change(posting, message_ts=ts)


async def taken_back(posting: Posting, records: PostingRecords, aftercare: Aftercare) -> Posting:
    """The posting, withdrawn, with what Slack did not let go of it; raises SlackBusy."""
    leftover: tuple[str, ...] = ()
    try:
        posting = await located(posting, records, aftercare)
    except PostRefused as refused:
        leftover = (f"message:{refused.code}",)
    leftover += await aftercare.remove(posting)
    return await records.change(posting, state=PostingState.WITHDRAWN, leftover=leftover)


class UnlinkStep:
    """Edits the messages that show a URL which has ended; the file stays."""

    def __init__(
        self, records: PostingRecords, renders: RenderRecords, delivery: Delivery, aftercare: Aftercare, clock: Clock
    ) -> None:
        self._records = records
        self._renders = renders
        self._delivery = delivery
        self._aftercare = aftercare
        self._clock = clock

    async def __call__(self, team_id: str, posting_id: str) -> timedelta | None:
        """Until no message of the posting shows the dead URL, or Slack does not let Herald edit it."""
        posting = await self._records.get(team_id, posting_id)
        if posting is None or posting.state is not PostingState.POSTED or posting.link_ended:
            return None
        if posting.in_time(self._clock()):
            return posting.result.deadline - self._clock()
        render = await self._renders.get(team_id, posting.render_id)
        try:
            if render is not None:
                posting = await self._unlink(render, posting)
        except SlackBusy as busy:
            return busy.retry_after
        await self._records.change(posting, link_ended=True)
        return None

    async def _unlink(self, render: Render, posting: Posting) -> Posting:
        with suppress(PostRefused):  # Herald may not look for it
            posting = await located(posting, self._records, self._aftercare)
        with suppress(PostRefused):  # the message is gone or frozen: it says itself until when the link works
            await self._aftercare.end_link(render, posting)
        with suppress(PostRefused):  # likewise the anchor
            await show_results(render, self._records, self._delivery)
        return posting


class RemoveStep:
    """Takes back what a person deleted, or what they did not choose of several."""

    def __init__(
        self,
        records: PostingRecords,
        renders: RenderRecords,
        delivery: Delivery,
        aftercare: Aftercare,
        wakeups: Wakeups,
    ) -> None:
        self._records = records
        self._renders = renders
        self._delivery = delivery
        self._aftercare = aftercare
        self._wakeups = wakeups

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """Until nothing that is not wanted stands in Slack, and the person knows what could not be removed."""
        render = await self._renders.get(team_id, render_id)
        if render is None or render.cleared:
            return None
        if not render.closed:  # it is only now that its results get their postings
            return CHECK_AGAIN
        try:
            for posting in await postings_of(render, self._records):
                if not render.wants(posting.position) and not await self._removed(posting):
                    return CHECK_AGAIN
            await self._tell(render)
        except SlackBusy as busy:
            return busy.retry_after
        await self._renders.change(render, cleared=True)
        return None

    async def _removed(self, posting: Posting) -> bool:
        """Whether the posting is withdrawn now; one that is being sent at the moment is first waited for."""
        if posting.state is PostingState.WITHDRAWN:
            return True
        if posting.state is PostingState.POSTING:
            await self._wakeups.wake("post", posting.team_id, posting.id)
            return False
        if posting.state in {PostingState.WAITING, PostingState.DUE}:
            await self._records.change(posting, state=PostingState.WITHDRAWN)
        else:
            await taken_back(posting, self._records, self._aftercare)
        return True

    async def _tell(self, render: Render) -> None:
        try:
            await show_results(render, self._records, self._delivery)
        except PostRefused:  # the anchor is gone or frozen
            left = [posting for posting in await postings_of(render, self._records) if posting.leftover]
            if left:
                with suppress(PostRefused, PostUncertain):  # a second DM would be worse than a doubt
                    await self._aftercare.tell_leftover(render, left)
