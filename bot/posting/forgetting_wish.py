"""What a person wishes who asks Herald to forget them, and what is found that names them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from bot.posting.announcement import Announcement
from bot.posting.batch import Batch
from bot.posting.posting import Posting
from bot.posting.workflow_run import WorkflowRun
from bot.rendering.frozen import Frozen
from bot.rendering.render import Render

STEP: Final = "forget"
"""The step that forgets a person; the id of what it is run for is the person's."""


class WishState(StrEnum):
    """Where the forgetting of a person is: what is theirs alone is gone once it has begun."""

    ASKED = "asked"
    BEGUN = "begun"


class ForgetWish(Frozen):
    """One person's wish to be forgotten; `id` is the person's. It is erased when nothing is left to be forgotten.

    What the person asked for after `asked_at` is not touched. `videos` says that what stands in Slack goes too.
    `passes` counts how often was looked at what is left; nothing can be done before `rests_until`.
    """

    id: str
    team_id: str
    version: int = 1
    state: WishState = WishState.ASKED
    asked_at: datetime
    videos: bool = False
    passes: int = 0
    rests_until: datetime | None = None

    def covers(self, user_id: str, at: datetime) -> bool:
        """Whether it is about what somebody asked for then."""
        return user_id == self.id and at <= self.asked_at


class Wishes(Protocol):
    """The wishes' records. Every method raises StoreUnavailable."""

    async def get(self, team_id: str, record_id: str) -> ForgetWish | None:
        """The wish as it is now."""

    async def change(self, wish: ForgetWish, /, **updates: object) -> ForgetWish:
        """Store it with `updates`; StaleRecord if somebody else changed it first."""


@dataclass
class Found:
    """The records that name a person; postings are those of the renders that are found, and others of the person."""

    renders: list[Render] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    runs: list[WorkflowRun] = field(default_factory=list)

    def own_renders(self, wish: ForgetWish) -> Sequence[Render]:
        """What the person asked for before they wished to be forgotten."""
        return [one for one in self.renders if wish.covers(one.user_id, one.requested_at)]

    def own_announcements(self, wish: ForgetWish) -> Sequence[Announcement]:
        """What they wrote before."""
        return [one for one in self.announcements if wish.covers(one.user_id, one.requested_at)]

    def own_batches(self, wish: ForgetWish) -> Sequence[Batch]:
        """The clips that they asked for before."""
        return [one for one in self.batches if wish.covers(one.user_id, one.asked_at)]

    def own_runs(self, wish: ForgetWish) -> Sequence[WorkflowRun]:
        """The workflows' runs that made something for them before."""
        return [one for one in self.runs if one.received_at <= wish.asked_at]

    def stray_postings(self, wish: ForgetWish) -> Sequence[Posting]:
        """Those of the person whose render is gone, and what showed them somebody else's video for approval."""
        rendered = {render.id for render in self.renders}
        shown = [one for one in self.postings if one.destination.channel_id == wish.id and one.user_id != wish.id]
        return [*shown, *(one for one in self.postings if one.user_id == wish.id and one.render_id not in rendered)]

    def postings_of(self, render: Render) -> Sequence[Posting]:
        """Wherever the render's results went, or are to go."""
        return [posting for posting in self.postings if posting.render_id == render.id]
