"""Postings of announcements: they wait for approval, then for their time, and go out as the kept file."""

from datetime import timedelta

import pytest

from bot.errors import PostRefused
from bot.posting.announcement import AnnouncementState
from bot.posting.announcement_steps import STEP
from bot.posting.announcement_watching import WatchedPostings, telling_announcements
from bot.posting.posting import AHEAD, PostingState
from bot.rendering.reconciling import StepReconciler
from bot.rendering.render import Render, RenderState
from tests.bot.posting.announced import AnnouncementStage
from tests.bot.posting.fakes import FakePostings, a_posting
from tests.bot.posting.test_posting import World
from tests.bot.rendering.fakes import NOON, FakeClock, FakeWakeups, a_render

ANNOUNCED = {"announcement_id": "a1", "elsewhere": True, "shown": True, "thread_ts": ""}
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def world() -> World:
    """A fresh world with one ready render."""
    return World()


async def test_what_waits_for_approval_is_neither_kept_nor_posted(world: World) -> None:
    world.put(**ANNOUNCED, state=PostingState.WAITING)

    assert await world.keep("T1", "r1-0") is None
    assert await world.post("T1", "r1-0") is None
    assert world.delivery.said == []


async def test_what_is_due_later_is_left_to_the_reconciler(world: World) -> None:
    world.put(**ANNOUNCED, due_at=LATER)

    assert await world.keep("T1", "r1-0") is None
    assert await world.post("T1", "r1-0") is None
    assert world.delivery.said == []


async def test_what_is_due_soon_is_prepared_and_posted_at_its_time(world: World) -> None:
    world.put(**ANNOUNCED, due_at=NOON + AHEAD)
    await world.keep("T1", "r1-0")
    assert world.posting.file_id == "F1"
    assert await world.post("T1", "r1-0") == AHEAD
    world.clock.now += AHEAD
    assert await world.post("T1", "r1-0") is None

    assert world.delivery.said == ["keep", "share", "show_results"]
    assert world.posting.state is PostingState.POSTED


async def test_after_the_link_has_ended_the_kept_copy_is_posted(world: World) -> None:
    world.put(**ANNOUNCED, due_at=LATER, copy_of="F0")
    world.clock.now = LATER
    await world.keep("T1", "r1-0")
    await world.post("T1", "r1-0")

    assert world.delivery.said == ["bring_back", "keep", "share", "show_results"]


async def test_after_the_link_has_ended_and_without_a_copy_it_expires_and_is_told(world: World) -> None:
    world.put(**ANNOUNCED, due_at=LATER, keep_failed="missing_scope")
    world.clock.now = LATER
    await world.post("T1", "r1-0")

    assert world.posting.state is PostingState.EXPIRED
    assert "tell_expired" in world.delivery.said


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "channel_not_found"])
async def test_a_channel_that_does_not_let_the_file_in_gets_no_link_either(world: World, code: str) -> None:
    world.put(**ANNOUNCED, file_id="F1")
    world.delivery.errors["share"] = [PostRefused("files.completeUploadExternal", code)]
    await world.post("T1", "r1-0")

    assert "reply_with_link" not in world.delivery.said
    assert (world.posting.state, world.posting.failure) == (PostingState.FAILED, code)
    assert "tell_undelivered" in world.delivery.said


async def test_a_view_for_approval_that_slack_refuses_is_not_told_of_by_itself(world: World) -> None:
    world.put(**ANNOUNCED, file_id="F1", for_approval=True)
    world.delivery.errors["share"] = [PostRefused("files.completeUploadExternal", "not_in_channel")]
    await world.post("T1", "r1-0")

    assert "tell_undelivered" not in world.delivery.said
    assert world.posting.state is PostingState.FAILED


async def test_the_end_of_a_posting_of_an_announcement_wakes_it() -> None:
    records, wakeups = FakePostings(), FakeWakeups()
    for posting_id, render_id in (("p1", "a1.1"), ("p2", "r1")):
        records.stored[posting_id] = a_posting(id=posting_id, render_id=render_id, state=PostingState.POSTING)
    watched = WatchedPostings(records, wakeups)
    for posting_id in ("p1", "p2"):
        await watched.change(records.stored[posting_id], state=PostingState.POSTED)

    assert wakeups.woken == [("announce", "a1")]


async def test_the_end_of_a_render_of_an_announcement_wakes_it() -> None:
    wakeups, heard = FakeWakeups(), list[str]()

    async def tell(render: Render) -> None:
        heard.append(render.id)

    told = telling_announcements(wakeups, tell)
    for render_id, state in (("a1.1", RenderState.SUBMITTED), ("a1.1", RenderState.FAILED), ("r1", RenderState.READY)):
        await told(a_render(id=render_id, state=state))

    assert heard == ["a1.1", "a1.1", "r1"]
    assert wakeups.woken == [("announce", "a1")]


class Quiet:
    """An index that has these, and forgets."""

    def __init__(self, *found: str) -> None:
        self.found = found
        self.forgotten: list[str] = []

    async def take_quiet(self, before: object, *, now: object) -> list[tuple[str, str]]:
        return [("T1", each) for each in self.found]

    async def forget(self, team_id: str, record_id: str) -> None:
        self.forgotten.append(record_id)


async def test_quiet_announcements_are_woken_and_those_that_are_gone_forgotten() -> None:
    stage, index, wakeups = AnnouncementStage(), Quiet("a1", "a2"), FakeWakeups()
    await stage.hand_in()
    reconciler = StepReconciler(index, stage.records, wakeups, FakeClock(), step=STEP)

    assert await reconciler.reconcile() == 2
    assert wakeups.woken == [("announce", "a1")]
    assert index.forgotten == ["a2"]
    assert stage.now.state is AnnouncementState.SCRIPT_REVIEW
