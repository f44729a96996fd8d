"""The one step of an announcement's life: it looks how things stand, and does what is next.

It is woken by each change of the announcement, of its render and of its postings, and by the reconciler; it may be cut
anywhere and run twice, since it reads the records first and every change of them is a compare-and-set.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.errors import Paused, PostRefused, PostUncertain, Refusal, SlackBusy
from bot.policy import approver_problem
from bot.posting.announcement import Announcement, AnnouncementState, Ask, News
from bot.posting.announcement_ports import AnnouncementRecords, Letters, Roster
from bot.posting.announcement_postings import ChannelPostings
from bot.posting.ports import Desk
from bot.posting.posting import Posting
from bot.rendering.cancelling import Cancelling
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Destination, Failure, Render, RenderState
from bot.rendering.requesting import Request
from bot.rendering.settling import require_settled

STEP: Final = "announce"
CHECK_AGAIN: Final = timedelta(seconds=2)
PAUSED_AGAIN: Final = timedelta(seconds=30)
LOST: Final = Failure(code="expired", message="nothing of the video is left", charged=True)


@dataclass(frozen=True)
class AnnounceTools:
    """What the step works with; `explain` puts into a person's words why a request was refused."""

    records: AnnouncementRecords
    renders: RenderRecords
    postings: ChannelPostings
    letters: Letters
    roster: Roster
    desk: Desk
    cancelling: Cancelling
    wakeups: Wakeups
    clock: Clock
    explain: Callable[[Exception], str]


class AnnounceStep:
    """Brings an announcement on: asks, has the video made, posts it, tells its author."""

    def __init__(self, tools: AnnounceTools) -> None:
        self._tools = tools
        self._next: dict[AnnouncementState, Callable[[Announcement], Awaitable[timedelta | None]]] = {
            AnnouncementState.SCRIPT_REVIEW: self._review_script,
            AnnouncementState.MAKING: self._make,
            AnnouncementState.VIDEO_REVIEW: self._review_video,
            AnnouncementState.APPROVED: self._post,
            AnnouncementState.POSTED: self._close,
            AnnouncementState.REJECTED: self._call_off,
            AnnouncementState.CANCELLED: self._call_off,
        }

    async def __call__(self, team_id: str, announcement_id: str) -> timedelta | None:
        """Until nothing is left to be done unless somebody decides something."""
        announcement = await self._tools.records.get(team_id, announcement_id)
        if announcement is None or announcement.over:
            return None
        try:
            announcement = await self._tidy(announcement)
            bring_on = self._next.get(announcement.state)
            return None if bring_on is None else await bring_on(announcement)
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return CHECK_AGAIN

    async def _tidy(self, announcement: Announcement) -> Announcement:
        """Take back what is asked for no more, and tell the author what they do not know yet."""
        tools = self._tools
        if announcement.has_old_ask and announcement.ask is not None:
            with suppress(PostRefused):  # it is gone or frozen; a press on it is refused all the same
                if announcement.ask.ts is not None:
                    await tools.letters.close_ask(announcement)
            closed = announcement.ask.model_copy(update={"closed": True})
            announcement = await tools.records.change(announcement, ask=closed)
        if any(not posting_id.startswith(f"{announcement.render_id}-") for posting_id in announcement.posting_ids):
            await tools.postings.withdraw(announcement)
            announcement = await tools.records.change(announcement, posting_ids=())
        if announcement.news is not None:
            with suppress(PostRefused, PostUncertain):  # a second DM would be worse than a doubt; Home says it too
                await tools.letters.tell(announcement, await tools.postings.of(announcement))
            announcement = await tools.records.change(announcement, news=None)
        return announcement

    async def _review_script(self, announcement: Announcement) -> timedelta | None:
        ask = announcement.ask
        if ask is None or ask.tag != announcement.tag:
            problem = await self._problem_of_approver(announcement)
            if problem is not None:
                return await self._cannot_ask(announcement, problem)
        return await self._ask(announcement, None)

    async def _problem_of_approver(self, announcement: Announcement) -> str | None:
        try:
            return approver_problem(await self._tools.roster.find(announcement.team_id, announcement.reviewer_id))
        except PostRefused as refused:
            return refused.code

    async def _cannot_ask(self, announcement: Announcement, code: str) -> timedelta | None:
        failure = Failure(code=code, message="the approver cannot be asked")
        return await self._move(announcement, AnnouncementState.CHANGES_WANTED, news=News.CHANGES, failure=failure)

    async def _ask(self, announcement: Announcement, shown: Posting | None) -> timedelta | None:
        """Ask the reviewer once; a message that may have been sent is looked for, or else sent again."""
        tools, ask, found = self._tools, announcement.ask, None
        if ask is not None and ask.tag == announcement.tag:
            if ask.ts is not None:
                return None
            with suppress(PostRefused):  # Herald may not look: asking twice is a blemish, not asking stops it all
                found = await tools.letters.find_ask(announcement)
                if found is None:
                    require_settled(ask.intent_at, tools.clock())
        if found is None:
            ask = Ask(tag=announcement.tag or "", user_id=announcement.reviewer_id, intent_at=tools.clock())
            announcement = await tools.records.change(announcement, ask=ask)
        try:
            channel_id, ts = found or await tools.letters.ask(announcement, shown)
        except PostRefused as refused:
            return await self._cannot_ask(announcement, refused.code) if announcement.content.approver_id else None
        asked = announcement.ask and announcement.ask.model_copy(update={"channel_id": channel_id, "ts": ts})
        await tools.records.change(announcement, ask=asked)
        return None

    async def _make(self, announcement: Announcement) -> timedelta | None:
        render = await self._tools.renders.get(announcement.team_id, announcement.render_id)
        if render is None:
            return await self._take(announcement)
        if _called_off(render):
            return await self._move(announcement, AnnouncementState.CANCELLED, news=News.CALLED_OFF)
        if render.state is RenderState.FAILED:
            return await self._fail(announcement, render.failure or Failure(code="unknown", message="no reason"))
        if not render.ended or not await self._tools.postings.preview_ended(render):
            return None  # the change of either wakes this step
        return await self._made(announcement, render)

    async def _made(self, announcement: Announcement, render: Render) -> timedelta | None:
        """The video is there: it goes to whoever decides about it, or to its channels where nobody wants to."""
        if await self._tools.postings.is_lost(render):
            return await self._fail(announcement, LOST)
        posting_ids = await self._tools.postings.prepare(announcement, render)
        if announcement.content.approver_id is None and announcement.content.unasked:
            now = self._tools.clock()
            return await self._move(
                announcement, AnnouncementState.APPROVED, posting_ids=posting_ids, approved_at=now, news=None
            )
        return await self._move(announcement, AnnouncementState.VIDEO_REVIEW, posting_ids=posting_ids)

    async def _take(self, announcement: Announcement) -> timedelta | None:
        """Have the video made: its price is reserved at this moment."""
        tools = self._tools
        try:
            alone = Destination(channel_id=await tools.letters.direct(announcement.team_id, announcement.user_id))
            await tools.desk.take(request_for(announcement, alone))
        except Paused:  # an operator's pause ends
            return PAUSED_AGAIN
        except PostRefused as refused:
            return await self._fail(announcement, Failure(code=refused.code, message=str(refused)))
        except Refusal as refused:
            return await self._fail(announcement, Failure(code="refused", message=tools.explain(refused)))
        await tools.wakeups.wake("anchor", announcement.team_id, announcement.render_id)
        return None

    async def _review_video(self, announcement: Announcement) -> timedelta | None:
        render = await self._tools.renders.get(announcement.team_id, announcement.render_id)
        if render is None or _called_off(render):
            return await self._move(announcement, AnnouncementState.CANCELLED, news=News.CALLED_OFF)
        shown = await self._tools.postings.shown(announcement, render)
        if shown is not None and not shown.ended:
            return None  # its end wakes this step
        return await self._ask(announcement, shown)

    async def _post(self, announcement: Announcement) -> timedelta | None:
        render = await self._tools.renders.get(announcement.team_id, announcement.render_id)
        if render is None or _called_off(render):
            return await self._move(announcement, AnnouncementState.CANCELLED, news=News.CALLED_OFF)
        if await self._tools.postings.send_out(announcement):
            return await self._move(announcement, AnnouncementState.POSTED, news=News.POSTED)
        return None  # each posting that ends wakes this step

    async def _call_off(self, announcement: Announcement) -> timedelta | None:
        """Take back what is not posted yet; the video, too, where it can be."""
        if not await self._tools.postings.withdraw(announcement):
            return CHECK_AGAIN
        render = await self._tools.renders.get(announcement.team_id, announcement.render_id)
        if render is not None:
            await self._tools.cancelling.cancel(render)
        return await self._close(announcement)

    async def _close(self, announcement: Announcement) -> timedelta | None:
        await self._tools.records.change(announcement, closed=True)
        return None

    async def _fail(self, announcement: Announcement, failure: Failure) -> timedelta | None:
        return await self._move(announcement, AnnouncementState.FAILED, news=News.FAILED, failure=failure)

    async def _move(self, announcement: Announcement, state: AnnouncementState, **updates: object) -> timedelta:
        """Go on to `state`, and do at once what is next there."""
        await self._tools.records.change(announcement, state=state, changed_at=self._tools.clock(), **updates)
        return timedelta(0)


def request_for(announcement: Announcement, alone: Destination) -> Request:
    """What is asked for with the announcement, in its author's DM; raises InvalidField for a choice that is open."""
    content = announcement.content
    return Request(
        render_id=announcement.render_id,
        team_id=announcement.team_id,
        user_id=announcement.user_id,
        script=content.script,
        choices=content.wishes.choices(),
        destination=alone,
        ttl_seconds=content.wishes.ttl_seconds,
    )


def _called_off(render: Render) -> bool:
    withdrawn = render.withdrawn_at is not None or render.deleted_at is not None
    return withdrawn or render.state is RenderState.CANCELLED
