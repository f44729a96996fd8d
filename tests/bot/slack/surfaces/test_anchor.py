"""What the anchor says at each moment of a render's life."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.posting import PostingState
from bot.rendering.progress import Expected, Progress
from bot.rendering.render import Choices, Destination, Failure, Render, RenderState
from bot.slack.surfaces.anchor import build_anchor, build_results_anchor
from bot.slack.surfaces.anchor_buttons import CANCEL, DELETE, EDIT_SCRIPT, REGENERATE, SHARE
from bot.slack.surfaces.blocks import RENDER_AGAIN, Message
from tests.bot.slack.samples import NOW, make_posting, make_render, make_result, name_of
from tests.bot.slack.surfaces.reading import nasty, problems_of, tokens

SUBMITTED: dict[str, Any] = {"state": RenderState.SUBMITTED, "sent_at": NOW, "submitted_at": NOW}
ANCHORED: dict[str, Any] = {"state": RenderState.ANCHORED}
FAILED: dict[str, Any] = {
    "state": RenderState.FAILED,
    "failure": Failure(code="timeoutProvider", message="task 4f… at 10.0.0.1 died"),
}


def shown(after: timedelta = timedelta(seconds=130), **changes: Any) -> Message:
    """The anchor of a render with `changes`, some time after it was asked for."""
    return build_anchor(make_render(**changes), now=NOW + after, labels=name_of)


def shown_result(after: timedelta = timedelta(0), **changes: Any) -> Message:
    """The anchor of a finished render whose posting has `changes`."""
    render = make_render(state=RenderState.READY, results=(make_result(),))
    return build_results_anchor(render, [make_posting(render, **changes)], now=NOW + after, labels=name_of)


def headline(message: Message) -> str:
    """The first paragraph."""
    return str(message.blocks[0]["text"]["text"])


def buttons(message: Message) -> list[tuple[str, str]]:
    """The `action_id` and value of each button."""
    rows = [block for block in message.blocks if block["type"] == "actions"]
    return [(button["action_id"], button["value"]) for row in rows for button in row["elements"]]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Queued"),
        (ANCHORED, "Queued"),
        ({**ANCHORED, "attempt": 2}, "trying once more"),
        ({**ANCHORED, "sent_at": NOW}, "Waiting for the video service"),
        ({**ANCHORED, "sent_at": NOW, "uncertain": True}, "Waiting for the video service"),
        (SUBMITTED, "2 min 10 s so far; it usually takes 1 to 5 minutes"),
        ({**SUBMITTED, "late_notice_at": NOW}, "longer than usual"),
        ({"state": RenderState.READY}, "Ready"),
        ({"state": RenderState.CANCELLED}, "Cancelled"),
        (FAILED, "took too long"),
    ],
)
def test_the_anchor_says_how_the_video_is_coming_along(changes: dict[str, Any], words: str) -> None:
    assert words in headline(shown(**changes))


def test_a_video_that_takes_over_twenty_minutes_is_called_late() -> None:
    assert "longer than usual" not in headline(shown(timedelta(minutes=19, seconds=59), **SUBMITTED))
    assert "longer than usual" in headline(shown(timedelta(minutes=20), **SUBMITTED))


def test_the_anchor_says_who_asked_what_for_and_with_whom() -> None:
    details = str(shown().blocks)

    for part in (
        "<@U0ALICE>",
        "> Good morning, team.",
        "Emma",
        "John",
        "about 12 s",
        "about $1.20",
        "AI-generated video",
    ):
        assert part in details


def test_a_long_script_is_shortened() -> None:
    quote = shown(script="word " * 600).blocks[1]["text"]["text"]

    assert quote.endswith("…")
    assert len(quote) <= 302


@pytest.mark.parametrize("changes", [FAILED, {"state": RenderState.CANCELLED}])
def test_an_anchor_without_a_video_has_the_button_that_renders_again(changes: dict[str, Any]) -> None:
    assert buttons(shown(**changes)) == [(RENDER_AGAIN, make_render().id)]


@pytest.mark.parametrize("changes", [{}, ANCHORED, SUBMITTED])
def test_an_anchor_under_way_can_be_cancelled(changes: dict[str, Any]) -> None:
    assert buttons(shown(**changes)) == [(CANCEL, make_render().id)]


def test_an_anchor_between_the_end_and_its_posting_has_no_button() -> None:
    assert buttons(shown(state=RenderState.READY)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [({}, "Nothing is paid until"), (ANCHORED, "Nothing is paid until"), (SUBMITTED, "so it is paid for: about $1.20")],
)
def test_cancel_says_before_it_counts_what_it_costs(changes: dict[str, Any], words: str) -> None:
    (row,) = [block for block in shown(**changes).blocks if block["type"] == "actions"]

    assert words in row["elements"][0]["confirm"]["text"]["text"]


def test_what_was_called_off_too_late_is_said_to_go_to_its_person_alone() -> None:
    under_way = shown(**SUBMITTED, withdrawn_at=NOW)
    ended = build_results_anchor(
        finished(withdrawn_at=NOW), [make_posting(finished(), file_id="F1")], now=NOW, labels=name_of
    )

    assert "It is being made already and paid for" in headline(under_way)
    assert buttons(under_way) == []
    assert "It was paid for already" in headline(ended)
    assert "im.runware.ai" not in str(ended.blocks)


def test_past_renders_say_what_to_expect_and_what_is_before_it() -> None:
    progress = Progress(Expected(timedelta(seconds=65), timedelta(seconds=100)), ahead=3)
    render = make_render(**SUBMITTED)

    words = headline(build_anchor(render, now=NOW + timedelta(seconds=12), labels=name_of, progress=progress))

    assert "12 s so far; it usually takes 1 min 5 s, and nine of ten videos take at most 1 min 40 s." in words
    assert "3 videos are being made before it." in words


def finished(**changes: Any) -> Render:
    """A render with one result."""
    return make_render(**({"state": RenderState.READY, "results": (make_result(),)} | changes))


def test_a_finished_video_can_be_shared_made_anew_edited_and_deleted() -> None:
    made = buttons(shown_result(file_id="F1"))

    assert [action_id for action_id, _ in made] == [SHARE, REGENERATE, EDIT_SCRIPT, DELETE]
    assert {value for _, value in made} == {make_render().id}


def test_the_real_length_takes_the_place_of_the_estimate() -> None:
    details = str(shown_result(file_id="F1", length_seconds=14.2).blocks[-2])

    assert "· 14 s ·" in details
    assert "about 12 s" not in details


def test_other_channels_are_named_once_the_video_is_there() -> None:
    render = finished()
    there = {"elsewhere": True, "state": PostingState.POSTED}
    postings = [
        make_posting(render, file_id="F1"),
        make_posting(render, id="s1", destination=Destination(channel_id="C0RANDOM"), **there),
        make_posting(render, id="s2", destination=Destination(channel_id="C0SOON"), elsewhere=True),
    ]

    message = build_results_anchor(render, postings, now=NOW, labels=name_of)

    assert "Also shared with <#C0RANDOM>." in str(message.blocks)
    assert "C0SOON" not in str(message.blocks)


def test_a_deleted_video_leaves_nothing_of_its_script_but_says_what_is_left() -> None:
    render = finished(deleted_at=NOW)
    left = make_posting(render, state=PostingState.WITHDRAWN, leftover=("file:cant_delete_file",))

    message = build_results_anchor(render, [left], now=NOW, labels=name_of)

    assert "Good morning" not in f"{message.text} {message.blocks}"
    assert "the file in <#C0GENERAL> (Slack did not let me)" in str(message.blocks)
    assert buttons(message) == [(RENDER_AGAIN, render.id)]
    assert problems_of(message) == []


def test_a_failed_anchor_shows_nothing_of_the_services_own_message() -> None:
    message = shown(**FAILED)

    assert "10.0.0.1" not in f"{message.text} {message.blocks}"
    assert "Reference: 1a2b3c4d" in headline(message)


def test_a_render_that_failed_without_a_reason_still_has_words() -> None:
    assert "tell the person who runs Herald" in headline(shown(state=RenderState.FAILED))


def test_a_finished_video_is_linked_with_the_time_at_which_the_link_ends() -> None:
    message = shown_result(file_id="F1")

    assert "<https://im.runware.ai/video/a.mp4?key=1&amp;token=2|Watch the video>" in headline(message)
    assert f"<!date^{int((NOW + timedelta(minutes=59, seconds=50)).timestamp())}^" in headline(message)


@pytest.mark.parametrize(
    ("changes", "words", "again"),
    [
        ({"file_id": "F1"}, "the video is in the thread", False),
        ({"state": PostingState.FAILED, "file_id": "F1"}, "Press Regenerate", False),
        ({"state": PostingState.POSTED}, "the link to this video has ended", True),
        ({"state": PostingState.EXPIRED}, "before I could deliver it", True),
        ({}, "before I could deliver it", True),
    ],
)
def test_a_dead_link_is_never_shown(changes: dict[str, Any], words: str, again: bool) -> None:
    message = shown_result(timedelta(minutes=59, seconds=50), **changes)

    assert words in headline(message)
    assert "im.runware.ai" not in f"{message.text} {message.blocks}"
    assert (RENDER_AGAIN in str(buttons(message))) == again


states = st.sampled_from(
    [{}, ANCHORED, SUBMITTED, FAILED, {"state": RenderState.READY}, {"state": RenderState.CANCELLED}]
)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=2)])
def test_a_video_that_could_not_be_posted_is_not_said_to_be_in_the_thread(after: timedelta) -> None:
    message = shown_result(after, file_id="F1", state=PostingState.FAILED)

    assert "is in the thread" not in str(message)
    assert "stays in the thread" not in str(message)


@given(script=nasty, label=nasty, changes=states)
def test_nothing_that_anybody_writes_becomes_a_mention_or_a_link(
    script: str, label: str, changes: dict[str, Any]
) -> None:
    render = make_render(script=script, **changes)

    message = build_anchor(render, now=NOW, labels=lambda _: label)

    assert tokens(message) == {"@U0ALICE"}
    assert problems_of(message) == []


@given(script=nasty, url=st.one_of(nasty, nasty.map("https://x.example/{}".format)), file=st.booleans())
def test_nothing_in_a_results_address_becomes_another_link(script: str, url: str, file: bool) -> None:
    render = make_render(script=script, state=RenderState.READY)
    posting = make_posting(render, result=make_result(url=url), file_id="F1" if file else None)

    message = build_results_anchor(render, [posting], now=NOW, labels=name_of)

    assert problems_of(message) == []
    for token in tokens(message) - {"@U0ALICE"}:
        assert token.startswith(("https://x.example/", "!date^"))


def test_an_address_cannot_end_its_own_link_early() -> None:
    message = shown_result(result=make_result(url="https://x.example/a|b>c<d&e"))

    assert "<https://x.example/a%7Cb%3Ec%3Cd&amp;e|Watch the video>" in headline(message)


def test_the_real_cost_takes_the_place_of_the_estimate() -> None:
    details = str(shown_result().blocks)

    assert "$1.10" in details
    assert "about $1.20" not in details


def test_a_choice_that_the_catalogue_has_no_name_for_is_not_shown_as_an_id() -> None:
    message = shown(choices=Choices(avatar="gone-7", voice="gone-8"), price=Decimal("1.20"))

    assert "gone-" not in f"{message.text} {message.blocks}"
