"""A result reaches its thread once, and never as a dead link."""

import asyncio
import errno
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy, VideoExpired, VideoUnreachable
from bot.media.marking import COMMENT
from bot.posting.keeping import KeepStep
from bot.posting.posting import Posting, PostingState
from bot.posting.steps import HandOnStep, PostStep, ReshowStep, hand_on
from bot.rendering.render import Choices, Destination, Render, RenderState, Result
from tests.bot.posting.fakes import FakeDelivery, FakePostings, FakeSource, a_posting
from tests.bot.rendering.fakes import NOON, FakeClock, FakeRecords, FakeWakeups, a_render
from tests.videos import write_video


class World:
    """The steps of a posting's life on fakes."""

    def __init__(self) -> None:
        self.postings = FakePostings()
        self.renders = FakeRecords()
        self.delivery = FakeDelivery()
        self.source = FakeSource()
        self.wakeups = FakeWakeups()
        self.clock = FakeClock()
        self.keep = KeepStep(self.postings, self.source, self.delivery, self.wakeups, self.clock)
        self.post = PostStep(self.postings, self.renders, self.delivery, self.clock)
        self.renders.put(a_render(state=RenderState.READY, anchor_ts="100.1", thread_ts="100.1"))

    def put(self, **fields: object) -> None:
        """Store the posting."""
        posting = a_posting(**fields)
        self.postings.stored[posting.id] = posting

    @property
    def posting(self) -> Posting:
        """The posting as it is now."""
        return self.postings.stored["r1-0"]


class HangingSource:
    """A place that never stops sending."""

    async def download(self, url: str, path: Path) -> int:
        await asyncio.Event().wait()
        return 0


@pytest.fixture
def world() -> World:
    """A fresh world with one ready render."""
    return World()


async def test_each_result_becomes_one_posting(world: World) -> None:
    results = tuple(Result(video_uuid=f"v{n}", url=f"https://m.example/{n}", expires_at=NOON) for n in range(2))
    render = a_render(results=results, thread_ts="100.1")

    await hand_on(render, world.postings, world.wakeups, world.clock)
    await hand_on(render, world.postings, world.wakeups, world.clock)

    assert [(posting.id, posting.position) for posting in world.postings.stored.values()] == [("r1-0", 0), ("r1-1", 1)]


def a_render_of_two(**fields: object) -> Render:
    """A render of which two results were asked for, with both of them."""
    results = tuple(Result(video_uuid=f"v{n}", url=f"https://m.example/{n}", expires_at=NOON) for n in range(2))
    usual: dict[str, object] = {"state": RenderState.READY, "anchor_ts": "100.1", "thread_ts": "100.1"}
    choices = Choices(avatar="a", voice="v", number_results=2, output_format="WEBM")
    return a_render(**({"results": results, "choices": choices} | usual | fields))


async def test_a_result_is_handed_on_while_others_go_on(world: World) -> None:
    both = a_render_of_two()
    render = world.renders.put(both.model_copy(update={"state": RenderState.SUBMITTED, "results": both.results[:1]}))
    step = HandOnStep(world.renders, partial(hand_on, records=world.postings, wakeups=world.wakeups, clock=world.clock))

    await step("T1", "r1")
    await step("T1", "r1")

    assert [posting.file_type for posting in world.postings.stored.values()] == ["webm"]
    assert world.wakeups.woken == [("keep", "r1-0")]
    assert world.renders.stored["r1"].handed_on == len(render.results)


async def test_what_comes_later_is_handed_on_alone_and_the_anchor_is_shown_anew(world: World) -> None:
    await hand_on(a_render_of_two(handed_on=1), world.postings, world.wakeups, world.clock)

    assert world.wakeups.woken == [("keep", "r1-1"), ("reshow", "r1")]


async def test_the_anchor_shows_every_result_that_has_a_posting(world: World) -> None:
    world.renders.put(a_render_of_two())
    world.put(file_id="F1")
    world.put(id="r1-1", position=1, file_id="F2")

    await world.post("T1", "r1-1")

    assert world.delivery.shown == [(RenderState.READY, [0, 1])]
    assert world.delivery.said == ["show_results", "share"]


async def test_a_result_posted_while_others_go_on_does_not_hide_the_end(world: World) -> None:
    ready = a_render_of_two()
    world.renders.put(ready.model_copy(update={"state": RenderState.SUBMITTED}))
    world.put(file_id="F1")

    class EndsWhileItIsEdited(FakeDelivery):
        async def show_results(self, render: Render, postings: Sequence[Posting]) -> None:
            await super().show_results(render, postings)
            world.renders.put(ready)

    delivery = EndsWhileItIsEdited()
    await PostStep(world.postings, world.renders, delivery, world.clock)("T1", "r1-0")

    assert [state for state, _ in delivery.shown] == [RenderState.SUBMITTED, RenderState.READY]


async def test_the_file_is_kept_before_anything_is_shown(world: World) -> None:
    world.put()

    await world.keep("T1", "r1-0")

    assert world.posting.file_id == "F1"
    assert world.wakeups.woken == [("accompany", "r1-0")]


async def test_an_unreachable_video_is_tried_again_while_its_url_lives(world: World) -> None:
    world.put()
    world.source.errors = [VideoUnreachable("reset")]

    assert await world.keep("T1", "r1-0") == timedelta(seconds=3)


async def test_bytes_that_cannot_be_had_in_time_do_not_hold_the_answer_up(world: World) -> None:
    world.put()
    world.source.errors = [VideoUnreachable("reset")]
    world.clock.advance(seconds=49)

    await world.keep("T1", "r1-0")

    assert world.posting.keep_failed == "unreachable"
    assert world.wakeups.woken == [("post", "r1-0")]


async def test_a_transfer_that_hangs_is_cut_while_its_link_can_still_be_posted(world: World) -> None:
    world.put()
    world.clock.advance(seconds=44.9)
    hanging = HangingSource()

    await KeepStep(world.postings, hanging, world.delivery, world.wakeups, world.clock)("T1", "r1-0")
    await world.post("T1", "r1-0")

    assert world.delivery.said[-1] == "reply_with_link"


async def test_a_full_disk_does_not_hold_the_answer_up_for_ever(world: World) -> None:
    world.put()
    world.source.errors = [OSError(errno.ENOSPC, "No space left on device")]
    world.clock.advance(seconds=44)

    await world.keep("T1", "r1-0")

    assert world.posting.keep_failed == "unreachable"


async def test_a_dead_url_is_known_as_expired(world: World) -> None:
    world.put()
    world.source.errors = [VideoExpired("404")]

    await world.keep("T1", "r1-0")

    assert world.posting.keep_failed == "expired"


async def test_a_refused_upload_leaves_the_link(world: World) -> None:
    world.put()
    world.delivery.errors["keep"] = [PostRefused("files.getUploadURLExternal", "file_uploads_disabled")]

    await world.keep("T1", "r1-0")
    await world.post("T1", "r1-0")

    assert world.delivery.said[-1] == "reply_with_link"
    assert (world.posting.state, world.posting.message_ts) == (PostingState.POSTED, "200.2")


async def test_the_anchor_is_edited_and_the_file_shared_once(world: World) -> None:
    world.put(file_id="F1")

    await world.post("T1", "r1-0")
    await world.post("T1", "r1-0")

    assert world.delivery.said == ["show_results", "share"]
    assert world.posting.state is PostingState.POSTED


async def test_a_lost_answer_is_checked_and_not_repeated(world: World) -> None:
    world.put(file_id="F1")
    world.delivery.errors["share"] = [PostUncertain("lost")]
    assert await world.post("T1", "r1-0") == timedelta(seconds=2)
    world.delivery.shared_earlier = True

    await world.post("T1", "r1-0")

    assert world.delivery.said.count("share") == 1
    assert world.posting.state is PostingState.POSTED


async def test_a_message_that_never_arrived_is_sent_again(world: World) -> None:
    world.put(file_id="F1")
    world.delivery.errors["share"] = [PostUncertain("lost")]
    await world.post("T1", "r1-0")
    world.clock.advance(seconds=20)

    await world.post("T1", "r1-0")

    assert world.delivery.said.count("share") == 2


async def test_a_message_that_may_still_arrive_is_waited_for(world: World) -> None:
    world.put(file_id="F1")
    world.delivery.errors["share"] = [PostUncertain("lost")]
    await world.post("T1", "r1-0")
    world.clock.advance(seconds=13)

    assert await world.post("T1", "r1-0") == timedelta(seconds=7)
    assert world.delivery.said.count("share") == 1


async def test_a_process_that_slept_before_sending_looks_again_first(world: World) -> None:
    world.put(file_id="F1", shown=True)
    change = world.postings.change

    async def slow_change(posting: Posting, /, **updates: object) -> Posting:
        after = await change(posting, **updates)
        world.clock.advance(seconds=40)
        return after

    world.postings.change = slow_change  # type: ignore[method-assign]

    assert await world.post("T1", "r1-0") == timedelta(0)
    assert "share" not in world.delivery.said


async def test_where_herald_may_not_look_a_lost_answer_counts_as_posted(world: World) -> None:
    world.put(file_id="F1")
    world.delivery.errors["share"] = [PostUncertain("lost")]
    world.delivery.errors["is_shared"] = [PostRefused("files.info", "missing_scope")]
    await world.post("T1", "r1-0")

    await world.post("T1", "r1-0")

    assert world.delivery.said.count("share") == 1
    assert world.posting.state is PostingState.POSTED


async def test_a_file_that_cannot_be_shared_becomes_a_link(world: World) -> None:
    world.put(file_id="F1")
    world.delivery.errors["share"] = [PostRefused("files.completeUploadExternal", "not_in_channel")]

    assert await world.post("T1", "r1-0") == timedelta(0)
    await world.post("T1", "r1-0")

    assert world.delivery.said == ["show_results", "share", "show_results", "reply_with_link"]


@pytest.mark.parametrize(("file_id", "message"), [("F1", "share"), (None, "reply_with_link")])
async def test_a_message_that_slack_did_not_take_is_sent_without_a_look(
    world: World, file_id: str | None, message: str
) -> None:
    world.put(file_id=file_id)
    world.delivery.errors[message] = [SlackBusy(message, retry_after=timedelta(seconds=7))]
    world.delivery.errors["is_shared"] = world.delivery.errors["find_reply"] = [PostRefused("look", "missing_scope")]
    assert await world.post("T1", "r1-0") == timedelta(seconds=7)

    await world.post("T1", "r1-0")

    assert world.delivery.said == ["show_results", message, message]
    assert world.posting.state is PostingState.POSTED


async def test_each_sending_has_an_intent_of_its_own(world: World) -> None:
    world.put(file_id="F1")
    world.delivery.errors["share"] = [PostUncertain("lost"), PostUncertain("lost")]
    await world.post("T1", "r1-0")
    world.clock.advance(minutes=2)

    await world.post("T1", "r1-0")

    assert world.posting.intent_at == NOON + timedelta(minutes=2)


async def test_no_dead_link_is_posted(world: World) -> None:
    world.put(keep_failed="expired")
    world.clock.advance(seconds=51)

    await world.post("T1", "r1-0")

    assert world.delivery.said == ["show_results", "tell_expired"]
    assert world.posting.state is PostingState.EXPIRED


async def test_a_kept_file_is_shared_after_its_url_died(world: World) -> None:
    world.put(file_id="F1")
    world.clock.advance(hours=1)

    await world.post("T1", "r1-0")

    assert world.delivery.said == ["show_results", "share"]


async def test_the_person_is_told_when_slack_refuses_every_way(world: World) -> None:
    world.put(keep_failed="file_uploads_disabled")
    world.delivery.errors["reply_with_link"] = [PostRefused("chat.postMessage", "is_archived")]

    await world.post("T1", "r1-0")

    assert world.delivery.said[-1] == "tell_undelivered"
    assert (world.posting.state, world.posting.failure) == (PostingState.FAILED, "is_archived")


async def test_a_refusal_that_may_have_been_told_is_not_told_again(world: World) -> None:
    world.put(keep_failed="file_uploads_disabled")
    world.delivery.errors["reply_with_link"] = [PostRefused("chat.postMessage", "is_archived")]
    world.delivery.errors["tell_undelivered"] = [PostUncertain("lost")]

    await world.post("T1", "r1-0")

    assert world.posting.state is PostingState.FAILED


async def test_an_end_that_may_have_been_told_is_not_told_again(world: World) -> None:
    world.put(keep_failed="expired")
    world.clock.advance(seconds=51)
    world.delivery.errors["tell_expired"] = [PostUncertain("lost")]

    await world.post("T1", "r1-0")

    assert world.posting.state is PostingState.EXPIRED


async def test_a_busy_slack_is_asked_again_when_it_said(world: World) -> None:
    world.put(file_id="F1")
    world.delivery.errors["show_results"] = [SlackBusy("chat.update", retry_after=timedelta(seconds=30))]

    assert await world.post("T1", "r1-0") == timedelta(seconds=30)
    assert world.posting.state is PostingState.DUE


async def test_the_result_is_shown_again_after_a_late_edit(world: World) -> None:
    world.put(file_id="F1", shown=True)

    await ReshowStep(world.postings, world.renders, world.delivery)("T1", "r1")

    assert world.delivery.said == ["show_results"]


async def test_a_share_is_fetched_from_where_it_is_kept_once_its_link_has_ended(world: World) -> None:
    world.put(copy_of="F0", elsewhere=True)
    world.clock.advance(hours=1)
    world.source.errors = [VideoExpired("gone")]

    await world.keep("T1", "r1-0")

    assert world.delivery.said == ["bring_back", "keep"]
    assert world.posting.file_id == "F1"


async def test_a_share_whose_link_breaks_before_its_end_is_fetched_from_where_it_is_kept(world: World) -> None:
    world.put(copy_of="F0", elsewhere=True)
    world.source.errors = [VideoUnreachable("reset")]

    await world.keep("T1", "r1-0")

    assert world.delivery.said == ["bring_back", "keep"]


async def test_a_share_that_may_not_read_its_copy_ends_with_the_reason(world: World) -> None:
    world.put(copy_of="F0", elsewhere=True)
    world.clock.advance(hours=1)
    world.delivery.errors = {"bring_back": [PostRefused("files.info", "missing_scope")]}

    await world.keep("T1", "r1-0")
    await world.post("T1", "r1-0")

    assert world.posting.keep_failed == "missing_scope"
    assert world.delivery.said == ["bring_back", "show_results", "tell_expired"]
    assert world.posting.state is PostingState.EXPIRED


async def test_a_video_is_kept_with_its_real_length(world: World, tmp_path: Path) -> None:
    class RealSource:
        async def download(self, url: str, path: Path) -> int:
            return write_video(path.with_suffix(".mp4"), seconds=2).rename(path).stat().st_size

    world.put()

    await KeepStep(world.postings, RealSource(), world.delivery, world.wakeups, world.clock)("T1", "r1-0")

    assert world.posting.length is not None
    assert 1.9 <= world.posting.length.total_seconds() <= 2.2


async def test_the_file_that_is_kept_says_that_it_was_generated(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class RealSource:
        async def download(self, url: str, path: Path) -> int:
            return write_video(path.with_suffix(".mp4"), seconds=1).rename(path).stat().st_size

    kept: list[bytes] = []
    keep = world.delivery.keep

    async def keep_bytes(posting: Posting, path: Path) -> str:
        kept.append(await asyncio.to_thread(path.read_bytes))
        return await keep(posting, path)

    monkeypatch.setattr(world.delivery, "keep", keep_bytes)
    world.put()

    await KeepStep(world.postings, RealSource(), world.delivery, world.wakeups, world.clock)("T1", "r1-0")

    assert COMMENT.encode() in kept[0]


async def test_a_refusal_that_may_be_about_the_transcript_is_answered_with_the_video_alone(world: World) -> None:
    world.put(file_id="F1", text_file_ids=("F2", "F3"))
    world.delivery.errors = {"share": [PostRefused("files.completeUploadExternal", "file_not_found")]}

    assert await world.post("T1", "r1-0") == timedelta(0)
    await world.post("T1", "r1-0")

    assert (world.posting.state, world.posting.file_id) == (PostingState.POSTED, "F1")
    assert world.posting.text_file_ids == ()


async def test_a_shared_video_is_named_in_the_anchor_after_it_is_there(world: World) -> None:
    world.put(file_id="F1", elsewhere=True, shown=True)
    world.delivery.errors = {"show_results": [SlackBusy("chat.update", retry_after=timedelta(seconds=9))]}

    assert await world.post("T1", "r1-0") is None

    assert world.delivery.said == ["share", "show_results"]
    assert world.posting.state is PostingState.POSTED


async def test_a_result_that_was_called_off_before_it_was_sent_goes_to_its_person_alone(world: World) -> None:
    world.renders.put(a_render(state=RenderState.SUBMITTED, anchor_ts="100.1", withdrawn_at=NOON))
    world.put(file_id="F1")

    await world.post("T1", "r1-0")

    assert (world.posting.destination.channel_id, world.posting.thread_ts) == ("U1", "")
    assert world.posting.state is PostingState.POSTED


async def test_a_result_that_was_being_sent_when_it_was_called_off_is_not_sent_again_elsewhere(world: World) -> None:
    world.renders.put(a_render(state=RenderState.SUBMITTED, anchor_ts="100.1", withdrawn_at=NOON))
    world.put(file_id="F1", state=PostingState.POSTING, intent_at=NOON)
    world.delivery.shared_earlier = True

    await world.post("T1", "r1-0")

    assert world.posting.destination.channel_id == "C1"
    assert "share" not in world.delivery.said


async def test_the_dm_with_a_person_is_found_before_the_intent_to_post_there_is_stored(world: World) -> None:
    world.put(file_id="F1", destination=Destination(channel_id="U1"), thread_ts="")
    world.delivery.addresses = {"U1": "D1"}
    world.delivery.errors = {"share": [PostUncertain("lost")]}

    await world.post("T1", "r1-0")

    assert (world.posting.destination.channel_id, world.posting.address) == ("U1", "D1")
    assert world.posting.intent_at is not None
