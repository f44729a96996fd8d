"""The review and the card: length and price before money is spent."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Destination
from bot.rendering.requesting import Quote
from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.card import (
    Card,
    build_card,
    build_editing_card,
    build_problem_card,
    build_settled_card,
    build_taken_card,
)
from bot.slack.surfaces.invitation import build_invitation
from bot.slack.surfaces.opened import Opened
from bot.slack.surfaces.problem import with_problem
from bot.slack.surfaces.review import Review, build_review_view
from tests.bot.slack.surfaces.reading import marked_texts, nasty, problems_of, problems_of_view, texts, tokens
from tests.bot.slack.surfaces.test_compose import EVERYTHING, make_draft

QUOTE = Quote(timedelta(seconds=14), Decimal("1.37"), Decimal("1.79"))


def review_of(draft: Draft, **changes: Any) -> dict[str, Any]:
    """The review of a draft."""
    fields: dict[str, Any] = {"quote": QUOTE, "budget_left": Decimal("48.80"), "labels": str}
    return build_review_view(Review(draft=draft, opened=Opened(draft=draft.id), **{**fields, **changes}))


def card_of(draft: Draft) -> Message:
    """The card of a draft."""
    return build_card(Card(draft, "1.5", QUOTE, Decimal("48.80"), str))


def buttons_of(message: Message) -> dict[str, tuple[str, str]]:
    """The buttons of a message: their texts and values."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return {b["action_id"]: (b["text"]["text"], b["value"]) for row in rows for b in row}


@given(script=nasty, label=nasty, problem=nasty)
def test_the_review_keeps_to_slacks_limits_and_lets_nothing_through(script: str, label: str, problem: str) -> None:
    draft = make_draft(script=script[:5000], wishes=EVERYTHING.model_copy(update={"motion_prompt": label}))

    view = review_of(draft, labels=lambda _: label, problem=problem or None, stands_alone=True)

    assert problems_of_view(view) == []
    assert tokens(Message("x", view["blocks"])) == {"#C1"}


@given(script=nasty, label=nasty)
def test_the_card_keeps_to_slacks_limits_and_lets_nothing_through(script: str, label: str) -> None:
    draft = make_draft(script=script[:5000], wishes=EVERYTHING.model_copy(update={"motion_prompt": label}))

    card = build_card(Card(draft, "1.5", QUOTE, Decimal(1), lambda _: label))

    assert problems_of(card) == []
    assert tokens(card) == {"#C1"}


def test_the_review_says_all_that_was_chosen_and_what_it_takes() -> None:
    said = " ".join(texts(review_of(make_draft(script="Hello <!here>", wishes=EVERYTHING))))

    assert "Hello <!here>" in said
    assert "*3 videos of about 14 s, about $1.37*" in said
    assert "$48.80 of this month's budget is left; $1.79 is set aside" in said
    for words in ("speed 1.25", "pitch -2.5", "720 × 1280", "WEBM", "quality 80", "1 h 30 min", "every frame checked"):
        assert words in said


def test_what_a_person_wrote_is_never_markup_in_the_review() -> None:
    view = review_of(make_draft(script="<!channel> *bold*"))

    assert not any("channel>" in text for text in marked_texts(view))


def test_a_whole_long_script_can_be_read_in_the_review() -> None:
    view = review_of(make_draft(script="word " * 999 + "end"))

    parts = [block["text"]["text"] for block in view["blocks"] if block.get("text", {}).get("type") == "plain_text"]
    assert " ".join(parts) == "word " * 999 + "end"


def test_a_recording_is_not_said_to_be_spoken_by_a_voice() -> None:
    recorded = Wishes(avatar="emma-1", audio="slack-file:F1", language="en-US", speed=Decimal(1))

    said = " ".join(texts(review_of(make_draft(script="", wishes=recorded))))

    assert "your own recording" in said
    assert "speed" not in said


@pytest.mark.parametrize(
    ("destination", "words"),
    [
        (Destination(channel_id="U1"), "only to you"),
        (Destination(channel_id="C2", thread_ts="1.5"), "in the thread you came from, in <#C2>"),
        (Destination(channel_id="D2"), "in the direct message where you asked"),
        (None, "no conversation yet"),
    ],
)
def test_the_review_says_where_the_video_will_be(destination: Destination | None, words: str) -> None:
    assert words in " ".join(texts(review_of(make_draft(destination=destination))))


def test_only_a_review_that_stands_alone_has_a_way_to_the_form() -> None:
    pushed, alone = review_of(make_draft()), review_of(make_draft(), stands_alone=True)

    assert (pushed["close"]["text"], alone["close"]["text"]) == ("Back", "Cancel")
    assert "edit_reviewed" not in str(pushed["blocks"])
    assert "edit_reviewed" in str(alone["blocks"])


def test_the_card_has_one_button_that_makes_the_video() -> None:
    assert buttons_of(card_of(make_draft(script="Hello"))) == {
        "make_it": ("Make it · 14 s · about $1.37", "r1@1.5"),
        "edit_draft": ("Edit", "r1"),
        "drop_draft": ("Cancel", "r1"),
    }


def test_what_takes_the_cards_place_never_makes_a_video_of_which_nothing_is_seen() -> None:
    for message in (build_problem_card("r1", "No <!here>"), build_editing_card("r1")):
        assert problems_of(message) == []
        assert set(buttons_of(message)) == {"edit_draft", "drop_draft"}
    for message in (build_taken_card(make_draft()), build_settled_card("Done <!here>")):
        assert problems_of(message) == []
        assert buttons_of(message) == {}
        assert tokens(message) <= {"#C1"}


def test_an_invitation_is_for_the_person_who_asked() -> None:
    message = build_invitation("U1", "r1", has_script=True)

    assert problems_of(message) == []
    assert tokens(message) == {"@U1"}
    assert buttons_of(message) == {"start_here": ("Make a video", "r1")}


def test_a_problem_is_said_once_above_what_was_shown() -> None:
    shown = {**review_of(make_draft()), "id": "V1", "hash": "1.a", "state": {"values": {}}}

    twice = with_problem(with_problem(shown, "First"), "Second <!here>")

    assert problems_of_view(twice) == []
    assert "First" not in str(twice)
    assert twice["blocks"][0]["text"]["text"] == "*That did not work.* Second &lt;!here&gt;"
    assert twice["blocks"][1:] == shown["blocks"]
