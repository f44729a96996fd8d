"""A posting whose step breaks in a way that nobody foresaw reaches its person another way."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.errors import SlackBusy
from bot.posting.posting import Posting, PostingState
from bot.posting.stumbling import UNCOUNTED_AGAIN, PostingStumbles, RemovalStumbles, by_step
from bot.rendering.render import DEFECT, MOST_STUMBLES, RenderState
from tests.bot.posting.fakes import FakeAftercare, FakeDelivery, FakePostings, a_posting
from tests.bot.rendering.fakes import NOON, FakeRecords, FakeWakeups, a_render


@dataclass
class World:
    """What a posting's step breaks upon."""

    records: FakePostings = field(default_factory=FakePostings)
    renders: FakeRecords = field(default_factory=FakeRecords)
    delivery: FakeDelivery = field(default_factory=FakeDelivery)
    wakeups: FakeWakeups = field(default_factory=FakeWakeups)

    def __post_init__(self) -> None:
        self.renders.put(a_render(state=RenderState.READY))
        self.stumbled = PostingStumbles(self.records, self.renders, self.delivery, self.wakeups)

    async def stumble(self, step: str, **fields: object) -> Posting:
        """A posting with these fields once the step has broken as often as it may."""
        await self.records.create(a_posting(**fields))
        for _ in range(MOST_STUMBLES):
            await self.stumbled(step, "T1", "r1-0")
        return self.records.stored["r1-0"]


@pytest.fixture
def world() -> World:
    return World()


async def test_it_is_tried_again_first(world: World) -> None:
    await world.records.create(a_posting())

    assert await world.stumbled("post", "T1", "r1-0") == timedelta(seconds=5)

    assert world.records.stored["r1-0"].stumbles == {"post": 1}


async def test_bytes_that_cannot_be_kept_leave_the_link(world: World) -> None:
    posting = await world.stumble("keep")

    assert (posting.state, posting.keep_failed) == (PostingState.DUE, DEFECT)
    assert world.wakeups.woken == [("post", "r1-0")]


async def test_a_video_goes_without_what_should_accompany_it(world: World) -> None:
    posting = await world.stumble("accompany", file_id="F1")

    assert (posting.text_file_ids, posting.file_id) == ((), "F1")
    assert world.wakeups.woken == [("post", "r1-0")]


async def test_an_answer_that_cannot_be_posted_goes_to_its_person(world: World) -> None:
    posting = await world.stumble("post")

    assert (posting.state, posting.failure) == (PostingState.FAILED, DEFECT)
    assert world.delivery.said == ["tell_undelivered"]
    assert world.wakeups.woken == [("reshow", "r1")]


async def test_it_ends_even_where_the_words_for_it_are_broken(world: World) -> None:
    world.delivery.errors = {"tell_undelivered": [KeyError("words")]}

    assert (await world.stumble("post")).state is PostingState.FAILED


async def test_slack_that_is_busy_is_waited_for(world: World) -> None:
    world.delivery.errors = {"tell_undelivered": [SlackBusy("chat.postMessage", retry_after=timedelta(seconds=7))]}

    posting = await world.stumble("post")

    assert posting.state is PostingState.DUE
    assert await world.stumbled("post", "T1", "r1-0") is None
    assert world.records.stored["r1-0"].state is PostingState.FAILED


async def test_a_link_that_cannot_be_ended_is_left(world: World) -> None:
    assert (await world.stumble("unlink", state=PostingState.POSTED)).over


async def test_each_step_is_counted_in_the_record_that_it_is_woken_for() -> None:
    asked: list[tuple[str, str]] = []

    async def of_renders(step: str, team_id: str, record_id: str) -> None:
        asked.append(("render", step))

    async def of_postings(step: str, team_id: str, record_id: str) -> None:
        asked.append(("posting", step))

    stumbled = by_step(of_renders, of_postings)
    for step in ("submit", "reshow", "post", "home"):
        await stumbled(step, "T1", "x")

    assert asked == [("render", "submit"), ("render", "reshow"), ("posting", "post"), ("render", "home")]


@pytest.mark.parametrize("step", ["leave", "forget", "retain", "batch", "announce", "function"])
async def test_a_step_whose_record_counts_nothing_is_never_lost(world: World, step: str) -> None:
    async def of_renders(step: str, team_id: str, record_id: str) -> None:
        raise AssertionError("there is no render of that id")

    stumbled = by_step(of_renders, world.stumbled)

    assert [await stumbled(step, "T1", "x") for _ in range(2 * MOST_STUMBLES)] == [UNCOUNTED_AGAIN] * 10


async def given_up(world: World, aftercare: FakeAftercare, *, tries: int, state: PostingState) -> timedelta | None:
    """What a deletion comes to that broke so often before."""

    async def of_renders(step: str, team_id: str, record_id: str) -> timedelta | None:
        return None

    world.renders.put(a_render(state=RenderState.READY, deleted_at=NOON, cleared=False, stumbles={"remove": tries}))
    world.renders.put(world.renders.stored["r1"].model_copy(update={"results": (a_posting().result,)}))
    await world.records.create(a_posting(state=state))
    return await RemovalStumbles(of_renders, world.records, world.renders, aftercare)("remove", "T1", "r1")


async def test_a_deletion_that_is_given_up_tells_what_still_stands_there(world: World) -> None:
    aftercare = FakeAftercare()

    await given_up(world, aftercare, tries=MOST_STUMBLES - 1, state=PostingState.POSTED)

    assert aftercare.done == ["tell_leftover"]


@pytest.mark.parametrize(("tries", "state"), [(0, PostingState.POSTED), (MOST_STUMBLES - 1, PostingState.WITHDRAWN)])
async def test_nothing_is_told_of_a_deletion_that_goes_on_or_left_nothing(
    world: World, tries: int, state: PostingState
) -> None:
    aftercare = FakeAftercare()

    await given_up(world, aftercare, tries=tries, state=state)

    assert aftercare.done == []


async def test_a_deletion_is_not_given_up_before_its_person_could_be_told(world: World) -> None:
    aftercare = FakeAftercare()
    aftercare.errors = {"tell_leftover": [SlackBusy("chat.postMessage", retry_after=timedelta(seconds=7))]}

    again = await given_up(world, aftercare, tries=MOST_STUMBLES - 1, state=PostingState.POSTED)

    assert again == timedelta(seconds=7)
