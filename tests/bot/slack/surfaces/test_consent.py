"""What the person in a photo is shown keeps to Slack's limits, and nothing in it poses as Herald's own words."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from bot.rendering.consent import Consent, ConsentState
from bot.rendering.consent_steps import UNHEARD
from bot.rendering.render import Choices, Destination, Failure, Render, RenderState
from bot.slack.surfaces.anchor import build_anchor
from bot.slack.surfaces.consent import ALLOW, DECLINE, build_outcome, build_question, picture_comment
from bot.slack.surfaces.past import build_past
from bot.slack.surfaces.words import explain_failure
from tests.bot.slack.samples import NOW, make_render, name_of
from tests.bot.slack.surfaces.reading import nasty, problems_of, texts, tokens

BOB = "U0BOB"
ENDED = [state for state in ConsentState if state is not ConsentState.WAITING]


def of_bob(state: ConsentState = ConsentState.WAITING, **changes: Any) -> Render:
    """Alice's render of a photo of Bob."""
    consent = Consent.of(BOB, "U0ALICE", NOW)
    said = consent if state is ConsentState.WAITING else consent.settled(state, NOW)
    choices = Choices(image="slack-file:F1", voice="john-1", motion_prompt=changes.pop("motion", None))
    fields: dict[str, Any] = {"state": RenderState.ANCHORED, "choices": choices, "consent": said}
    return make_render(**{**fields, **changes})


@given(script=nasty, motion=nasty)
def test_a_script_is_shown_whole_and_is_nothing_but_text(script: str, motion: str) -> None:
    message = build_question(of_bob(script=script[:5000], motion=motion or None))

    assert problems_of(message) == []
    assert {token.partition("^")[0] for token in tokens(message)} <= {"@U0ALICE", "#C0GENERAL", "!date"}


def test_every_word_of_the_longest_script_can_be_read() -> None:
    script = " ".join(f"word{number}" for number in range(520))

    shown = " ".join(texts(build_question(of_bob(script=script)).blocks))

    assert [word for word in script.split() if word not in shown] == []


@pytest.mark.parametrize("state", ENDED)
@given(script=nasty)
def test_an_outcome_has_no_buttons_and_nothing_that_poses_as_one(state: ConsentState, script: str) -> None:
    message = build_outcome(of_bob(state, script=script))

    assert problems_of(message) == []
    assert tokens(message) == {"@U0ALICE"}
    assert ALLOW not in str(message.blocks)


def test_the_question_says_who_asks_until_when_and_what_comes_of_it() -> None:
    message = build_question(of_bob())
    said = " ".join(texts(message.blocks))

    assert "<@U0ALICE> asks" in said
    assert "<#C0GENERAL>, and <@U0ALICE> can share it with other channels." in said
    assert str(int((NOW + timedelta(hours=48)).timestamp())) in said
    assert "decline: nothing is made then" in said
    assert [element["action_id"] for element in message.blocks[-1]["elements"]] == [ALLOW, DECLINE]


def test_a_private_video_names_no_channel() -> None:
    said = str(build_question(of_bob(destination=Destination(channel_id="D0ALICE"))).blocks)

    assert "It would be sent to <@U0ALICE> alone" in said
    assert "D0ALICE" not in said


def test_the_picture_comes_with_who_asks() -> None:
    assert picture_comment(of_bob()).startswith("<@U0ALICE> would like to make a video")


def test_the_anchor_says_that_it_waits_and_not_for_whom() -> None:
    message = build_anchor(of_bob(), now=NOW, labels=name_of)

    assert message.text.startswith("Waiting for permission")
    assert BOB not in str(message.blocks)
    assert "cancel_render" in str(message.blocks)


@pytest.mark.parametrize("code", [*UNHEARD.values(), "consent_unreachable:user_disabled"])
def test_a_video_without_permission_says_what_to_do_and_that_it_cost_nothing(code: str) -> None:
    words = explain_failure(Failure(code=code, message=code, parameter="image"), of_bob())

    assert "person in the photo" in words.what
    assert words.cost == "Nothing was charged."
    assert "Render again" in words.advice


def test_somebody_who_cannot_be_asked_is_described() -> None:
    failure = Failure(code="consent_person", message="It is an app.", parameter="image")

    assert explain_failure(failure, of_bob()).text.startswith("It is an app. Nothing was charged.")


def test_home_lists_it_as_waiting_until_it_was_answered() -> None:
    listed = [str(build_past([of_bob(state)], team_url=None)) for state in (ConsentState.WAITING, ConsentState.ALLOWED)]

    assert ["Waiting for permission" in text for text in listed] == [True, False]
