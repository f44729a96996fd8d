"""A render: what a person asked for, from script to finished video."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from bot.rendering.consent import Consent
from bot.rendering.frozen import Frozen

DEADLINE_MARGIN: Final = timedelta(seconds=10)
"""A result counts as expired this long before its URL does, so that nobody is shown a link about to die."""


MOST_STUMBLES: Final = 5
"""How often a step may break in a way that nobody foresaw before its record goes on without it."""
DEFECT: Final = "herald_defect"
"""The code of a failure for which Herald itself is to blame."""
OutputFormat = Literal["MP4", "WEBM", "MOV"]


class RenderState(StrEnum):
    """Where a render is in its life; a draft is a render that is not stored yet."""

    REQUESTED = "requested"
    ANCHORED = "anchored"
    SUBMITTED = "submitted"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED: Final = frozenset({RenderState.READY, RenderState.FAILED, RenderState.CANCELLED})


class Parameters(Frozen):
    """What can be said of a video; what is left out is the service's to choose.

    `background`, `audio` and `image` are UUIDs that the service gave, URLs, or a person's files
    (`slack-file:F0123ABCD`) on their way to the service. No language means the voice's own.
    """

    avatar: str | None = None
    image: str | None = None
    voice: str | None = None
    audio: str | None = None
    language: str | None = None
    speed: Decimal | None = None
    pitch: Decimal | None = None
    background: str | None = None
    background_color: str | None = None
    remove_background: bool | None = None
    expressiveness: Literal["low", "medium", "high"] | None = None
    motion_prompt: str | None = None
    resolution: str | None = None
    width: int | None = None
    height: int | None = None
    output_quality: int | None = None
    safety_mode: Literal["none", "fast", "full"] | None = None


class Choices(Parameters):
    """How the video is to be.

    Seen is an `avatar` of the catalogue or an `image`; heard is a `voice` of the catalogue that speaks the script, or
    the recording `audio`.
    """

    output_format: OutputFormat = "MP4"
    number_results: Annotated[int, Field(ge=1, le=4)] = 1

    @model_validator(mode="after")
    def _one_is_seen_and_one_is_heard(self) -> Self:
        if (self.avatar is None) == (self.image is None) or (self.voice is None) == (self.audio is None):
            raise ValueError("exactly one of avatar and image, and exactly one of voice and audio")
        return self


class Destination(Frozen):
    """The Slack channel, and the thread in it when the request came from one."""

    channel_id: str
    thread_ts: str | None = None


class Result(Frozen):
    """One finished video: `url` dies at `expires_at`; `cost` (US dollars) and `captions` (WebVTT) where told."""

    video_uuid: str
    url: str
    expires_at: datetime
    cost: Decimal | None = None
    captions: str | None = None

    @property
    def deadline(self) -> datetime:
        """The last moment at which the URL may be shown."""
        return self.expires_at - DEADLINE_MARGIN


class Failure(Frozen):
    """Why a render ended without a video: `code` is ours or the service's own; `charged` is None where nobody knows.

    `cost` is what was charged all the same, in US dollars, where the service named it.
    """

    code: str
    message: str
    parameter: str | None = None
    charged: bool | None = False
    cost: Decimal | None = None


class Render(Frozen):
    """One request and all that is known of it; stored whole, changed only by a transition.

    `version` counts the transitions. `attempt` is 1, or 2 after a definite failure that was worth a second task.
    `task_uuid` is stored before the task is sent; `sent_at` is when it was first sent and `tried_at` when last;
    `uncertain` says that it may have been received: set before each sending, taken back when it is known that it was
    not. `reserved` and `price` are US dollars. `results` are in the order in which they came, and never lose one; while
    the task is under way there may be some, of which the first `handed_on` have their postings, and `failures` of
    others. `closed` says that the money is settled and that the person was told of a failure, or the postings of the
    results exist.

    `withdrawn_at` is when the person called off what was paid already: its results go to them privately. `deleted_at`
    is when they deleted all results, `chosen` the position of the one that they kept of several; `cleared` says that
    nothing is left to be removed. `shares` are the postings of results to other channels.

    `media` has the service's UUID of each file that a person gave, by the reference that the choices name it by; it is
    empty again once they are deleted there. `media_since` is when the first of them was first asked for. `stumbles`
    counts, by step, how often one broke in a way that nobody foresaw; `notices` how often its person was to be told of
    its end by DM.

    `consent` is the permission that the picture in the choices needs; None where it needs none. `spoken` is the script
    as it is said, where some of its words are said otherwise than they are written.

    `batch_id` is the batch that it is a clip of: that one's message is its anchor, and tells what becomes of it.
    `attended_at` is when somebody saw to it after it had failed for a reason of ours.
    """

    id: str
    team_id: str
    user_id: str
    version: int = 0
    state: RenderState = RenderState.REQUESTED
    script: str
    choices: Choices
    destination: Destination
    ttl_seconds: int
    expected_seconds: int
    price: Decimal
    reserved: Decimal
    requested_at: datetime
    anchor_intent_at: datetime | None = None
    anchor_ts: str | None = None
    thread_ts: str | None = None
    attempt: int = 1
    task_uuid: UUID | None = None
    sent_at: datetime | None = None
    tried_at: datetime | None = None
    uncertain: bool = False
    submitted_at: datetime | None = None
    late_notice_at: datetime | None = None
    ended_at: datetime | None = None
    results: tuple[Result, ...] = ()
    failures: tuple[Failure, ...] = ()
    handed_on: int = 0
    failure: Failure | None = None
    closed: bool = False
    withdrawn_at: datetime | None = None
    deleted_at: datetime | None = None
    chosen: int | None = None
    cleared: bool = True
    shares: tuple[str, ...] = ()
    media: dict[str, str] = Field(default_factory=dict)
    media_since: datetime | None = None
    stumbles: dict[str, int] = Field(default_factory=dict)
    notices: int = 0
    consent: Consent | None = None
    spoken: str | None = None
    batch_id: str | None = None
    attended_at: datetime | None = None

    @property
    def speech(self) -> str:
        """The script as it is said."""
        return self.script if self.spoken is None else self.spoken

    @property
    def awaits_consent(self) -> bool:
        """Whether nothing may be made yet of the picture, nor may it leave Slack."""
        return self.consent is not None and not self.consent.in_force

    @property
    def consent_open(self) -> bool:
        """Whether the outcome of the permission that it needs is still to be put on record and said."""
        return self.consent is not None and not self.consent.closed

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to the task."""
        return self.state in ENDED

    @property
    def unsent(self) -> bool:
        """Whether nothing was sent yet that may be charged, and no message is on its way that would be left behind."""
        if self.state is RenderState.REQUESTED:
            return self.anchor_intent_at is None
        return self.state is RenderState.ANCHORED and not self.uncertain

    def wants(self, position: int) -> bool:
        """Whether the result at `position` is still to be seen anywhere."""
        return self.deleted_at is None and self.chosen in {None, position}

    @property
    def expected_results(self) -> int:
        """How many results were asked for; more only where the service made more."""
        return max(self.choices.number_results, len(self.results))

    @property
    def missing(self) -> int:
        """How many results a ready render was to have and has not."""
        return self.expected_results - len(self.results) if self.state is RenderState.READY else 0

    @property
    def price_per_result(self) -> Decimal:
        """What one result is estimated to cost, in US dollars."""
        return self.price / self.choices.number_results

    @property
    def cost(self) -> Decimal | None:
        """What the service charged for all results, in US dollars; None when it did not say that of each."""
        known = [result.cost for result in self.results if result.cost is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(self.results) else None

    @property
    def owed(self) -> Decimal:
        """What an ended render counts as spent, in US dollars: its price where nobody knows what was charged."""
        if self.state is RenderState.READY:
            free = sum(failure.charged is not None for failure in self.failures)
            doubtful = max(self.missing - free, 0) if free < len(self.failures) else 0
            costs = [self.price_per_result if result.cost is None else result.cost for result in self.results]
            costs += [failure.cost or Decimal(0) for failure in self.failures]
            return sum(costs, doubtful * self.price_per_result)
        if self.failure is None or self.submitted_at is None:
            return Decimal(0)
        return self.price if self.failure.charged is None else self.failure.cost or Decimal(0)
