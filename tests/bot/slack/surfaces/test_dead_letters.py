"""Admins read what failed for a reason of ours, what a second try costs, and have two buttons for each."""

import json

import pytest

from bot.rendering.render import DEFECT, Failure, Render, RenderState
from bot.slack.surfaces.dead_letters import (
    CLOSE_DEAD,
    RETRY_DEAD,
    SHOWN_AT_MOST,
    build_dead_letters_view,
)
from tests.bot.rendering.fakes import a_render


def dead(render_id: str = "r1", *, charged: bool = False, script: str = "Good morning, team.") -> Render:
    """A render that failed."""
    failure = Failure(code=DEFECT, message="broke", charged=charged)
    return a_render(id=render_id, script=script, state=RenderState.FAILED, closed=True, failure=failure)


def test_each_has_a_button_to_try_again_and_one_to_let_it_rest() -> None:
    view = build_dead_letters_view([dead()])

    buttons = [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]
    assert [(each["action_id"], each["value"]) for each in buttons] == [(RETRY_DEAD, "r1"), (CLOSE_DEAD, "r1")]


@pytest.mark.parametrize(("charged", "said"), [(True, "charges again"), (False, "costs about $0.30, once")])
def test_what_a_second_try_costs_is_said_before_and_in_the_question(charged: bool, said: str) -> None:
    told = json.dumps(build_dead_letters_view([dead(charged=charged)])).replace("*", "")

    assert told.count(said) == 2


def test_nothing_that_people_wrote_is_live() -> None:
    assert "<!channel>" not in json.dumps(build_dead_letters_view([dead(script="<!channel> hello")]))


def test_a_long_list_stays_within_a_modals_blocks() -> None:
    view = build_dead_letters_view([dead(f"r{number}") for number in range(SHOWN_AT_MOST + 30)])

    assert len(view["blocks"]) <= 100
    assert "And 30 more" in json.dumps(view)


def test_an_empty_list_says_so() -> None:
    assert "There is none" in json.dumps(build_dead_letters_view([]))
