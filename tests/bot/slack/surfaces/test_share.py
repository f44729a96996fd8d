"""The form of *Share to…*."""

import pytest

from bot.slack.surfaces.share import build_share_view, read_share_submission
from tests.bot.slack.surfaces.reading import problems_of_view


@pytest.mark.parametrize("positions", [(0,), (0, 1, 2, 3), (1, 3)])
def test_the_form_is_one_that_slack_takes(positions: tuple[int, ...]) -> None:
    assert problems_of_view(build_share_view("r" * 32, "s" * 32, positions)) == []


def test_what_was_built_is_read_back() -> None:
    view = build_share_view("r1", "s1", (1, 3))
    picked = {"channel": {"channel": {"selected_conversation": "C1"}}}

    sent = read_share_submission({**view, "state": {"values": picked}})

    assert (sent.render_id, sent.share_id, sent.position, sent.channel_id) == ("r1", "s1", 1, "C1")


def test_channels_shared_with_other_organisations_are_not_on_offer() -> None:
    (field,) = [block for block in build_share_view("r1", "s1", (0,))["blocks"] if block["type"] == "input"]

    assert field["element"]["filter"]["exclude_external_shared_channels"] is True
