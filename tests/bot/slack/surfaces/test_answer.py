"""The one message that notifies, and the DMs that take its place."""

from datetime import timedelta

import pytest
from hypothesis import given

from bot.rendering.render import Destination, Failure, RenderState
from bot.slack.surfaces.answer import (
    build_answer,
    build_expired_notice,
    build_leftover_notice,
    build_private_notice,
    build_undelivered_notice,
    build_unshared_notice,
)
from bot.slack.surfaces.blocks import RENDER_AGAIN, Message
from tests.bot.slack.samples import NOW, URL, make_posting, make_render, make_result
from tests.bot.slack.surfaces.reading import nasty, problems_of, tokens

AFTER_THE_END = NOW + timedelta(hours=1)


def test_the_answer_has_all_that_is_wanted_and_mentions_its_person_once() -> None:
    render = make_render(state=RenderState.READY)

    answer = build_answer(render, make_posting(render), now=NOW)

    assert URL.replace("&", "&amp;") in answer
    assert "<!date^" in answer
    assert "It cost $1.10." in answer
    assert "AI-generated video" in answer
    assert answer.count("<@U0ALICE>") == 1


def test_an_answer_after_the_links_end_has_no_link() -> None:
    render = make_render(state=RenderState.READY)

    answer = build_answer(render, make_posting(render), now=AFTER_THE_END)

    assert tokens(Message(answer)) == {"@U0ALICE"}
    assert "AI-generated video" in answer


def test_a_cost_that_the_service_did_not_tell_is_an_estimate() -> None:
    render = make_render(state=RenderState.READY)

    answer = build_answer(render, make_posting(render, result=make_result(cost=None)), now=NOW)

    assert "It cost about $1.20." in answer


def test_an_undelivered_video_keeps_its_link_while_that_lives() -> None:
    render = make_render(state=RenderState.READY)

    alive = build_undelivered_notice(render, make_posting(render), now=NOW)
    dead = build_undelivered_notice(render, make_posting(render), now=AFTER_THE_END)

    assert URL.replace("&", "&amp;") in str(alive.blocks)
    assert "http" not in str(dead.blocks)


@given(nasty)
def test_a_private_notice_is_safe_and_has_the_button(script: str) -> None:
    failure = Failure(code="is_archived", message="chat.postMessage: is_archived")
    failed = make_render(script=script, state=RenderState.FAILED, failure=failure)
    cancelled = make_render(script=script, state=RenderState.CANCELLED)
    late = build_undelivered_notice(failed, make_posting(failed), now=AFTER_THE_END)

    for notice in (build_private_notice(failed), build_private_notice(cancelled), build_expired_notice(failed), late):
        assert problems_of(notice) == []
        assert tokens(notice) == {"#C0GENERAL"}
        assert notice.blocks[-1]["elements"][0]["action_id"] == RENDER_AGAIN


def test_a_notice_on_a_private_conversation_names_no_channel() -> None:
    render = make_render(state=RenderState.CANCELLED, destination=Destination(channel_id="D0ALICE"))

    assert tokens(build_private_notice(render)) == set()


def test_an_answer_is_edited_to_say_that_its_link_ended_and_what_stays() -> None:
    render = make_render(state=RenderState.READY)
    kept = make_posting(render, message_ts="2.0", file_id="F1", length_seconds=14.2)
    alone = make_posting(render, message_ts="2.0")

    assert "Its link has ended; the file stays. It is 14 s long." in build_answer(render, kept, now=AFTER_THE_END)
    assert "Its link has ended. It cost" in build_answer(render, alone, now=AFTER_THE_END)


def test_a_video_shared_elsewhere_names_who_shares_it_and_not_what_it_cost() -> None:
    render = make_render(state=RenderState.READY)

    answer = build_answer(render, make_posting(render, elsewhere=True), now=NOW)

    assert "<@U0ALICE> shares a video." in answer
    assert "AI-generated video" in answer
    assert "$" not in answer


def test_a_video_that_was_called_off_too_late_says_why_it_comes_all_the_same() -> None:
    render = make_render(state=RenderState.READY, withdrawn_at=NOW)

    assert "the video that you cancelled is finished. It was paid for" in build_answer(
        render, make_posting(render), now=NOW
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keep_failed": "not_in_channel", "failure": "not_in_channel"}, "Type `/invite @Herald` there"),
        ({"failure": "is_archived"}, "it is archived"),
        ({"keep_failed": "file_deleted"}, "its link has ended"),
    ],
)
def test_a_share_that_slack_refuses_is_explained(changes: dict[str, str], words: str) -> None:
    render = make_render(state=RenderState.READY)
    to = Destination(channel_id="C0RANDOM")

    notice = build_unshared_notice(render, make_posting(render, elsewhere=True, destination=to, **changes))

    assert words in notice.text
    assert tokens(notice) == {"#C0RANDOM"}
    assert problems_of(notice) == []


def test_a_deletion_that_left_something_is_told_with_a_reference() -> None:
    render = make_render(state=RenderState.READY)
    left = make_posting(render, leftover=("message:missing_scope", "file:cant_delete_file"))

    notice = build_leftover_notice(render, [left])

    assert "the message in <#C0GENERAL> (Herald was installed without" in notice.text
    assert "Reference: 1a2b3c4d" in notice.text
    assert problems_of(notice) == []


@pytest.mark.parametrize("has_link", [True, False])
@pytest.mark.parametrize(
    ("of_render", "of_posting"),
    [
        ({}, {}),
        ({}, {"file_id": "F1"}),
        ({"expected_results": 2}, {"position": 1}),
        ({"withdrawn_at": NOW}, {}),
        ({"batch_id": "b1"}, {}),
        ({}, {"elsewhere": True, "copy_of": "F1"}),
        ({}, {"elsewhere": True, "announcement_id": "a1", "mention": "channel"}),
        ({}, {"elsewhere": True, "announcement_id": "a1", "for_approval": True}),
        ({"destination": Destination(channel_id="D0ALICE")}, {"thread_ts": ""}),
    ],
    ids=["thread", "file", "one of two", "cancelled", "clip", "share", "announcement", "approval", "DM"],
)
def test_whatever_way_a_video_goes_it_is_marked(
    of_render: dict[str, object], of_posting: dict[str, object], has_link: bool
) -> None:
    render = make_render(state=RenderState.READY, **of_render)
    posting = make_posting(render, **of_posting)
    now = NOW if has_link else AFTER_THE_END

    assert "AI-generated video" in build_answer(render, posting, now=now)
    assert "AI-generated video" in build_undelivered_notice(render, posting, now=now).text
