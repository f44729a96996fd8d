"""A video's transcript and captions are there before it goes out, and never hold it up for long."""

from datetime import timedelta

import pytest

from bot.errors import PostRefused, SlackBusy
from bot.posting.accompanying import AccompanyStep
from bot.posting.posting import PostingState
from bot.rendering.render import Render
from tests.bot.posting.fakes import FakeCompanions, FakePostings, a_posting
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, FakeWakeups, a_render

BUSY = SlackBusy("files.getUploadURLExternal", retry_after=timedelta(seconds=20))


class World:
    """The step on fakes, with a posting whose video is kept."""

    def __init__(self) -> None:
        self.postings, self.renders = FakePostings(), FakeRecords()
        self.companions, self.wakeups, self.clock = FakeCompanions(), FakeWakeups(), FakeClock()
        self.learned: list[timedelta] = []
        self.step = AccompanyStep(self.postings, self.renders, self.companions, self.wakeups, self.clock, self.learn)
        self.renders.put(a_render())
        self.put()

    def put(self, **fields: object) -> None:
        """Store the posting."""
        self.postings.stored["r1-0"] = a_posting(**({"file_id": "F1", "length_seconds": 4.5} | fields))

    async def learn(self, render: Render, real: timedelta) -> None:
        """Note a length."""
        self.learned.append(real)

    @property
    def text_file_ids(self) -> tuple[str, ...] | None:
        """What goes with the video."""
        return self.postings.stored["r1-0"].text_file_ids


@pytest.fixture
def world() -> World:
    """A fresh world."""
    return World()


async def test_the_files_are_stored_before_the_posting_goes_out(world: World) -> None:
    await world.step("T1", "r1-0")
    await world.step("T1", "r1-0")

    assert world.text_file_ids == ("F2", "F3")
    assert world.companions.kept == 1
    assert world.wakeups.woken == [("post", "r1-0")] * 2


async def test_the_real_length_is_learned_from_the_first_result_alone(world: World) -> None:
    await world.step("T1", "r1-0")
    world.put(position=1)
    await world.step("T1", "r1-0")
    world.put(elsewhere=True)
    await world.step("T1", "r1-0")

    assert world.learned == [timedelta(seconds=4.5)]


async def test_a_busy_slack_is_waited_for_a_while(world: World) -> None:
    world.companions.errors = [BUSY]

    assert await world.step("T1", "r1-0") == timedelta(seconds=20)
    assert world.text_file_ids is None
    assert world.wakeups.woken == []


@pytest.mark.parametrize("seconds", [45, 61])
async def test_a_slack_that_stays_busy_does_not_hold_the_answer_up(world: World, seconds: float) -> None:
    world.put(due_at=NOON - timedelta(seconds=seconds))
    world.companions.errors = [BUSY]

    await world.step("T1", "r1-0")

    assert world.text_file_ids == ()
    assert world.wakeups.woken == [("post", "r1-0")]


async def test_refused_files_are_done_without(world: World) -> None:
    world.companions.errors = [PostRefused("files.getUploadURLExternal", "file_uploads_disabled")]

    await world.step("T1", "r1-0")

    assert world.text_file_ids == ()
    assert world.wakeups.woken == [("post", "r1-0")]


async def test_what_is_withdrawn_meanwhile_gets_no_files(world: World) -> None:
    world.put(state=PostingState.WITHDRAWN)

    await world.step("T1", "r1-0")

    assert (world.companions.kept, world.wakeups.woken) == (0, [])
