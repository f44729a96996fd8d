"""The step of an announcement's life: what is next, in every order of events and cut at every moment."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.errors import Paused, PostRefused, PostUncertain, Refusal, SlackBusy
from bot.policy import Person
from bot.posting.announcement import AnnouncementState, News
from bot.posting.posting import AHEAD, PostingState
from bot.rendering.render import Failure, RenderState
from tests.bot.posting.announced import QUOTE, AnnouncementStage, Cut, Fuse, content
from tests.bot.rendering.fakes import NOON

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def stage() -> AnnouncementStage:
    """A stage on which nothing is cut."""
    return AnnouncementStage()


async def made(stage: AnnouncementStage, **fields: object) -> None:
    """An announcement whose script is approved and whose video is there."""
    await stage.hand_in(**fields)
    await stage.run()
    if stage.state is AnnouncementState.SCRIPT_REVIEW:
        await stage.decide("approved")
        await stage.run()
    stage.finish_render()
    await stage.run()


async def shown_to_approver(stage: AnnouncementStage) -> None:
    """The same, and the approver has the video, too."""
    await made(stage)
    stage.end_posting(stage.now.approver_view_id)
    await stage.run()


async def test_the_script_is_asked_about_before_anything_is_made(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    await stage.run()

    assert stage.letters.sent == ["ask BOB script1"]
    assert stage.desk.taken == []


async def test_without_an_approver_the_video_is_made_at_once(stage: AnnouncementStage) -> None:
    await stage.hand_in(approver_id=None)
    await stage.run()

    assert stage.desk.taken == ["a1.1"]
    assert ("anchor", "a1.1") in stage.wakeups.woken
    assert stage.renders.stored["a1.1"].destination.channel_id == "D-U1"


async def test_the_approver_is_asked_about_the_video_once_they_have_it(stage: AnnouncementStage) -> None:
    await made(stage)
    assert "ask BOB video1" not in stage.letters.sent
    stage.end_posting("a1.1-approver", PostingState.FAILED)
    await stage.run()

    assert "ask BOB video1" in stage.letters.sent


async def test_the_postings_wait_for_approval_and_nothing_else_makes_them_due(stage: AnnouncementStage) -> None:
    await shown_to_approver(stage)
    stage.at(NOON + timedelta(days=2))
    await stage.run()

    assert stage.posting("a1.1-c0").state is stage.posting("a1.1-c1").state is PostingState.WAITING


async def test_what_is_approved_is_due_in_every_channel_at_its_time(stage: AnnouncementStage) -> None:
    await stage.hand_in(due_at=LATER)
    await stage.run()
    await stage.decide("approved")
    await stage.run()
    stage.finish_render()
    await stage.run()
    stage.end_posting("a1.1-approver")
    await stage.run()
    await stage.decide("approved")
    await stage.run()

    assert [stage.posting(f"a1.1-c{place}").due_at for place in (0, 1)] == [LATER, LATER]
    assert stage.posting("a1.1-c0").state is PostingState.DUE
    assert stage.posting("a1.1-c0").rests_until == LATER - AHEAD
    assert ("keep", "a1.1-c0") not in stage.wakeups.woken


async def test_what_is_approved_after_its_time_is_posted_at_once(stage: AnnouncementStage) -> None:
    await made(stage, approver_id=None, due_at=LATER)
    stage.at(LATER + timedelta(hours=1))
    await stage.decide("approved", by="U1")
    await stage.run()

    assert stage.posting("a1.1-c0").due_at == LATER + timedelta(hours=1)
    assert ("keep", "a1.1-c0") in stage.wakeups.woken


async def test_an_unasked_one_goes_out_without_one_more_press(stage: AnnouncementStage) -> None:
    await made(stage, approver_id=None, unasked=True)

    assert stage.state is AnnouncementState.APPROVED
    assert stage.posting("a1.1-c0").state is PostingState.DUE


async def test_a_tick_to_be_unasked_counts_for_nothing_with_an_approver(stage: AnnouncementStage) -> None:
    await made(stage, unasked=True)

    assert stage.state is AnnouncementState.VIDEO_REVIEW


async def test_a_channel_that_ended_badly_holds_no_other_back(stage: AnnouncementStage) -> None:
    await made(stage, approver_id=None, unasked=True)
    stage.end_posting("a1.1-c0", PostingState.FAILED)
    await stage.run()
    assert not stage.now.over
    stage.end_posting("a1.1-c1")
    await stage.run()

    assert stage.state is AnnouncementState.POSTED
    assert stage.now.over
    assert stage.letters.sent[-1] == "tell posted"


async def test_a_refused_request_is_told_with_its_reason_and_may_be_edited(stage: AnnouncementStage) -> None:
    stage.desk.refusal = Refusal("The budget is spent.")
    await stage.hand_in(approver_id=None)
    await stage.run()

    assert stage.state is AnnouncementState.FAILED
    assert stage.now.failure is not None
    assert stage.now.failure.message == "The budget is spent."
    assert stage.letters.sent == ["tell failed"]


async def test_a_failed_video_is_told_with_its_reason(stage: AnnouncementStage) -> None:
    await stage.hand_in(approver_id=None)
    await stage.run()
    failure = Failure(code="invalidPositivePrompt", message="no")
    render = stage.renders.stored["a1.1"]
    stage.renders.stored["a1.1"] = render.model_copy(update={"state": RenderState.FAILED, "failure": failure})
    await stage.run()

    assert (stage.state, stage.now.failure) == (AnnouncementState.FAILED, failure)


async def test_a_video_of_which_nothing_is_left_is_a_failure_that_was_paid(stage: AnnouncementStage) -> None:
    await stage.hand_in(approver_id=None)
    await stage.run()
    stage.finish_render(kept=False)
    stage.at(NOON + timedelta(days=2))
    await stage.run()

    assert stage.state is AnnouncementState.FAILED
    assert stage.now.failure is not None
    assert stage.now.failure.charged is True


@pytest.mark.parametrize("change", [{"withdrawn_at": NOON}, {"deleted_at": NOON}, {"state": RenderState.CANCELLED}])
async def test_a_video_that_was_called_off_or_deleted_calls_the_announcement_off(
    stage: AnnouncementStage, change: dict[str, object]
) -> None:
    await shown_to_approver(stage)
    stage.renders.stored["a1.1"] = stage.renders.stored["a1.1"].model_copy(update=change)
    await stage.decide("approved")
    await stage.run()

    assert stage.state is AnnouncementState.CANCELLED
    assert stage.posting("a1.1-c0").state is PostingState.WITHDRAWN


async def test_a_cancelled_one_takes_back_its_postings_and_its_video(stage: AnnouncementStage) -> None:
    await stage.hand_in(approver_id=None)
    await stage.run()
    await stage.announcing.cancel(stage.now)
    await stage.run()

    assert stage.renders.stored["a1.1"].state is RenderState.CANCELLED
    assert stage.now.over


async def test_a_cancelled_one_waits_for_a_posting_that_is_being_sent(stage: AnnouncementStage) -> None:
    await made(stage, approver_id=None, unasked=True)
    stage.end_posting("a1.1-c0", PostingState.POSTING)
    await stage.announcing.cancel(stage.now)

    assert await stage.step("T1", "a1") == timedelta(seconds=2)
    assert stage.posting("a1.1-c1").state is PostingState.WITHDRAWN
    assert not stage.now.over


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person("BOB", is_gone=True), "approver_gone"),
        (Person("BOB", is_guest=True), "approver_guest"),
        (Person("BOB", is_bot=True), "approver_bot"),
        (Person("BOB", is_stranger=True), "approver_stranger"),
    ],
)
async def test_an_approver_who_cannot_approve_is_not_asked(stage: AnnouncementStage, person: Person, code: str) -> None:
    stage.roster.people["BOB"] = person
    await stage.hand_in()
    await stage.run()

    assert stage.letters.sent == ["tell changes"]
    assert stage.now.failure is not None
    assert stage.now.failure.code == code
    assert stage.now.may_be_edited


async def test_an_approver_whom_slack_does_not_let_be_written_to_sends_it_back(stage: AnnouncementStage) -> None:
    stage.letters.errors["ask"] = [PostRefused("chat.postMessage", "user_disabled")]
    await stage.hand_in()
    await stage.run()

    assert stage.state is AnnouncementState.CHANGES_WANTED


async def test_a_question_whose_answer_was_lost_is_looked_for_and_not_repeated(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    stage.letters.asked["script1"] = "5.0"
    stage.letters.errors["ask"] = [PostUncertain("chat.postMessage: lost")]
    assert await stage.step("T1", "a1") == timedelta(seconds=2)
    await stage.run()

    assert stage.now.ask is not None
    assert stage.now.ask.ts == "5.0"
    assert stage.letters.sent == []


async def test_a_question_that_comes_late_is_waited_for_and_not_repeated(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    stage.letters.errors["ask"] = [PostUncertain("chat.postMessage: lost")]
    await stage.step("T1", "a1")
    stage.clock.advance(seconds=2)

    assert await stage.step("T1", "a1") == timedelta(seconds=18)
    stage.letters.asked["script1"] = "5.0"
    await stage.run()

    assert stage.letters.sent == []


async def test_a_question_that_does_not_come_is_asked_again_with_an_intent_of_its_own(
    stage: AnnouncementStage,
) -> None:
    await stage.hand_in()
    stage.letters.errors["ask"] = [PostUncertain("lost"), PostUncertain("lost again")]
    await stage.run()

    assert stage.letters.sent == ["ask BOB script1"]
    assert stage.now.ask is not None
    assert stage.now.ask.intent_at == NOON + timedelta(seconds=40)


async def test_an_operators_pause_is_waited_for(stage: AnnouncementStage) -> None:
    stage.desk.refusal = Paused()
    await stage.hand_in(approver_id=None)
    assert await stage.step("T1", "a1") == timedelta(seconds=30)
    assert stage.state is AnnouncementState.MAKING

    stage.desk.refusal = None
    await stage.run()

    assert stage.desk.taken == ["a1.1"]


async def test_where_herald_may_not_look_a_lost_question_is_asked_again(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    stage.letters.errors = {
        "ask": [PostUncertain("chat.postMessage: lost")],
        "find_ask": [PostRefused("conversations.history", "missing_scope")],
    }
    await stage.step("T1", "a1")
    await stage.run()

    assert stage.letters.sent == ["ask BOB script1"]


async def test_a_busy_slack_is_waited_for(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    stage.letters.errors["ask"] = [SlackBusy("chat.postMessage", retry_after=timedelta(seconds=7))]

    assert await stage.step("T1", "a1") == timedelta(seconds=7)


async def test_news_that_slack_refuses_holds_nothing_up(stage: AnnouncementStage) -> None:
    stage.letters.errors["tell"] = [PostRefused("chat.postMessage", "channel_not_found")]
    await stage.hand_in()
    await stage.run()
    await stage.decide("rejected")
    await stage.run()

    assert stage.now.over
    assert stage.now.news is None


async def test_the_question_is_closed_when_it_is_decided(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    await stage.run()
    await stage.decide("changes")
    await stage.run()

    assert stage.letters.sent == ["ask BOB script1", "close script1", "tell changes"]


async def test_an_edited_one_withdraws_what_waited_of_its_earlier_video(stage: AnnouncementStage) -> None:
    await shown_to_approver(stage)
    await stage.decide("changes")
    await stage.run()
    await stage.hand_in(script="Another script.")
    await stage.run()

    assert stage.posting("a1.1-c0").state is PostingState.WITHDRAWN
    assert stage.letters.sent[-1] == "ask BOB script2"
    assert stage.desk.taken == ["a1.1"]


async def test_what_waits_for_people_rests_and_what_was_just_decided_does_not(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    assert stage.now.rests_until is None
    await stage.run()
    assert stage.now.rests_until is not None
    await stage.decide("changes")

    assert stage.now.rests_until is None
    assert stage.now.news is News.CHANGES


async def whole_life(stage: AnnouncementStage) -> None:
    """From the form to the last channel, through both approvals."""
    written = await stage.announcing.write("T1", "U1", "a1", content())
    for _ in range(2):  # the author presses again where the first press brought no answer
        with suppress(Cut):
            await stage.announcing.hand_in(written, written.content.written_at, QUOTE)
    await stage.run()
    await stage.decide("approved")
    await stage.run()
    stage.finish_render()
    await stage.run()
    stage.end_posting("a1.1-approver")
    await stage.run()
    await stage.decide("approved")
    await stage.run()
    for place in (0, 1):
        stage.end_posting(f"a1.1-c{place}")
    await stage.run()


async def cuts_of(life: Callable[[AnnouncementStage], Awaitable[None]]) -> int:
    """At how many moments a worker can be killed in this life."""
    stage = AnnouncementStage(Fuse())
    await life(stage)
    return stage.fuse.seen


async def test_a_worker_killed_at_any_moment_asks_makes_and_posts_once() -> None:
    moments = await cuts_of(whole_life)
    assert moments > 30
    for moment in range(1, moments + 1):
        stage = AnnouncementStage(Fuse(cut_at=moment))
        await whole_life(stage)

        assert stage.state is AnnouncementState.POSTED, moment
        assert stage.desk.taken == ["a1.1"], moment
        asked = [line for line in stage.letters.sent if line.startswith("ask")]
        assert asked == ["ask BOB script1", "ask BOB video1"], moment
        assert sorted(stage.posting_records.stored) == ["a1.1-0", "a1.1-approver", "a1.1-c0", "a1.1-c1"], moment
