"""The part of the composition root that is about announcements: web and worker build the same from the same ground."""

from dataclasses import dataclass

from docket import Docket
from redis.asyncio import Redis

from bot.posting.announcement import Announcement
from bot.posting.announcement_postings import ChannelPostings
from bot.posting.announcement_steps import STEP, AnnounceStep, AnnounceTools
from bot.posting.announcement_watching import WatchedPostings
from bot.posting.announcing import Announcing
from bot.rendering.cancelling import Cancelling
from bot.rendering.ports import Clock, RenderRecords
from bot.rendering.reconciling import StepReconciler
from bot.rendering.requesting import RequestDesk
from bot.slack.announcements import SlackLetters
from bot.slack.calls import SlackCalls
from bot.slack.surfaces.anchor import LabelsOf
from bot.slack.surfaces.words import explain_error
from bot.store.announcements import AnnouncementLists
from bot.store.kinds import ANNOUNCEMENTS, POSTINGS
from bot.store.records import Records
from bot.store.roster import Roster
from bot.worker import QueueWakeups


@dataclass(frozen=True)
class AnnouncementParts:
    """What announcements stand on; `renders` are those whose changes are heard of."""

    redis: Redis
    docket: Docket
    clock: Clock
    renders: RenderRecords

    @property
    def records(self) -> Records[Announcement]:
        """The announcements' records."""
        return Records(self.redis, ANNOUNCEMENTS)

    @property
    def lists(self) -> AnnouncementLists:
        """Whose announcements are whose."""
        return AnnouncementLists(self.redis)

    @property
    def watched_postings(self) -> WatchedPostings:
        """The postings' records, of whose end their announcement hears."""
        return WatchedPostings(Records(self.redis, POSTINGS), QueueWakeups(self.docket))

    @property
    def postings(self) -> ChannelPostings:
        """The postings of announcements."""
        return ChannelPostings(self.watched_postings, self.renders, QueueWakeups(self.docket), self.clock)

    @property
    def announcing(self) -> Announcing:
        """What people do with announcements."""
        return Announcing(self.records, self.lists, self.postings, QueueWakeups(self.docket), self.clock)

    def step(
        self, calls: SlackCalls, desk: RequestDesk, cancelling: Cancelling, *, roster: Roster, labels: LabelsOf
    ) -> AnnounceStep:
        """The queue's step."""
        return AnnounceStep(
            AnnounceTools(
                records=self.records,
                renders=self.renders,
                postings=self.postings,
                letters=SlackLetters(calls, labels=labels, now=self.clock),
                roster=roster,
                desk=desk,
                cancelling=cancelling,
                wakeups=QueueWakeups(self.docket),
                clock=self.clock,
                explain=lambda error: explain_error(error).text,
            )
        )

    @property
    def reconciler(self) -> StepReconciler:
        """Brings back what nobody touched for a while."""
        return StepReconciler(self.records, self.records, QueueWakeups(self.docket), self.clock, step=STEP)
