"""What people read and fill in of announcements: within Slack's limits, nothing of theirs taken for markup."""

import json
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from bot.errors import Refusal
from bot.posting.announcement import MOST_CHANNELS, Announcement, AnnouncementState, Ask, Decision, News
from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Failure
from bot.rendering.requesting import SCRIPT_LIMIT, Quote
from bot.slack.surfaces.announce_cards import build_ask, build_closed_ask, build_news, build_refused_channel
from bot.slack.surfaces.announce_form import AnnounceForm, build_announce_view, read_announce_form
from bot.slack.surfaces.announce_list import SHOWN_IN_LIST, build_list_view, build_one_view, listed
from bot.slack.surfaces.announce_review import (
    AnnounceReview,
    Reviewed,
    build_announce_review,
    build_reason_view,
    build_reschedule_view,
    read_reason,
    read_reschedule,
)
from bot.slack.surfaces.announce_words import describe_announced, describe_posting
from bot.slack.surfaces.answer import build_answer
from bot.slack.surfaces.inputs import Pick
from bot.slack.surfaces.opened import Opened
from tests.bot.slack.samples import NOW, make_render, name_of
from tests.bot.slack.surfaces.announced import SCRIPT, make_announcement, make_channel_posting, make_content
from tests.bot.slack.surfaces.homes import buttons_of, make_home, problems_of_home
from tests.bot.slack.surfaces.reading import nasty, problems_of, problems_of_view, tokens

QUOTE = Quote(timedelta(seconds=4), Decimal("0.40"), Decimal("0.52"))
MANY = tuple(f"C{number:010}" for number in range(MOST_CHANNELS))
OURS = ("@U0ALICE", "@U0BOB", "!date^", "#C", "http://", "https://im.runware.ai/")


def form_of(announcement: Announcement, **fields: Any) -> dict[str, Any]:
    """The form of an announcement."""
    usual: dict[str, Any] = {
        "opened": Opened(draft=announcement.id),
        "price_per_second": Decimal("0.10"),
        "may_mention": True,
    }
    return build_announce_view(AnnounceForm(announcement=announcement, **(usual | fields)))


def review_of(announcement: Announcement) -> dict[str, Any]:
    """The review of an announcement."""
    return build_announce_review(AnnounceReview(announcement, QUOTE, Decimal(50), name_of))


def one_of(announcement: Announcement, postings: Sequence[Posting] = ()) -> dict[str, Any]:
    """The view of one announcement."""
    return build_one_view(announcement, postings, labels=name_of)


@given(nasty, nasty)
def test_every_message_keeps_to_slacks_limits_and_holds_no_token_of_a_persons(script: str, reason: str) -> None:
    content = {"script": script[:SCRIPT_LIMIT], "channels": MANY}
    decision = Decision(tag="script1", by="U0BOB", what="changes", reason=reason, at=NOW)
    ask = Ask(tag="script1", user_id="U0BOB", intent_at=NOW)
    found = make_announcement(content=content, decisions=(decision,), ask=ask)
    failed = make_channel_posting(0, PostingState.FAILED, failure="is_archived")
    video = found.model_copy(update={"state": AnnouncementState.VIDEO_REVIEW})
    messages = [
        build_ask(found, None, labels=name_of, now=NOW),
        build_ask(video, failed, labels=name_of, now=NOW),
        build_closed_ask(found, ask),
        build_refused_channel(failed, script),
        *(build_news(found.model_copy(update={"news": news}), [failed]) for news in News),
    ]
    for message in messages:
        assert problems_of(message) == []
        assert [token for token in tokens(message) if not token.startswith(OURS)] == []


@given(nasty, nasty)
def test_every_view_is_one_that_slack_takes(script: str, reason: str) -> None:
    decision = Decision(tag="script1", by="U0BOB", what="changes", reason=reason, at=NOW)
    content = {"script": script[:SCRIPT_LIMIT], "channels": MANY, "mention": "here"}
    found = make_announcement(content=content, decisions=(decision,) * 9, state=AnnouncementState.CHANGES_WANTED)
    postings = [make_channel_posting(place, PostingState.FAILED) for place in range(MOST_CHANNELS)]
    views = [
        form_of(found, presets=[Pick("p", script)], notices=[reason], lists=True),
        review_of(found),
        one_of(found, postings),
        build_list_view([found] * (2 * SHOWN_IN_LIST), "U0ALICE"),
        build_reschedule_view(found),
        build_reason_view(found, "script1", "changes"),
    ]
    for view in views:
        assert problems_of_view(view) == []


@given(nasty)
def test_only_the_authors_tick_puts_a_mention_into_a_channel(script: str) -> None:
    posting = make_channel_posting(0, PostingState.DUE)
    render = make_render(script=script)

    assert "<!channel>" not in build_answer(render, posting, now=NOW)
    assert "<!here>" not in describe_announced(posting, script)


@pytest.mark.parametrize("mention", ["channel", "here"])
def test_a_ticked_mention_stands_first(mention: str) -> None:
    posting = make_channel_posting(0, PostingState.DUE, mention=mention)

    assert build_answer(make_render(script=SCRIPT), posting, now=NOW).startswith(f"<!{mention}> *An announcement of")


@pytest.mark.parametrize("mention", [None, "channel", "here"])
@pytest.mark.parametrize("due", [True, False], ids=["due", "as soon"])
def test_what_the_form_shows_is_read_back(mention: str | None, *, due: bool) -> None:
    content = make_content(mention=mention, due_at=NOW + timedelta(hours=3) if due else None, approver_id="U0BOB")
    found = make_announcement(content=content.model_dump())
    view = form_of(found, avatar=Pick("emma-1", "Emma"), voice=Pick("john-1", "John"))

    assert read_announce_form({**view, "state": {"values": as_left(view)}}, content, now=NOW) == content


def test_a_long_script_comes_back_whole_from_its_two_fields() -> None:
    script = " ".join(["word"] * 900)
    content = make_content(script=script)
    view = form_of(make_announcement(content=content.model_dump()))

    assert read_announce_form({**view, "state": {"values": as_left(view)}}, content, now=NOW).script == script


def test_who_may_not_mention_everybody_is_not_asked() -> None:
    assert "@channel" not in json.dumps(form_of(make_announcement(), may_mention=False))


def test_the_review_carries_what_was_seen_and_nothing_that_gives_a_right() -> None:
    found = make_announcement()

    assert Reviewed.read(review_of(found)) == Reviewed(announcement="a1", seen=found.content.written_at)


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "no json"])
def test_a_form_of_another_version_is_refused_with_what_to_do(metadata: str) -> None:
    with pytest.raises(Refusal, match="/herald announce"):
        Reviewed.read({"private_metadata": metadata})
    with pytest.raises(Refusal, match="/herald announce"):
        read_reason({"private_metadata": metadata})


def test_another_time_is_read_from_its_form() -> None:
    view = build_reschedule_view(make_announcement())
    later = NOW + timedelta(days=1)
    values = {"due_at": {"due_at": {"selected_date_time": int(later.timestamp())}}}

    assert read_reschedule({**view, "state": {"values": values}}) == ("a1", later.replace(microsecond=0))


def test_the_authors_own_video_offers_post_edit_another_time_and_cancel() -> None:
    found = make_announcement(state=AnnouncementState.VIDEO_REVIEW, content={"approver_id": None})
    message = build_ask(found, make_channel_posting(0, PostingState.POSTED), labels=name_of, now=NOW)

    assert "in the thread above" in str(message.blocks)
    assert buttons_of({"blocks": message.blocks}) == [
        ("announce_approve", "a1@video1"),
        ("announce_edit", "a1"),
        ("announce_reschedule", "a1"),
        ("announce_cancel", "a1"),
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (AnnouncementState.DRAFT, ("announce_edit", "announce_cancel")),
        (AnnouncementState.SCRIPT_REVIEW, ("announce_edit", "announce_reschedule", "announce_cancel")),
        (AnnouncementState.MAKING, ("announce_reschedule", "announce_cancel")),
        (AnnouncementState.APPROVED, ("announce_reschedule", "announce_cancel")),
        (AnnouncementState.POSTED, ("announce_again",)),
        (AnnouncementState.REJECTED, ("announce_again",)),
        (AnnouncementState.CANCELLED, ("announce_again",)),
    ],
    ids=["draft", "script review", "making", "approved", "posted", "rejected", "cancelled"],
)
def test_each_state_offers_what_can_be_done_in_it(state: AnnouncementState, expected: tuple[str, ...]) -> None:
    assert {action for action, _ in buttons_of(one_of(make_announcement(state=state)))} == set(expected)


def test_each_channel_that_refused_has_its_own_button() -> None:
    states = (PostingState.FAILED, PostingState.POSTED, PostingState.FAILED)
    postings = [make_channel_posting(place, state) for place, state in enumerate(states)]
    view = one_of(make_announcement(state=AnnouncementState.POSTED), postings)

    retries = [value for action, value in buttons_of(view) if action.startswith("announce_retry")]
    assert retries == ["a1/a1.1-c0", "a1/a1.1-c2"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("not_in_channel", "/invite @Herald"),
        ("is_archived", "archived"),
        ("restricted_action", "Ask an admin"),
    ],
)
def test_a_refusal_says_what_helps(code: str, words: str) -> None:
    message = build_refused_channel(make_channel_posting(0, PostingState.FAILED, failure=code), SCRIPT)

    assert words in message.text
    assert buttons_of({"blocks": message.blocks}) == [("announce_retry", "a1/a1.1-c0")]


def test_what_is_lost_is_offered_again_and_not_to_be_tried_again() -> None:
    message = build_refused_channel(make_channel_posting(0, PostingState.EXPIRED), SCRIPT)

    assert buttons_of({"blocks": message.blocks}) == [("announce_again", "a1")]


@pytest.mark.parametrize(
    ("charged", "words"), [(False, "Nothing was charged."), (True, "was charged"), (None, "Nobody can say")]
)
def test_no_video_says_whether_it_was_charged(charged: bool | None, words: str) -> None:
    failure = Failure(code="expired", message="x", charged=charged)
    found = make_announcement(state=AnnouncementState.FAILED, news=News.FAILED, failure=failure)

    assert words in build_news(found, []).text


@pytest.mark.parametrize("state", list(PostingState), ids=str)
def test_every_state_of_a_channel_has_its_words(state: PostingState) -> None:
    assert describe_posting(make_channel_posting(7, state)).startswith("<#C7> · ")


def test_the_list_has_ones_own_and_what_waits_for_ones_approval() -> None:
    own = make_announcement("mine", user_id="U0BOB", content={"approver_id": None})
    asked = make_announcement("asked")
    done = make_announcement("done", state=AnnouncementState.POSTED)
    empty = make_announcement("empty", user_id="U0BOB", state=AnnouncementState.DRAFT, content={"script": " "})

    assert [one.id for one in listed([own, asked, done, empty], "U0BOB")] == ["mine", "asked"]


def test_home_shows_the_next_few_within_slacks_limits() -> None:
    view = make_home(announcements=[make_announcement(f"a{number}") for number in range(20)])

    assert problems_of_home(view) == []
    opened = [value for action, value in buttons_of(view) if action == "announce_open"]
    assert len(opened) == 4
    assert ("announce_all", "all") in buttons_of(view)


@pytest.mark.parametrize(("later", "words"), [(timedelta(0), "<https://"), (timedelta(days=9), "its link has ended")])
def test_a_reviewer_who_cannot_have_the_file_gets_its_link_while_that_lives(later: timedelta, words: str) -> None:
    found = make_announcement(state=AnnouncementState.VIDEO_REVIEW)
    message = build_ask(found, make_channel_posting(0, PostingState.FAILED), labels=name_of, now=NOW + later)

    assert words in message.blocks[0]["text"]["text"]


def as_left(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends of a form that was left as it was shown."""
    return {block["block_id"]: left(block["element"]) for block in view["blocks"] if block["type"] == "input"}


def left(element: dict[str, Any]) -> dict[str, Any]:
    """The state of an input that nobody touched."""
    names = {
        "initial_value": "value",
        "initial_option": "selected_option",
        "initial_options": "selected_options",
        "initial_conversations": "selected_conversations",
        "initial_user": "selected_user",
        "initial_date_time": "selected_date_time",
    }
    return {element["action_id"]: {names[key]: value for key, value in element.items() if key in names}}
