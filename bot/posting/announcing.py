"""What people do with an announcement: write it, hand it in, decide about it, put it off, call it off."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.errors import InvalidField, Refusal, StaleRecord
from bot.posting.announcement import FURTHEST, Announcement, AnnouncementState, Content, Decision, News
from bot.posting.announcement_ports import AnnouncementLists, AnnouncementRecords
from bot.posting.announcement_postings import ChannelPostings
from bot.posting.announcement_steps import STEP
from bot.posting.posting import PostingState
from bot.rendering.ports import Clock, Wakeups
from bot.rendering.requesting import Quote

DUE_AT: Final = "due_at"
"""The field in which the time is chosen."""
NOT_YOURS: Final = "Only the person who made this announcement can do that, while it is there. Type /herald announce."
NOT_ASKED: Final = (
    "This announcement waits for nobody's decision, or for somebody else's: it was decided, changed or called off."
)
CHANGED: Final = "The announcement was changed since you looked at it. This is what it is now."
UNDER_WAY: Final = "This announcement is on its way and cannot be edited now. Cancel it first, or wait."
ALREADY: Final = "This announcement has ended already: it was posted, rejected or called off."
GOING_OUT: Final = "This announcement is going out already, so its time cannot be changed."
IN_THE_PAST: Final = "This time is in the past. Pick a later one, or leave it empty to post as soon as it is approved."
NOTHING_FAILED: Final = "This channel is being tried already, or has the announcement."
MOVED: Final = "Somebody else did something with this announcement at the same moment. Please press once more."
_TRIES: Final = 5
_MOST_DECISIONS: Final = 50

Change = Callable[[Announcement], Mapping[str, object] | None]
"""What is to be changed of an announcement as it is now; None where that was done already; raises Refusal."""


class Announcing:
    """Where what people want of announcements is stored, before the queue carries it out."""

    def __init__(
        self,
        records: AnnouncementRecords,
        lists: AnnouncementLists,
        postings: ChannelPostings,
        wakeups: Wakeups,
        clock: Clock,
    ) -> None:
        self._records = records
        self._lists = lists
        self._postings = postings
        self._wakeups = wakeups
        self._clock = clock

    async def get(self, team_id: str, announcement_id: str) -> Announcement | None:
        """The announcement as it is now."""
        return await self._records.get(team_id, announcement_id)

    async def own(self, team_id: str, user_id: str, announcement_id: str) -> Announcement:
        """A person's own announcement; what is not theirs and what is not there are refused alike."""
        found = await self._records.get(team_id, announcement_id)
        if found is None or found.user_id != user_id:
            raise Refusal(NOT_YOURS)
        return found

    async def write(self, team_id: str, user_id: str, announcement_id: str, content: Content) -> Announcement:
        """Keep what the author wrote, as a draft or as a revision of what was handed in; the same changes nothing."""
        now = self._clock()
        found = await self._records.get(team_id, announcement_id)
        if found is None:
            new = Announcement(
                id=announcement_id,
                team_id=team_id,
                user_id=user_id,
                version=1,
                content=content,
                requested_at=now,
                changed_at=now,
            )
            await self._lists.note(new)
            await self._records.create(new)

        def written(announcement: Announcement) -> Mapping[str, object] | None:
            if announcement.user_id != user_id:
                raise Refusal(NOT_YOURS)
            draft = announcement.state is AnnouncementState.DRAFT
            if not announcement.may_be_edited:
                raise Refusal(UNDER_WAY)
            begun = draft or announcement.revision is not None
            if begun and announcement.written.model_copy(update={"written_at": content.written_at}) == content:
                return None
            return {"content" if draft else "revision": content}

        return await self._change(team_id, announcement_id, written)

    async def hand_in(self, announcement: Announcement, seen: datetime, quote: Quote) -> Announcement:
        """Begin the life of what the author saw on the review; a second time changes nothing.

        Raises InvalidField (`due_at`), Refusal.
        """
        now = self._clock()
        author_id = announcement.user_id

        def handed_in(one: Announcement) -> Mapping[str, object] | None:
            if one.user_id != author_id:
                raise Refusal(NOT_YOURS)
            if one.revision is None and one.state is not AnnouncementState.DRAFT:
                if one.content.written_at == seen:
                    return None
                raise Refusal(CHANGED)
            if one.written.written_at != seen:
                raise Refusal(CHANGED)
            content, first = one.written, one.state is AnnouncementState.DRAFT
            if not one.may_be_edited:
                raise Refusal(UNDER_WAY)
            check_time(content.due_at, now)
            asked = content.approver_id is not None
            return {
                "state": AnnouncementState.SCRIPT_REVIEW if asked else AnnouncementState.MAKING,
                "content": content,
                "revision": None,
                "round": one.round if first else one.round + 1,
                "price": quote.price,
                "expected_seconds": int(quote.duration.total_seconds()),
                "requested_at": now if first else one.requested_at,
                "changed_at": now,
                "failure": None,
                "news": None,
            }

        after = await self._change(announcement.team_id, announcement.id, handed_in)
        await self._lists.note(after)
        return after

    async def decide(self, team_id: str, announcement_id: str, decision: Decision) -> Announcement:
        """Take the reviewer's decision; raises Refusal where it is not theirs, or not asked for (any more)."""
        now = self._clock()

        def decided(one: Announcement) -> Mapping[str, object]:
            if one.tag is None or one.tag != decision.tag or one.reviewer_id != decision.by:
                raise Refusal(NOT_ASKED)
            decisions = (*one.decisions, decision)[-_MOST_DECISIONS:]
            return {"decisions": decisions, "changed_at": now, "failure": None, **_outcome(one, decision, now)}

        return await self._change(team_id, announcement_id, decided, absent=NOT_ASKED)

    async def cancel(self, announcement: Announcement) -> Announcement:
        """Call it off: what is not posted yet will not be; a second time changes nothing."""
        now = self._clock()

        def cancelled(one: Announcement) -> Mapping[str, object] | None:
            if one.state is AnnouncementState.CANCELLED:
                return None
            if not one.may_be_cancelled:
                raise Refusal(ALREADY)
            return {"state": AnnouncementState.CANCELLED, "changed_at": now, "news": None, "closed": False}

        return await self._change(announcement.team_id, announcement.id, cancelled)

    async def reschedule(self, announcement: Announcement, due_at: datetime | None) -> Announcement:
        """Give it another time; raises InvalidField (`due_at`), or Refusal where it is going out already."""
        now = self._clock()
        check_time(due_at, now)

        def moved(one: Announcement) -> Mapping[str, object] | None:
            if one.state is AnnouncementState.DRAFT or not one.may_be_cancelled:
                raise Refusal(ALREADY)
            if one.state is AnnouncementState.APPROVED and one.goes_out_at <= now:
                raise Refusal(GOING_OUT)
            if one.content.due_at == due_at:
                return None
            put_off = {"due_at": due_at}
            revision = None if one.revision is None else one.revision.model_copy(update=put_off)
            return {"content": one.content.model_copy(update=put_off), "revision": revision, "changed_at": now}

        return await self._change(announcement.team_id, announcement.id, moved)

    async def try_again(self, announcement: Announcement, posting_id: str) -> None:
        """Try a channel once more that refused the announcement; raises Refusal."""
        found = {posting.id: posting for posting in await self._postings.of(announcement)}.get(posting_id)
        live = announcement.state in {AnnouncementState.APPROVED, AnnouncementState.POSTED}
        if found is None or not live or found.state is not PostingState.FAILED:
            raise Refusal(NOTHING_FAILED)
        try:
            await self._postings.try_again(found)
        except StaleRecord:
            raise Refusal(NOTHING_FAILED) from None

        def reopened(one: Announcement) -> Mapping[str, object] | None:
            if one.state is not AnnouncementState.POSTED:
                return None
            return {"state": AnnouncementState.APPROVED, "closed": False, "news": None, "changed_at": self._clock()}

        await self._change(announcement.team_id, announcement.id, reopened)

    async def _change(
        self, team_id: str, announcement_id: str, change: Change, *, absent: str = NOT_YOURS
    ) -> Announcement:
        """Change it as it is now; what changes it meanwhile is waited for, since it may decide what comes of this.

        One that is `absent` is refused in the same words as somebody else's.
        """
        for _ in range(_TRIES):
            found = await self._records.get(team_id, announcement_id)
            if found is None:
                raise Refusal(absent)
            updates = change(found)
            if updates is None:
                return found
            try:
                return await self._records.change(found, **updates)
            except StaleRecord:
                continue
        raise Refusal(MOVED)

    async def start(self, announcement: Announcement) -> None:
        """Wake its step."""
        await self._wakeups.wake(STEP, announcement.team_id, announcement.id)


def check_time(due_at: datetime | None, now: datetime) -> None:
    """Raise InvalidField (`due_at`) for a time that is past, or further off than what is kept."""
    if due_at is None:
        return
    if due_at <= now:
        raise InvalidField(DUE_AT, IN_THE_PAST)
    if due_at - now > FURTHEST:
        raise InvalidField(DUE_AT, f"Pick a time within the next {FURTHEST // timedelta(days=1)} days.")


def _outcome(one: Announcement, decision: Decision, now: datetime) -> Mapping[str, object]:
    """What becomes of the announcement; the author hears of what somebody else decided."""
    by_other = decision.by != one.user_id
    if decision.what == "rejected":
        return {"state": AnnouncementState.REJECTED, "news": News.REJECTED if by_other else None}
    if decision.what == "changes":
        return {"state": AnnouncementState.CHANGES_WANTED, "news": News.CHANGES if by_other else None}
    if one.state is AnnouncementState.SCRIPT_REVIEW:
        return {"state": AnnouncementState.MAKING}
    told = News.APPROVED if by_other else None
    return {"state": AnnouncementState.APPROVED, "approved_at": now, "news": told}
