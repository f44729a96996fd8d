"""A stage for the life of an announcement: fakes of its ports, each of whose calls can be cut."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from bot.errors import StaleRecord
from bot.policy import Person
from bot.posting.announcement import Announcement, AnnouncementState, Content, Decision
from bot.posting.announcement_postings import ChannelPostings
from bot.posting.announcement_steps import AnnounceStep, AnnounceTools
from bot.posting.announcement_transitions import changed
from bot.posting.announcing import Announcing
from bot.posting.posting import Posting, PostingState
from bot.rendering.cancelling import Cancelling
from bot.rendering.draft import Wishes
from bot.rendering.ending import Endings
from bot.rendering.render import Destination, Render, RenderState, Result
from bot.rendering.requesting import Quote, Request
from tests.bot.posting.fakes import FakePostings
from tests.bot.rendering.fakes import NOON, FakeClock, FakePolls, FakeRecords, FakeWakeups, a_render

QUOTE = Quote(timedelta(seconds=4), Decimal("0.40"), Decimal("0.52"))
RESULT = Result(video_uuid="v1", url="https://media.example/v1.mp4", expires_at=NOON + timedelta(hours=24))


class Cut(Exception):
    """The worker is killed here."""


@dataclass
class Fuse:
    """Counts what goes out, and cuts before or after one of the calls."""

    cut_at: int | None = None
    after: bool = False
    seen: int = 0

    def passes(self) -> None:
        """One moment at which the worker may be killed."""
        self.seen += 1
        if self.cut_at == self.seen:
            raise Cut


@dataclass
class FakeAnnouncements:
    """Announcements in a dictionary, with the compare-and-set of the real ones."""

    fuse: Fuse = field(default_factory=Fuse)
    stored: dict[str, Announcement] = field(default_factory=dict)

    async def get(self, team_id: str, record_id: str) -> Announcement | None:
        return self.stored.get(record_id)

    async def create(self, announcement: Announcement, /) -> None:
        self.stored.setdefault(announcement.id, announcement)

    async def change(self, announcement: Announcement, /, **updates: object) -> Announcement:
        self.fuse.passes()
        if self.stored[announcement.id].version != announcement.version:
            raise StaleRecord(announcement.id)
        self.stored[announcement.id] = changed(announcement, updates)
        self.fuse.passes()
        return self.stored[announcement.id]

    async def note(self, announcement: Announcement) -> None:
        return None


@dataclass
class CutPostings(FakePostings):
    """Postings, at whose changes the worker may be killed."""

    fuse: Fuse = field(default_factory=Fuse)

    async def create(self, posting: Posting, /) -> None:
        self.fuse.passes()
        await super().create(posting)

    async def change(self, posting: Posting, /, **updates: object) -> Posting:
        self.fuse.passes()
        after = await super().change(posting, **updates)
        self.fuse.passes()
        return after


@dataclass
class FakeLetters:
    """What was sent, in order; `errors[method]` is raised by that method's next calls in turn."""

    fuse: Fuse = field(default_factory=Fuse)
    errors: dict[str, list[Exception]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    finds: bool = True

    async def direct(self, team_id: str, user_id: str) -> str:
        self._raise("direct")
        return f"D-{user_id}"

    async def ask(self, announcement: Announcement, shown: Posting | None) -> tuple[str, str]:
        self.fuse.passes()
        self._raise("ask")
        tag = announcement.tag or "nothing"
        self.sent.append(f"ask {announcement.reviewer_id} {tag}")
        self.asked[tag] = f"{len(self.sent)}.0"
        self.fuse.passes()
        return f"D-{announcement.reviewer_id}", self.asked[tag]

    async def find_ask(self, announcement: Announcement) -> tuple[str, str] | None:
        self._raise("find_ask")
        ts = self.asked.get(announcement.tag or "")
        return (f"D-{announcement.reviewer_id}", ts) if ts and self.finds else None

    async def close_ask(self, announcement: Announcement) -> None:
        self._raise("close_ask")
        self.sent.append(f"close {announcement.ask.tag if announcement.ask else None}")

    async def tell(self, announcement: Announcement, postings: Sequence[Posting]) -> None:
        self._raise("tell")
        self.sent.append(f"tell {announcement.news}")

    def _raise(self, method: str) -> None:
        if self.errors.get(method):
            raise self.errors[method].pop(0)


@dataclass
class FakeRoster:
    """Who people are; whoever is not told of is a colleague."""

    people: dict[str, Person] = field(default_factory=dict)

    async def find(self, team_id: str, user_id: str) -> Person:
        return self.people.get(user_id, Person(user_id))


@dataclass
class FakeDesk:
    """Makes renders, and counts their money; `refusal` is raised instead."""

    records: FakeRecords
    fuse: Fuse = field(default_factory=Fuse)
    taken: list[str] = field(default_factory=list)
    refusal: Exception | None = None

    async def take(self, request: Request) -> Render:
        self.fuse.passes()
        if self.refusal is not None:
            raise self.refusal
        made = a_render(
            id=request.render_id, user_id=request.user_id, script=request.script, destination=request.destination
        )
        if self.records.stored.setdefault(made.id, made) is made:
            self.taken.append(made.id)
        self.fuse.passes()
        return self.records.stored[made.id]

    async def quote(self, request: Request) -> Quote:
        return QUOTE


def content(**fields: object) -> Content:
    """What an author wrote, for two channels and for Bob's approval, with `fields` on top."""
    usual: dict[str, object] = {
        "script": "Good morning, team.",
        "wishes": Wishes(avatar="a1", voice="v1"),
        "channels": ("C1", "C2"),
        "approver_id": "BOB",
        "written_at": NOON,
    }
    return Content.model_validate(usual | fields)


class AnnouncementStage:
    """Everything that an announcement's step works with."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self.fuse = fuse or Fuse()
        self.clock = FakeClock()
        self.wakeups = FakeWakeups()
        self.records = FakeAnnouncements(self.fuse)
        self.renders = FakeRecords()
        self.posting_records = CutPostings(fuse=self.fuse)
        self.letters = FakeLetters(self.fuse)
        self.roster = FakeRoster()
        self.desk = FakeDesk(self.renders, self.fuse)
        self.postings = ChannelPostings(self.posting_records, self.renders, self.wakeups, self.clock)
        self.announcing = Announcing(self.records, self.records, self.postings, self.wakeups, self.clock)
        endings = Endings(self.renders, FakePolls(), self.wakeups, self.clock)
        self.step = AnnounceStep(
            AnnounceTools(
                records=self.records,
                renders=self.renders,
                postings=self.postings,
                letters=self.letters,
                roster=self.roster,
                desk=self.desk,
                cancelling=Cancelling(self.renders, endings),
                wakeups=self.wakeups,
                clock=self.clock,
                explain=str,
            )
        )

    async def hand_in(self, **fields: object) -> Announcement:
        """An announcement, written and handed in."""
        written = await self.announcing.write("T1", "U1", "a1", content(**fields))
        return await self.announcing.hand_in(written, written.written.written_at, QUOTE)

    async def run(self) -> None:
        """Run the step until it has nothing to do; a cut run is run anew, as another worker would."""
        for _ in range(100):
            try:
                delay = await self.step("T1", "a1")
                if delay is None:
                    return
                self.clock.now += delay
            except (Cut, StaleRecord):
                continue
        raise AssertionError("the step never comes to rest")

    async def decide(self, what: str, by: str = "BOB", tag: str | None = None) -> Announcement:
        """The reviewer decides about what they are asked, or about `tag`."""
        decision = Decision.model_validate({"tag": tag or self.now.tag or "", "by": by, "what": what, "at": NOON})
        while True:
            try:
                return await self.announcing.decide("T1", "a1", decision)
            except Cut:
                if self.now.tag != decision.tag:  # it was stored, and the answer got lost
                    return self.now

    def finish_render(self, *, kept: bool = True) -> None:
        """The video is there, and in its author's hands."""
        render_id = self.now.render_id
        render = self.renders.stored[render_id]
        self.renders.stored[render_id] = render.model_copy(
            update={"state": RenderState.READY, "results": (RESULT,), "ended_at": NOON, "closed": True}
        )
        self.posting_records.stored[f"{render_id}-0"] = Posting(
            id=f"{render_id}-0",
            render_id=render_id,
            team_id="T1",
            user_id="U1",
            version=1,
            state=PostingState.POSTED,
            destination=Destination(channel_id="D-U1"),
            thread_ts="1.0",
            result=RESULT,
            due_at=NOON,
            file_id="F1" if kept else None,
        )

    def end_posting(self, posting_id: str, state: PostingState = PostingState.POSTED) -> None:
        """A posting came to its end."""
        posting = self.posting_records.stored[posting_id]
        self.posting_records.stored[posting_id] = posting.model_copy(
            update={"state": state, "version": posting.version + 1}
        )

    def posting(self, posting_id: str) -> Posting:
        """A posting as it is now."""
        return self.posting_records.stored[posting_id]

    @property
    def now(self) -> Announcement:
        """The announcement as it is now."""
        return self.records.stored["a1"]

    @property
    def state(self) -> AnnouncementState:
        """Where it is in its life."""
        return self.now.state

    def at(self, moment: datetime) -> None:
        """Move the clock."""
        self.clock.now = moment
