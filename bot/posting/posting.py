"""A posting: one result going to one destination."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import Field

from bot.rendering.frozen import Frozen
from bot.rendering.render import Destination, Result


class PostingState(StrEnum):
    """Where a posting is in its life."""

    WAITING = "waiting for approval"
    DUE = "due"
    POSTING = "posting"
    POSTED = "posted"
    FAILED = "failed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


AHEAD: Final = timedelta(minutes=2)
"""How long before its time a posting is prepared: its bytes are brought to Slack, where nobody sees them yet."""
WAITS_AT_MOST: Final = timedelta(days=30)
SETTLED: Final = frozenset({PostingState.POSTED, PostingState.FAILED, PostingState.EXPIRED, PostingState.WITHDRAWN})


class Posting(Frozen):
    """One result on its way to one destination; stored whole, changed only by a transition.

    `position` is the result's place among those of its render, from 0 on; `file_type` is the ending of its file's name.
    `thread_ts` is the thread it goes to. `file_id` is the Slack file that holds the bytes once they are all there;
    `keep_failed` is why they could not be brought there. `shown` says that the anchor carries the result.
    `intent_at` is stored before the message that notifies is sent, so that a lost answer is checked, not repeated.
    `failure` is the reason of a posting that ended without its message.

    `length_seconds` is how long the video really is, where its file tells. `text_file_ids` are the transcript and the
    captions, in Slack and shared with the video; None until they were tried. A posting `elsewhere` is a further one, to
    another channel than the render's; `copy_of` is the Slack file in which its bytes are kept already. `link_ended`
    says that its message shows the dead URL no more. `leftover` is what could not be removed of a withdrawn one.
    `stumbles` counts, by step, how often one broke in a way that nobody foresaw. `address` is the DM with the person
    that it goes to, once that is known.

    One of an announcement waits until that is approved, and from then on for `due_at`. `announcement_id` names it;
    `mention` is whom its message notifies, where that was asked for. One `for_approval` shows the video to the person
    who decides about it: whether they got it is the announcement's to tell.
    """

    id: str
    render_id: str
    team_id: str
    user_id: str
    version: int = 0
    state: PostingState = PostingState.DUE
    destination: Destination
    thread_ts: str
    result: Result
    position: int = 0
    file_type: str = "mp4"
    due_at: datetime
    file_id: str | None = None
    keep_failed: str | None = None
    shown: bool = False
    intent_at: datetime | None = None
    posted_at: datetime | None = None
    message_ts: str | None = None
    failure: str | None = None
    length_seconds: float | None = None
    text_file_ids: tuple[str, ...] | None = None
    elsewhere: bool = False
    copy_of: str | None = None
    link_ended: bool = False
    leftover: tuple[str, ...] = ()
    stumbles: dict[str, int] = Field(default_factory=dict)
    address: str | None = None
    announcement_id: str | None = None
    mention: Literal["channel", "here"] | None = None
    for_approval: bool = False

    @property
    def ended(self) -> bool:
        """Whether nothing more will be posted."""
        return self.state in SETTLED

    @property
    def length(self) -> timedelta | None:
        """How long the video really is, where its file tells."""
        return None if self.length_seconds is None else timedelta(seconds=self.length_seconds)

    @property
    def in_thread(self) -> bool:
        """Whether the video stands in the thread as a file, or is on its way there."""
        return self.file_id is not None and self.state is not PostingState.FAILED

    @property
    def over(self) -> bool:
        """Whether nothing is left to be done about it, its dead link included."""
        return self.ended and (self.state is not PostingState.POSTED or self.link_ended)

    @property
    def rests_until(self) -> datetime | None:
        """When there is something to be done about a posting that rests: it is prepared, or its URL ends.

        One that waits for approval rests as long as records are kept: its announcement brings it on its way.
        """
        if self.state is PostingState.WAITING:
            return self.due_at + WAITS_AT_MOST
        if self.state is PostingState.DUE and self.announcement_id is not None:
            return self.due_at - AHEAD
        return self.result.deadline if self.ended and not self.over else None

    def too_early(self, now: datetime) -> timedelta | None:
        """How long it is until the posting may be posted; None when it may be now."""
        wait = self.due_at - now
        return wait if self.announcement_id is not None and wait > timedelta(0) else None

    def in_time(self, now: datetime) -> bool:
        """Whether the result's URL may still be shown."""
        return now < self.result.deadline

    def is_lost(self, now: datetime) -> bool:
        """Whether nothing of the result is left that could be shown: neither its bytes nor its URL."""
        return self.file_id is None and not self.in_time(now)

    def further(self, new_id: str, channel_id: str, due_at: datetime) -> Self:
        """A new posting of the same result to another channel, from the bytes that are kept already."""
        return type(self)(
            id=new_id,
            render_id=self.render_id,
            team_id=self.team_id,
            user_id=self.user_id,
            version=1,
            destination=Destination(channel_id=channel_id),
            thread_ts="",
            result=self.result,
            position=self.position,
            file_type=self.file_type,
            due_at=due_at,
            shown=True,
            elsewhere=True,
            copy_of=self.file_id,
        )
