"""The form in which a person asks to be forgotten."""

import pytest

from bot.slack.surfaces.forgetting import VIDEOS, build_forget_view, build_forgotten_view, read_forget
from tests.bot.slack.surfaces.reading import problems_of_view


def test_the_form_is_one_that_slack_takes_and_says_what_goes_and_what_stays() -> None:
    view = build_forget_view()

    assert problems_of_view(view) == []
    assert all(said in str(view) for said in ("What goes", "under way", "What stays", "cannot be undone"))


@pytest.mark.parametrize("videos", [True, False])
def test_the_box_is_read_back(videos: bool) -> None:
    chosen = [{"value": "yes"}] if videos else []
    state = {"values": {VIDEOS: {VIDEOS: {"type": "checkboxes", "selected_options": chosen}}}}

    assert read_forget({**build_forget_view(), "state": state}) is videos


@pytest.mark.parametrize("videos", [True, False])
def test_what_follows_says_whether_videos_go_too(videos: bool) -> None:
    view = build_forgotten_view(videos=videos)

    assert problems_of_view(view) == []
    assert ("removed from Slack" in str(view)) is videos
