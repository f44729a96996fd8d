"""What people do with an announcement: taken once, from whom it is asked, and while it is."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import InvalidField, Refusal, StaleRecord
from bot.posting.announcement import AnnouncementState, announcement_of
from bot.posting.announcement_transitions import FOLLOWS, changed
from bot.posting.announcing import CHANGED, NOT_ASKED, NOT_YOURS
from bot.posting.posting import PostingState
from tests.bot.posting.announced import QUOTE, AnnouncementStage, content
from tests.bot.posting.test_announcement_steps import made, shown_to_approver
from tests.bot.rendering.fakes import NOON


@pytest.fixture
def stage() -> AnnouncementStage:
    """A stage on which nothing is cut."""
    return AnnouncementStage()


async def test_a_double_click_on_the_review_hands_it_in_once(stage: AnnouncementStage) -> None:
    written = await stage.announcing.write("T1", "U1", "a1", content())
    for _ in range(2):
        await stage.announcing.hand_in(written, written.content.written_at, QUOTE)

    assert (stage.now.round, stage.state) == (1, AnnouncementState.SCRIPT_REVIEW)


async def test_what_was_changed_since_it_was_reviewed_is_not_handed_in(stage: AnnouncementStage) -> None:
    seen = await stage.announcing.write("T1", "U1", "a1", content())
    await stage.announcing.write("T1", "U1", "a1", content(script="Other.", written_at=NOON + timedelta(seconds=9)))

    with pytest.raises(Refusal, match=CHANGED):
        await stage.announcing.hand_in(seen, seen.content.written_at, QUOTE)
    assert stage.state is AnnouncementState.DRAFT


async def test_the_same_form_sent_twice_stays_what_was_reviewed(stage: AnnouncementStage) -> None:
    first = await stage.announcing.write("T1", "U1", "a1", content())
    again = await stage.announcing.write("T1", "U1", "a1", content(written_at=NOON + timedelta(seconds=9)))

    assert again.content.written_at == first.content.written_at


async def test_an_unchanged_one_may_be_handed_in_anew_after_changes_were_asked_for(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    await stage.run()
    await stage.decide("changes")
    await stage.hand_in(written_at=NOON + timedelta(seconds=9))

    assert (stage.now.round, stage.state) == (2, AnnouncementState.SCRIPT_REVIEW)


async def test_what_is_on_its_way_cannot_be_written_over(stage: AnnouncementStage) -> None:
    await stage.hand_in(approver_id=None)

    with pytest.raises(Refusal, match="on its way"):
        await stage.announcing.write("T1", "U1", "a1", content(script="Other."))


async def test_nobody_writes_over_somebody_elses(stage: AnnouncementStage) -> None:
    await stage.announcing.write("T1", "U1", "a1", content())

    with pytest.raises(Refusal, match="Only the person"):
        await stage.announcing.write("T1", "U2", "a1", content(script="Mine."))


@pytest.mark.parametrize(("user_id", "announcement_id"), [("U2", "a1"), ("U1", "a2")])
async def test_what_is_not_yours_and_what_is_not_there_are_refused_alike(
    stage: AnnouncementStage, user_id: str, announcement_id: str
) -> None:
    await stage.hand_in()

    with pytest.raises(Refusal) as refused:
        await stage.announcing.own("T1", user_id, announcement_id)
    assert str(refused.value) == NOT_YOURS


@pytest.mark.parametrize("due", [timedelta(0), -timedelta(minutes=1), timedelta(days=29)])
async def test_a_time_that_cannot_be_is_said_at_its_field(stage: AnnouncementStage, due: timedelta) -> None:
    with pytest.raises(InvalidField) as refused:
        await stage.hand_in(due_at=NOON + due)
    assert refused.value.field == "due_at"
    assert stage.state is AnnouncementState.DRAFT


async def test_an_approval_pressed_twice_counts_once(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    await stage.run()
    await stage.decide("approved", tag="script1")

    with pytest.raises(Refusal, match="nobody's decision"):
        await stage.decide("approved", tag="script1")
    assert len(stage.now.decisions) == 1


async def test_of_two_decisions_at_once_one_counts(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    await stage.run()
    outcomes = await asyncio.gather(
        stage.decide("approved", tag="script1"), stage.decide("rejected", tag="script1"), return_exceptions=True
    )

    assert sum(isinstance(each, Refusal) for each in outcomes) == 1
    assert len(stage.now.decisions) == 1


@pytest.mark.parametrize("by", ["U1", "U9"])
async def test_only_whom_it_is_asked_of_decides(stage: AnnouncementStage, by: str) -> None:
    await stage.hand_in()
    await stage.run()

    with pytest.raises(Refusal, match="nobody's decision"):
        await stage.decide("approved", by=by)


async def test_an_approval_after_a_cancel_counts_for_nothing(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    await stage.run()
    await stage.announcing.cancel(stage.now)

    with pytest.raises(Refusal) as refused:
        await stage.decide("approved", tag="script1")
    assert str(refused.value) == NOT_ASKED
    assert stage.state is AnnouncementState.CANCELLED


async def test_an_approval_of_an_earlier_round_counts_for_nothing(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    await stage.run()
    await stage.decide("changes")
    await stage.hand_in(script="Other.")
    await stage.run()

    with pytest.raises(Refusal):
        await stage.decide("approved", tag="script1")
    assert stage.state is AnnouncementState.SCRIPT_REVIEW


async def test_an_approval_after_the_record_is_gone_is_refused_like_somebody_elses(stage: AnnouncementStage) -> None:
    await stage.hand_in()
    stage.records.stored.clear()

    with pytest.raises(Refusal):
        await stage.announcing.cancel(await AnnouncementStage().hand_in())
    with pytest.raises(Refusal):
        await stage.decide("approved", tag="script1")


async def test_cancelling_twice_changes_nothing_the_second_time(stage: AnnouncementStage) -> None:
    handed_in = await stage.hand_in()
    first = await stage.announcing.cancel(handed_in)

    assert await stage.announcing.cancel(handed_in) == first


async def test_what_is_posted_cannot_be_cancelled(stage: AnnouncementStage) -> None:
    await made(stage, approver_id=None, unasked=True)
    for place in (0, 1):
        stage.end_posting(f"a1.1-c{place}")
    await stage.run()

    with pytest.raises(Refusal, match="ended already"):
        await stage.announcing.cancel(stage.now)


async def test_another_time_is_followed_by_postings_that_are_due_already(stage: AnnouncementStage) -> None:
    later, sooner = NOON + timedelta(hours=3), NOON + timedelta(hours=1)
    await made(stage, approver_id=None, unasked=True, due_at=later)
    assert stage.posting("a1.1-c0").due_at == later
    await stage.announcing.reschedule(stage.now, sooner)
    await stage.run()
    assert stage.posting("a1.1-c0").due_at == sooner
    await stage.announcing.reschedule(stage.now, None)
    await stage.run()

    assert stage.posting("a1.1-c0").due_at == NOON


async def test_what_goes_out_already_keeps_its_time(stage: AnnouncementStage) -> None:
    await made(stage, approver_id=None, unasked=True)

    with pytest.raises(Refusal, match="going out already"):
        await stage.announcing.reschedule(stage.now, NOON + timedelta(hours=1))


async def test_a_refused_channel_is_tried_again_once_and_the_announcement_comes_to_its_end_again(
    stage: AnnouncementStage,
) -> None:
    await made(stage, approver_id=None, unasked=True)
    stage.end_posting("a1.1-c0", PostingState.FAILED)
    stage.end_posting("a1.1-c1")
    await stage.run()
    posted = stage.now
    await stage.announcing.try_again(posted, "a1.1-c0")
    await stage.run()

    assert stage.posting("a1.1-c0").state is PostingState.DUE
    assert not stage.now.over
    with pytest.raises(Refusal, match="tried already"):
        await stage.announcing.try_again(posted, "a1.1-c0")
    stage.end_posting("a1.1-c0")
    await stage.run()
    assert stage.state is AnnouncementState.POSTED


@pytest.mark.parametrize("posting_id", ["a1.1-c1", "a1.1-approver", "other"])
async def test_only_a_channel_that_refused_is_tried_again(stage: AnnouncementStage, posting_id: str) -> None:
    await shown_to_approver(stage)
    await stage.decide("approved")
    await stage.run()

    with pytest.raises(Refusal, match="tried already"):
        await stage.announcing.try_again(stage.now, posting_id)


async def test_a_change_that_others_always_overtake_is_given_up_with_a_word(stage: AnnouncementStage) -> None:
    handed_in = await stage.hand_in()

    async def stale(*_: object, **__: object) -> None:
        raise StaleRecord("a1")

    stage.records.change = stale  # type: ignore[assignment]
    with pytest.raises(Refusal, match="press once more"):
        await stage.announcing.cancel(handed_in)


@pytest.mark.parametrize("state", list(AnnouncementState), ids=str)
async def test_the_table_lets_no_other_state_follow(stage: AnnouncementStage, state: AnnouncementState) -> None:
    announcement = (await stage.hand_in()).model_copy(update={"state": state})
    for after in set(AnnouncementState) - FOLLOWS[state] - {state}:
        with pytest.raises(ValueError, match="cannot become"):
            changed(announcement, {"state": after})


@pytest.mark.parametrize(("render_id", "found"), [("a1.1", "a1"), ("a1.12", "a1"), ("a1", None), ("a1.x", None)])
def test_a_render_tells_of_which_announcement_it_is(render_id: str, found: str | None) -> None:
    assert announcement_of(render_id) == found
