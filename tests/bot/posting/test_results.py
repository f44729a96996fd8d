"""What a person wants of a finished video is stored before it is carried out."""

from datetime import timedelta

import pytest

from bot.errors import InvalidField, Refusal
from bot.posting.posting import Posting, PostingState
from bot.posting.results import MOST_SHARES, Results, Share
from bot.rendering.render import Destination, Render, RenderState, Result
from tests.bot.posting.fakes import FakePostings, a_posting
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, FakeWakeups, a_render

TO_RANDOM = Share("s1", 0, "C0RANDOM")


class World:
    """A person's wishes on fakes, with one finished video."""

    def __init__(self) -> None:
        self.postings, self.renders = FakePostings(), FakeRecords()
        self.wakeups, self.clock = FakeWakeups(), FakeClock()
        self.results = Results(self.postings, self.renders, self.wakeups, self.clock)
        self.put(state=PostingState.POSTED, file_id="F1")

    def put(self, **fields: object) -> None:
        """Store the first posting."""
        posting = a_posting(**fields)
        self.postings.stored[posting.id] = posting

    def render(self, **fields: object) -> Render:
        """Store a render."""
        results = (Result(video_uuid="v1", url="https://m.example/v1", expires_at=NOON),)
        return self.renders.put(a_render(**({"state": RenderState.READY, "results": results} | fields)))

    def now(self) -> Render:
        """The render as it is now."""
        return self.renders.stored["r1"]


@pytest.fixture
def world() -> World:
    """A fresh world."""
    return World()


async def test_a_share_is_a_further_posting_of_the_same_result(world: World) -> None:
    posting = await world.results.share(world.render(), TO_RANDOM)

    assert (posting.destination, posting.thread_ts) == (Destination(channel_id="C0RANDOM"), "")
    assert (posting.elsewhere, posting.copy_of, posting.state) == (True, "F1", PostingState.DUE)
    assert world.now().shares == (posting.id,)
    assert world.postings.stored[posting.id] == posting


async def test_the_same_form_sent_twice_shares_once(world: World) -> None:
    first = await world.results.share(world.render(), TO_RANDOM)

    second = await world.results.share(world.now(), TO_RANDOM)

    assert second == first
    assert world.now().shares == (first.id,)


async def test_a_share_whose_posting_was_lost_is_known_to_its_render(world: World) -> None:
    class Cut(FakePostings):
        async def create(self, posting: Posting, /) -> None:
            raise ConnectionError

    postings = Cut(world.postings.stored)
    with pytest.raises(ConnectionError):
        await Results(postings, world.renders, world.wakeups, world.clock).share(world.render(), TO_RANDOM)

    assert world.now().shares == ("r1-s1",)


@pytest.mark.parametrize(
    ("posting", "render"),
    [
        ({"state": PostingState.POSTED}, {}),
        ({"state": PostingState.POSTED, "file_id": "F1"}, {"deleted_at": NOON}),
        ({"state": PostingState.POSTED, "file_id": "F1"}, {"chosen": 1}),
    ],
)
async def test_what_is_not_there_any_more_cannot_be_shared(
    world: World, posting: dict[str, object], render: dict[str, object]
) -> None:
    world.put(**posting)
    world.clock.advance(hours=1)

    with pytest.raises(Refusal, match="Nothing is left of this video"):
        await world.results.share(world.render(**render), TO_RANDOM)


async def test_a_link_that_lives_can_be_shared_without_a_file(world: World) -> None:
    world.put(state=PostingState.POSTED)

    assert (await world.results.share(world.render(), TO_RANDOM)).copy_of is None


async def test_what_is_not_posted_yet_cannot_be_shared(world: World) -> None:
    world.put(state=PostingState.POSTING)

    with pytest.raises(Refusal, match="not finished yet"):
        await world.results.share(world.render(), TO_RANDOM)


async def test_a_video_is_not_shared_without_end(world: World) -> None:
    with pytest.raises(InvalidField, match="20 times"):
        await world.results.share(world.render(shares=("r1-s",) * MOST_SHARES), TO_RANDOM)


async def test_a_deletion_is_stored_and_carried_out_by_the_queue(world: World) -> None:
    await world.results.delete(world.render())
    await world.results.delete(world.now())

    assert (world.now().deleted_at, world.now().cleared) == (NOON, False)
    assert world.wakeups.woken == [("remove", "r1")] * 2


async def test_a_choice_is_stored_and_carried_out_by_the_queue(world: World) -> None:
    await world.results.choose(world.render(), 0)

    assert (world.now().chosen, world.now().cleared) == (0, False)
    assert world.wakeups.woken == [("remove", "r1")]


async def test_a_second_choice_does_not_take_the_first_one_back(world: World) -> None:
    results = tuple(Result(video_uuid=f"v{n}", url=f"https://m.example/{n}", expires_at=NOON) for n in range(2))
    await world.results.choose(world.render(results=results), 0)

    with pytest.raises(Refusal, match="Nothing is left"):
        await world.results.choose(world.now(), 1)
    with pytest.raises(Refusal, match="Nothing is left"):
        await world.results.choose(world.now(), 5)


async def test_nothing_is_deleted_or_chosen_while_results_may_still_come(world: World) -> None:
    under_way = world.render(state=RenderState.SUBMITTED)

    with pytest.raises(Refusal, match="not finished yet"):
        await world.results.delete(under_way)
    with pytest.raises(Refusal, match="not finished yet"):
        await world.results.choose(under_way, 0)


async def test_a_click_that_another_overtook_is_asked_for_again(world: World) -> None:
    read_earlier = world.render()
    world.renders.put(read_earlier.model_copy(update={"version": 7}))

    with pytest.raises(Refusal, match="press once more"):
        await world.results.delete(read_earlier)


async def test_a_copy_outlives_the_link(world: World) -> None:
    world.clock.advance(hours=1)

    posting = await world.results.share(world.render(), TO_RANDOM)

    assert posting.due_at == NOON + timedelta(hours=1)
    assert not posting.in_time(world.clock())
