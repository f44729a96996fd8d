"""The step of a batch: its message posted once, kept true, and followed by the report."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.posting.batch import Batch, BatchState, RowState
from bot.posting.batch_making import Making, Shelves
from bot.posting.batch_reading import Reading
from bot.posting.batch_steps import STEP, BatchStep
from bot.posting.results import Results
from bot.rendering.reconciling import StepReconciler
from tests.bot.posting.batches import FakeBatches, FakeDesk, FakeSlots, a_batch, a_row
from tests.bot.posting.fakes import FakePostings
from tests.bot.posting.test_batch_reading import FakeDirectory, FakeSheets, crowd
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, FakeWakeups

LATER = timedelta(seconds=7)
SENT = (a_row(2, state=RowState.SENT),)


@dataclass
class FakeBatchThread:
    """What was said, in order; `errors[method]` is raised by that method's next calls in turn."""

    errors: dict[str, list[Exception]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    earlier: str | None = None
    reported: bool = False

    async def open(self, batch: Batch) -> str:
        self._say("open")
        return "D0"

    async def post(self, batch: Batch) -> str:
        self._say("post")
        return "100.1"

    async def find(self, batch: Batch) -> str | None:
        self._say("find")
        return self.earlier

    async def show(self, batch: Batch) -> None:
        self._say(f"show {batch.state}")

    async def keep_report(self, batch: Batch) -> str:
        self._say("keep_report")
        return "F9"

    async def share_report(self, batch: Batch) -> None:
        self._say("share_report")

    async def is_reported(self, batch: Batch) -> bool:
        self._say("is_reported")
        return self.reported

    def _say(self, what: str) -> None:
        self.said.append(what)
        errors = self.errors.get(what.partition(" ")[0])
        if errors:
            raise errors.pop(0)


@dataclass
class Bench:
    """The step and all that it stands on."""

    batch: Batch
    thread: FakeBatchThread = field(default_factory=FakeBatchThread)
    batches: FakeBatches = field(default_factory=FakeBatches)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.batches.put(self.batch)
        renders, postings, wakeups = FakeRecords(), FakePostings(), FakeWakeups()
        desk = FakeDesk(renders)
        results = Results(postings, renders, wakeups, self.clock)
        making = Making(self.batches, Shelves(renders, postings), desk, results, FakeSlots(), wakeups)
        reading = Reading(self.batches, FakeSheets(), FakeDirectory(crowd(2)), desk)
        self.step = BatchStep(self.batches, self.thread, reading, making, self.clock)

    async def run(self) -> timedelta | None:
        """One run of the step."""
        return await self.step("T1", "b1")

    async def settle(self) -> None:
        """Run until it is the person's turn, as a worker that finds the time for it."""
        for _ in range(20):
            delay = await self.run()
            if delay is None:
                return
            self.clock.advance(seconds=delay.total_seconds())
        raise AssertionError("the batch does not come to rest")


def unread(**fields: object) -> Batch:
    """A batch that was just handed in."""
    bare = {"state": BatchState.READING, "rows": (), "channel_id": None, "message_ts": None, "shown_at": None}
    return a_batch(**{**bare, "listed": False, "scanned": False, "titled": False, "picked": ("U1", "U2"), **fields})


async def test_the_message_stands_before_anything_else_is_done() -> None:
    bench = Bench(unread())

    assert await bench.run() == timedelta(0)

    assert bench.thread.said == ["open", "post"]
    assert (bench.batches.only.channel_id, bench.batches.only.message_ts) == ("D0", "100.1")


async def test_a_list_is_read_and_shown_until_it_is_the_persons_turn() -> None:
    bench = Bench(unread())

    await bench.settle()

    assert bench.batches.only.state is BatchState.PLANNED
    assert bench.thread.said[-1] == "show planned"


async def test_a_message_whose_answer_was_lost_is_looked_for_and_not_posted_again() -> None:
    bench = Bench(unread(), FakeBatchThread({"post": [PostUncertain("cut")]}, earlier="100.7"))

    await bench.run()
    await bench.run()

    assert bench.thread.said == ["open", "post", "find"]
    assert bench.batches.only.message_ts == "100.7"


async def test_a_message_that_comes_late_is_waited_for_and_not_posted_again() -> None:
    bench = Bench(unread(), FakeBatchThread({"post": [PostUncertain("cut")]}))

    await bench.run()
    assert await bench.run() == timedelta(seconds=20)
    bench.thread.earlier = "100.7"
    await bench.run()

    assert bench.thread.said == ["open", "post", "find", "find"]
    assert bench.batches.only.message_ts == "100.7"


async def test_a_message_that_does_not_come_is_posted_again() -> None:
    bench = Bench(unread(), FakeBatchThread({"post": [PostUncertain("cut")]}))

    await bench.run()
    bench.clock.advance(seconds=20)
    await bench.run()

    assert bench.thread.said == ["open", "post", "find", "post"]
    assert bench.batches.only.intent_at == bench.clock.now


async def test_where_herald_may_not_look_the_message_is_posted_again() -> None:
    refused = PostRefused("conversations.history", "missing_scope")
    bench = Bench(unread(intent_at=NOON, channel_id="D0"), FakeBatchThread({"find": [refused]}))

    await bench.run()

    assert bench.thread.said == ["find", "post"]


async def test_a_sender_whom_slack_lets_nobody_write_to_ends_the_batch_before_it_costs() -> None:
    bench = Bench(unread(), FakeBatchThread({"open": [PostRefused("conversations.open", "cannot_dm_bot")]}))

    assert await bench.run() is None

    assert bench.batches.only.state is BatchState.REFUSED
    assert bench.batches.only.over


async def test_a_busy_slack_is_asked_again_when_it_said() -> None:
    bench = Bench(unread(), FakeBatchThread({"open": [SlackBusy("conversations.open", retry_after=LATER)]}))

    assert await bench.run() == LATER


async def test_progress_is_shown_at_most_every_ten_seconds() -> None:
    bench = Bench(a_batch())
    await bench.run()
    assert bench.thread.said == []

    bench.clock.advance(seconds=10)
    await bench.run()
    await bench.run()

    assert bench.thread.said == ["show running"]


async def test_a_change_of_state_is_shown_at_once() -> None:
    bench = Bench(a_batch(rows=SENT))

    await bench.run()

    assert bench.thread.said == ["show finished"]


async def test_the_report_is_sent_once() -> None:
    bench = Bench(a_batch(rows=SENT))

    await bench.settle()

    assert bench.thread.said == ["show finished", "keep_report", "share_report", "show finished"]
    assert bench.batches.only.over


@pytest.mark.parametrize("reported", [True, False])
async def test_a_report_whose_answer_was_lost_is_looked_for(reported: bool) -> None:
    thread = FakeBatchThread({"share_report": [PostUncertain("cut")]}, reported=reported)
    bench = Bench(a_batch(rows=SENT), thread)

    await bench.settle()

    assert thread.said.count("share_report") == (1 if reported else 2)
    assert thread.said.count("keep_report") == 1


async def test_without_a_place_for_files_the_table_says_it_all() -> None:
    refused = PostRefused("files.getUploadURLExternal", "file_uploads_disabled")
    bench = Bench(a_batch(rows=SENT), FakeBatchThread({"keep_report": [refused]}))

    await bench.settle()

    assert bench.batches.only.over


async def test_a_message_that_was_deleted_is_posted_anew() -> None:
    gone = PostRefused("chat.update", "message_not_found")
    bench = Bench(a_batch(rows=SENT), FakeBatchThread({"show": [gone]}))

    await bench.settle()

    assert bench.thread.said.count("post") == 1
    assert bench.batches.only.over


async def test_a_message_that_may_not_be_edited_holds_nothing_up() -> None:
    frozen = PostRefused("chat.update", "edit_window_closed")
    bench = Bench(a_batch(rows=SENT), FakeBatchThread({"show": [frozen, frozen]}))

    await bench.settle()

    assert bench.batches.only.over


@dataclass
class FakeOpen:
    """Batches that nobody changed for a while."""

    quiet: list[tuple[str, str]]
    forgotten: list[str] = field(default_factory=list)

    async def take_quiet(self, before: object, *, now: object) -> list[tuple[str, str]]:
        return self.quiet

    async def forget(self, team_id: str, record_id: str) -> None:
        self.forgotten.append(record_id)


async def test_a_batch_that_the_queue_lost_is_put_back_on_its_way() -> None:
    records, wakeups = FakeBatches({"b1": a_batch()}), FakeWakeups()
    quiet = FakeOpen([("T1", "b1"), ("T1", "gone")])

    assert await StepReconciler(quiet, records, wakeups, FakeClock(), step=STEP).reconcile() == 2

    assert wakeups.woken == [("batch", "b1")]
    assert quiet.forgotten == ["gone"]
