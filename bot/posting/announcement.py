"""An announcement: a script that becomes a video for channels, posted only when somebody approved it."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from bot.rendering.draft import Wishes
from bot.rendering.frozen import Frozen
from bot.rendering.render import Failure

MOST_CHANNELS: Final = 15
FURTHEST: Final = timedelta(days=28)
"""How far ahead an announcement may be scheduled: its video and its records are kept for 30 days."""
PATIENCE_WITH_PEOPLE: Final = timedelta(hours=6)
"""How often an announcement that waits for somebody is looked at all the same."""

Mention = Literal["channel", "here"]
"""Whom a posted announcement notifies beside those who follow the channel: `@channel` or `@here`."""


class AnnouncementState(StrEnum):
    """Where an announcement is in its life."""

    DRAFT = "draft"
    SCRIPT_REVIEW = "script review"
    CHANGES_WANTED = "changes wanted"
    MAKING = "making"
    VIDEO_REVIEW = "video review"
    APPROVED = "approved"
    POSTED = "posted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    FAILED = "failed"


FINAL: Final = frozenset({AnnouncementState.POSTED, AnnouncementState.REJECTED, AnnouncementState.CANCELLED})
"""Nothing more comes of these, but that a channel is tried again."""
REVIEWS: Final = frozenset({AnnouncementState.SCRIPT_REVIEW, AnnouncementState.VIDEO_REVIEW})
WAITS_FOR_PEOPLE: Final = REVIEWS | {AnnouncementState.CHANGES_WANTED, AnnouncementState.FAILED}


class News(StrEnum):
    """What the author has to be told."""

    CHANGES = "changes"
    REJECTED = "rejected"
    APPROVED = "approved"
    FAILED = "failed"
    CALLED_OFF = "called off"
    POSTED = "posted"


class Content(Frozen):
    """What the author wrote and chose; `written_at` tells one state of it from another.

    `due_at` None means as soon as it is approved. `unasked` means that, without an approver, the finished video goes
    out without one more press.
    """

    script: str = ""
    wishes: Wishes = Wishes()
    channels: tuple[str, ...] = ()
    due_at: datetime | None = None
    approver_id: str | None = None
    mention: Mention | None = None
    unasked: bool = False
    written_at: datetime


class Ask(Frozen):
    """A message by which somebody is asked to approve; `tag` says what of: `script1`, `video2`.

    `intent_at` is stored before it is sent. `closed` says that it carries its outcome and no buttons any more.
    """

    tag: str
    user_id: str
    intent_at: datetime
    channel_id: str | None = None
    ts: str | None = None
    closed: bool = False


class Decision(Frozen):
    """What somebody decided about the script or the video of a round."""

    tag: str
    by: str
    what: Literal["approved", "changes", "rejected"]
    reason: str = ""
    at: datetime


class Announcement(Frozen):
    """One announcement and all that is known of it; stored whole, changed only by a transition.

    `version` counts the transitions and `round` how often the author handed it in: each has a render of its own.
    `revision` is what the author has written of the next one. `price` is US dollars. `ask` is the newest message to
    the reviewer, `decisions` all that was decided. `posting_ids` are the postings to channels, and to the approver.
    `news` is what the author is still to be told. `failure` is why no video came. `closed` says that an announcement
    at its end has nothing left to be taken back or told.
    """

    id: str
    team_id: str
    user_id: str
    version: int = 0
    state: AnnouncementState = AnnouncementState.DRAFT
    content: Content
    revision: Content | None = None
    round: int = 1
    price: Decimal = Decimal(0)
    expected_seconds: int = 0
    requested_at: datetime
    changed_at: datetime
    ask: Ask | None = None
    decisions: tuple[Decision, ...] = ()
    posting_ids: tuple[str, ...] = ()
    approved_at: datetime | None = None
    news: News | None = None
    failure: Failure | None = None
    closed: bool = False

    @property
    def render_id(self) -> str:
        """The render of this round."""
        return f"{self.id}.{self.round}"

    @property
    def tag(self) -> str | None:
        """What the reviewer decides now; None while there is nothing to be decided."""
        kind = {AnnouncementState.SCRIPT_REVIEW: "script", AnnouncementState.VIDEO_REVIEW: "video"}.get(self.state)
        return None if kind is None else f"{kind}{self.round}"

    @property
    def reviewer_id(self) -> str:
        """Who approves: the approver, or the author where there is none."""
        return self.content.approver_id or self.user_id

    @property
    def approver_view_id(self) -> str:
        """The posting by which the approver sees the video of this round."""
        return f"{self.render_id}-approver"

    def channel_posting_id(self, place: int) -> str:
        """The posting of this round's video to the channel at `place`."""
        return f"{self.render_id}-c{place}"

    @property
    def channel_posting_ids(self) -> tuple[str, ...]:
        """The postings of this round's video to all channels, in their order."""
        return tuple(self.channel_posting_id(place) for place in range(len(self.content.channels)))

    @property
    def written(self) -> Content:
        """What the author sees in the form: the revision where there is one."""
        return self.revision or self.content

    @property
    def goes_out_at(self) -> datetime:
        """When an approved announcement is posted."""
        approved = self.approved_at or self.requested_at
        return approved if self.content.due_at is None else max(self.content.due_at, approved)

    @property
    def reason(self) -> str:
        """Why changes were asked for or it was rejected."""
        return self.decisions[-1].reason if self.decisions else ""

    @property
    def may_be_edited(self) -> bool:
        """Whether the author may write in it and hand it in, for the first time or anew."""
        return self.state is AnnouncementState.DRAFT or self.state in WAITS_FOR_PEOPLE

    @property
    def may_be_cancelled(self) -> bool:
        """Whether there is something left to call off."""
        return self.state not in FINAL

    @property
    def over(self) -> bool:
        """Whether nothing is left to be done about it unless a person does something."""
        return self.state is AnnouncementState.DRAFT or (self.state in FINAL and self.closed)

    @property
    def rests_until(self) -> datetime | None:
        """Until when nothing has to be done about it unless something happens."""
        asked = self.ask is not None and self.ask.tag == self.tag and self.ask.ts is not None
        settled = self.news is None and (asked or self.state not in REVIEWS)
        if self.state in WAITS_FOR_PEOPLE and settled and not self.has_old_ask:
            return self.changed_at + PATIENCE_WITH_PEOPLE
        return None

    @property
    def has_old_ask(self) -> bool:
        """Whether a message to a reviewer still asks for what is decided, or is asked for no more."""
        return self.ask is not None and self.ask.tag != self.tag and not self.ask.closed


def subject_of(tag: str) -> Literal["script", "video"]:
    """What is decided about by a tag."""
    return "script" if tag.startswith("script") else "video"


def announcement_of(render_id: str) -> str | None:
    """The announcement that a render is of; None for any other render."""
    announcement_id, dot, number = render_id.partition(".")
    return announcement_id if dot and number.isdigit() else None
