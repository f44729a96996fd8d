"""What the thread says of a render with several results."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Choices, Failure, Render, RenderState
from bot.slack.surfaces.anchor import build_anchor, build_results_anchor
from bot.slack.surfaces.anchor_buttons import USE_RESULT
from bot.slack.surfaces.answer import build_answer, build_private_notice
from bot.slack.surfaces.blocks import RENDER_AGAIN, Message
from tests.bot.slack.samples import NOW, URL, make_posting, make_render, make_result, name_of
from tests.bot.slack.surfaces.reading import nasty, problems_of, tokens

LINK = URL.replace("&", "&amp;")
LONG_AFTER = NOW + timedelta(hours=2)
REFUSED = Failure(code="contentPolicyViolation", message="said so at 10.0.0.1")


def a_render(there: int, asked: int = 3, **changes: Any) -> Render:
    """A finished render with some of the results that were asked for."""
    choices = Choices(avatar="emma-1", voice="john-1", number_results=asked)
    results = tuple(make_result(video_uuid=f"v{n}") for n in range(there))
    usual = {"state": RenderState.READY, "submitted_at": NOW, "choices": choices, "results": results}
    return make_render(**(usual | changes))


def postings_of(render: Render, **changes: Any) -> list[Posting]:
    """A posting for each of its results."""
    return [
        make_posting(render, id=f"{render.id}-{n}", position=n, result=result, **changes)
        for n, result in enumerate(render.results)
    ]


def seen(message: Message) -> str:
    """All its paragraphs."""
    return "\n".join(block["text"]["text"] for block in message.blocks if block["type"] == "section")


def shown(render: Render, *, late: bool = False, **changes: Any) -> Message:
    """The anchor of the render and its postings."""
    now = LONG_AFTER if late else NOW
    return build_results_anchor(render, postings_of(render, **changes), now=now, labels=name_of)


def test_the_anchor_links_every_result_by_its_number() -> None:
    message = shown(a_render(3))

    assert "Ready: 3 videos" in seen(message)
    assert [f"*Video {n}* · <{LINK}|" in seen(message) for n in (1, 2, 3)] == [True] * 3


def test_the_anchor_says_how_many_are_missing_why_and_that_they_cost_nothing() -> None:
    words = seen(shown(a_render(1, failures=(REFUSED, REFUSED))))

    assert "Ready: 1 of 3 videos" in words
    assert "2 of 3 could not be made." in words
    assert "content check turned this video down" in words
    assert "Nothing was charged." in words
    assert "10.0.0.1" not in words


def test_missing_results_that_may_have_been_charged_are_not_called_free() -> None:
    doubtful = Failure(code="gone_after_24h", message="nothing", charged=None)

    assert "Nothing was charged" not in seen(shown(a_render(1, failures=(doubtful,))))


def test_the_progress_shows_the_results_that_are_there_already() -> None:
    render = a_render(1, state=RenderState.SUBMITTED, failures=(REFUSED,))

    words = seen(build_anchor(render, now=NOW, labels=name_of))

    assert "Rendering* · 1 of 3 ready" in words
    assert f"*Video 1* · <{LINK}|" in words
    assert "1 of 3 could not be made" in words


def test_a_result_whose_link_ended_is_said_to_be_where_it_is() -> None:
    assert "*Video 2* · in the thread." in seen(shown(a_render(2), late=True, file_id="F1"))
    assert "no copy could be kept" in seen(shown(a_render(2), late=True, state=PostingState.POSTED))
    assert "before I could deliver it" in seen(shown(a_render(2), late=True))


def test_only_an_anchor_with_nothing_left_offers_to_render_again() -> None:
    lost = shown(a_render(2), late=True)
    kept = shown(a_render(2), late=True, file_id="F1")
    going_on = shown(a_render(1, state=RenderState.SUBMITTED), late=True)

    assert lost.blocks[-1]["elements"][0]["action_id"] == RENDER_AGAIN
    assert RENDER_AGAIN not in f"{kept.blocks} {going_on.blocks}"


@given(late=st.booleans(), file=st.booleans(), there=st.integers(1, 4), state=st.sampled_from(["ready", "submitted"]))
def test_no_dead_link_is_shown(late: bool, file: bool, there: int, state: str) -> None:
    message = shown(a_render(there, asked=4, state=state), late=late, file_id="F1" if file else None)

    assert ("im.runware.ai" in seen(message)) is not late
    assert problems_of(message) == []


def test_an_answer_says_which_of_how_many_it_is() -> None:
    render = a_render(2)

    answer = build_answer(render, postings_of(render)[1], now=NOW)

    assert "video 2 of 3 is ready" in answer


def test_the_price_of_one_result_stands_in_for_a_cost_nobody_told() -> None:
    render = a_render(1, asked=2, results=(make_result(cost=None),))

    assert "It cost about $0.60." in build_answer(render, postings_of(render)[0], now=NOW)


@given(nasty)
def test_the_notice_on_missing_results_is_safe_and_has_the_button(script: str) -> None:
    notice = build_private_notice(a_render(2, script=script, failures=(REFUSED,)))

    assert "1 of 3 could not be made" in seen(notice)
    assert "Reference: 1a2b3c4d" in seen(notice)
    assert tokens(notice) == {"#C0GENERAL"}
    assert problems_of(notice) == []


def test_each_of_several_results_can_be_the_one_that_is_used() -> None:
    choice = shown(a_render(2, asked=2), file_id="F1").blocks[-2]["elements"]

    assert [button["action_id"] for button in choice] == [f"{USE_RESULT}:0", f"{USE_RESULT}:1"]
    assert all("others" in button["confirm"]["text"]["text"] for button in choice)


def test_once_one_was_chosen_the_others_are_shown_no_more() -> None:
    message = shown(a_render(3, chosen=1), file_id="F1")

    assert "video 2 was chosen" in seen(message)
    assert "*Video 2*" in seen(message)
    assert "*Video 1*" not in seen(message)
    assert USE_RESULT not in str(message.blocks)


def test_a_result_is_shown_with_its_own_length() -> None:
    assert "|Watch the video> · 4.3 s" in seen(shown(a_render(2), length_seconds=4.3))
