"""Every builder takes what is extreme but valid: nothing breaks Slack's limits, nobody's text becomes a mention."""

import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import bot.slack.surfaces
from bot.rendering.render import DEFECT, Failure, RenderState
from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.dead_letters import build_dead_letters_view
from bot.slack.surfaces.escape import one_line
from bot.slack.surfaces.forgetting import build_forget_view, build_forgotten_view
from bot.slack.surfaces.preset_form import build_notice_view
from bot.slack.surfaces.problem import with_problem
from bot.slack.surfaces.script_file import ScriptFile, build_unread_view
from bot.slack.surfaces.script_file import build_reading_view as build_reading_script_view
from tests.bot.slack.samples import make_render
from tests.bot.slack.surfaces.reading import nasty, problems_of_view, tokens

SURFACES = Path(bot.slack.surfaces.__file__).parent
TESTS = Path(__file__).parent
PARTS = frozenset(
    {
        "build_announcements",
        "build_batches",
        "build_failed_anchor",
        "build_home",
        "build_more_options",
        "build_spending",
    }
)
"""Builders of a part whose whole is tested, and the one that `make_home` calls."""
PLAIN = frozenset({"build_help", "build_share_view", "build_preset_list", "build_spending_csv"})
"""Builders into which no person's text goes, or that are tested with a few extreme ones of their own."""


def is_safe(view: dict[str, Any]) -> bool:
    """Whether nothing in the view is a mention, a channel or a link but what Herald put there."""
    return all(re.match(r"!date\^|@U0ALICE$", token) for token in tokens(Message("", view["blocks"])))


def test_every_builder_is_tested_with_extremes() -> None:
    builders = {
        name for file in SURFACES.glob("*.py") for name in re.findall(r"^def (build_\w+)", file.read_text(), re.M)
    }
    extreme = [text for file in TESTS.glob("test_*.py") if "@given" in (text := file.read_text())]
    tested = {name for name in builders if any(re.search(rf"\b{name}\b", text) for text in extreme)}

    assert builders - tested - PARTS - PLAIN == set()


@given(script=nasty, count=st.integers(0, 40))
def test_failed_videos(script: str, count: int) -> None:
    failure = Failure(code=DEFECT, message="broke")
    render = make_render(script=script, state=RenderState.FAILED, failure=failure)
    view = build_dead_letters_view([render] * count, note="It rests now.")

    assert problems_of_view(view) == []
    assert is_safe(view)


@given(problem=nasty)
def test_what_went_wrong_is_said_in_a_view_of_its_own(problem: str) -> None:
    said = f"The preset {problem} is gone."
    for view in (build_notice_view("That did not work", said), with_problem(build_forget_view(), said)):
        assert problems_of_view(view) == []
        assert is_safe(view)


@given(name=nasty)
def test_a_file_of_any_name(name: str) -> None:
    shown = one_line(name, 75) or "your file"
    reading = build_reading_script_view("script-1", "{}", ScriptFile("F1", shown))
    unread = build_unread_view("{}", f"{shown} is not a text file. Save the script as a .txt file and give that.")

    for view in (reading, unread):
        assert problems_of_view(view) == []
        assert is_safe(view)


def test_the_forms_of_being_forgotten() -> None:
    views = (build_forget_view(), build_forgotten_view(videos=True), build_forgotten_view(videos=False))

    assert [problems_of_view(view) for view in views] == [[], [], []]
