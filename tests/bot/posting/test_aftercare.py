"""Links that ended are taken out of messages, and what its person does not want any more is removed, whatever fails."""

from datetime import timedelta

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.posting.aftercare import RemoveStep, UnlinkStep
from bot.posting.posting import Posting, PostingState
from bot.posting.steps import PostStep
from bot.rendering.render import Choices, Render, RenderState, Result
from tests.bot.posting.fakes import FakeAftercare, FakeDelivery, FakePostings, a_posting
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, FakeWakeups, a_render

BUSY = SlackBusy("chat.update", retry_after=timedelta(seconds=7))
POSTED: dict[str, object] = {"state": PostingState.POSTED, "file_id": "F1", "intent_at": NOON, "posted_at": NOON}


def refused(code: str) -> PostRefused:
    """Slack's no."""
    return PostRefused("some.method", code)


class World:
    """The steps on fakes, with a finished render of two results that were posted."""

    def __init__(self) -> None:
        self.postings, self.renders, self.wakeups = FakePostings(), FakeRecords(), FakeWakeups()
        self.delivery, self.aftercare, self.clock = FakeDelivery(), FakeAftercare(), FakeClock()
        self.unlink = UnlinkStep(self.postings, self.renders, self.delivery, self.aftercare, self.clock)
        self.remove = RemoveStep(self.postings, self.renders, self.delivery, self.aftercare, self.wakeups)
        self.post = PostStep(self.postings, self.renders, self.delivery, self.clock)
        self.render()
        for position in range(2):
            self.put(position)

    def render(self, **fields: object) -> None:
        """Store the render."""
        results = tuple(Result(video_uuid=f"v{n}", url=f"https://m.example/{n}", expires_at=NOON) for n in range(2))
        choices = Choices(avatar="a", voice="v", number_results=2)
        usual: dict[str, object] = {"state": RenderState.READY, "closed": True, "anchor_ts": "100.1"}
        self.renders.put(a_render(**(usual | {"results": results, "choices": choices} | fields)))

    def put(self, position: int, **fields: object) -> None:
        """Store a posting."""
        posting = a_posting(**({**POSTED, "id": f"r1-{position}", "position": position} | fields))
        self.postings.stored[posting.id] = posting

    def posting(self, position: int = 0) -> Posting:
        """A posting as it is now."""
        return self.postings.stored[f"r1-{position}"]

    def now(self) -> Render:
        """The render as it is now."""
        return self.renders.stored["r1"]


@pytest.fixture
def world() -> World:
    """A fresh world."""
    return World()


async def test_a_link_that_ended_is_taken_out_of_its_message_and_of_the_anchor(world: World) -> None:
    world.clock.advance(seconds=50)

    await world.unlink("T1", "r1-0")

    assert world.aftercare.done == ["locate r1-0", "end_link 200.2"]
    assert world.delivery.said == ["show_results"]
    assert world.posting().link_ended
    assert world.posting().over


async def test_a_link_that_lives_is_left_alone_until_it_ends(world: World) -> None:
    assert await world.unlink("T1", "r1-0") == timedelta(seconds=50)
    assert world.aftercare.done == []


async def test_a_link_is_taken_out_once(world: World) -> None:
    world.put(0, link_ended=True)
    world.clock.advance(seconds=50)

    assert await world.unlink("T1", "r1-0") is None
    assert world.aftercare.done == []


@pytest.mark.parametrize("method", ["locate", "end_link"])
async def test_a_busy_slack_is_asked_again_to_take_the_link_out(world: World, method: str) -> None:
    world.clock.advance(seconds=50)
    world.aftercare.errors = {method: [BUSY]}

    assert await world.unlink("T1", "r1-0") == timedelta(seconds=7)
    assert not world.posting().link_ended
    await world.unlink("T1", "r1-0")

    assert world.posting().link_ended


@pytest.mark.parametrize("method", ["locate", "end_link"])
async def test_a_message_that_slack_does_not_let_herald_edit_is_given_up(world: World, method: str) -> None:
    world.clock.advance(seconds=50)
    world.aftercare.errors = {method: [refused("message_not_found")]}

    assert await world.unlink("T1", "r1-0") is None
    assert world.posting().link_ended
    assert world.delivery.said == ["show_results"]


def test_a_posted_result_rests_until_its_link_ends() -> None:
    posted = a_posting(**POSTED)

    assert posted.rests_until == posted.result.deadline
    assert not posted.over


async def test_a_deletion_removes_every_message_and_file_and_shows_it(world: World) -> None:
    world.render(deleted_at=NOON, cleared=False, shares=("r1-s",))
    world.put(0, id="r1-s", elsewhere=True)

    await world.remove("T1", "r1")

    assert [what for what in world.aftercare.done if what.startswith("remove")] == [
        "remove r1-0",
        "remove r1-1",
        "remove r1-s",
    ]
    assert {posting.state for posting in world.postings.stored.values()} == {PostingState.WITHDRAWN}
    assert world.now().cleared
    assert world.delivery.said == ["show_results"]


async def test_what_is_deleted_before_it_was_handed_on_is_removed_once_it_is(world: World) -> None:
    world.render(deleted_at=NOON, cleared=False, closed=False)

    assert await world.remove("T1", "r1") is not None

    assert not world.now().cleared
    assert world.aftercare.done == []


async def test_a_choice_removes_the_others(world: World) -> None:
    world.render(chosen=1, cleared=False)

    await world.remove("T1", "r1")

    assert (world.posting(0).state, world.posting(1).state) == (PostingState.WITHDRAWN, PostingState.POSTED)


async def test_where_the_message_is_is_stored_before_anything_is_removed(world: World) -> None:
    world.render(chosen=1, cleared=False)
    world.aftercare.errors = {"remove": [BUSY]}

    assert await world.remove("T1", "r1") == timedelta(seconds=7)
    assert world.posting(0).message_ts == "200.2"
    assert not world.now().cleared
    await world.remove("T1", "r1")

    assert world.aftercare.done == ["locate r1-0", "remove r1-0", "remove r1-0"]
    assert world.now().cleared


async def test_what_cannot_be_removed_is_remembered_with_the_reason(world: World) -> None:
    world.render(chosen=1, cleared=False)
    world.aftercare.errors = {"locate": [refused("missing_scope")]}
    world.aftercare.leftover = ("file:cant_delete_file",)

    await world.remove("T1", "r1")

    assert world.posting(0).leftover == ("message:missing_scope", "file:cant_delete_file")


async def test_what_is_left_is_told_by_dm_where_the_anchor_cannot_say_it(world: World) -> None:
    world.render(deleted_at=NOON, cleared=False)
    world.aftercare.leftover = ("file:cant_delete_file",)
    world.delivery.errors = {"show_results": [refused("message_not_found")]}
    world.aftercare.errors = {"tell_leftover": [PostUncertain("reset")]}

    await world.remove("T1", "r1")

    assert world.aftercare.done[-1] == "tell_leftover"
    assert world.now().cleared


async def test_nobody_is_told_of_a_clean_deletion_by_dm(world: World) -> None:
    world.render(deleted_at=NOON, cleared=False)
    world.delivery.errors = {"show_results": [refused("message_not_found")]}

    await world.remove("T1", "r1")

    assert "tell_leftover" not in world.aftercare.done


async def test_a_result_that_is_not_sent_yet_is_never_sent(world: World) -> None:
    world.render(deleted_at=NOON, cleared=False)
    world.put(0, state=PostingState.DUE, intent_at=None, posted_at=None)

    await world.remove("T1", "r1")
    await world.post("T1", "r1-0")

    assert world.posting(0).state is PostingState.WITHDRAWN
    assert "share" not in world.delivery.said


async def test_a_result_that_is_being_sent_is_waited_for_and_then_removed(world: World) -> None:
    world.render(chosen=1, cleared=False)
    world.put(0, state=PostingState.POSTING, posted_at=None)

    assert await world.remove("T1", "r1") == timedelta(seconds=2)
    assert world.wakeups.woken == [("post", "r1-0")]
    world.delivery.shared_earlier = True
    await world.post("T1", "r1-0")
    await world.remove("T1", "r1")

    assert "remove r1-0" in world.aftercare.done
    assert world.posting(0).state is PostingState.WITHDRAWN


async def test_a_result_whose_sending_never_happened_is_not_sent_any_more(world: World) -> None:
    world.render(chosen=1, cleared=False)
    world.put(0, state=PostingState.POSTING, posted_at=None)
    world.clock.advance(minutes=5)

    await world.post("T1", "r1-0")

    assert world.delivery.said == ["is_shared"]
    assert world.posting(0).state is PostingState.WITHDRAWN


async def test_nothing_is_removed_that_nobody_deleted(world: World) -> None:
    await world.remove("T1", "r1")

    assert (world.aftercare.done, world.delivery.said) == ([], [])
