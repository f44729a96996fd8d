"""Each call of Slack is counted by its method and how it went."""

from datetime import timedelta

import pytest

from bot.errors import PostRefused, PostUncertain, SlackBusy, SlackError
from bot.slack.called import called
from tests.bot.figures import Growth

METHOD = "chat.update"


def test_a_call_that_went_well_is_counted() -> None:
    grown = Growth("slack_call_seconds_count", method=METHOD, outcome="ok")

    with called(METHOD):
        pass

    assert grown.by == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (PostRefused(METHOD, "is_archived"), "refused"),
        (PostUncertain(METHOD), "uncertain"),
        (SlackBusy(METHOD, retry_after=timedelta(seconds=61)), "busy"),
    ],
)
def test_a_call_that_did_not_is_counted_apart_and_its_error_goes_on(error: SlackError, outcome: str) -> None:
    grown = Growth("slack_call_seconds_count", method=METHOD, outcome=outcome)

    with pytest.raises(type(error)), called(METHOD):
        raise error

    assert grown.by == 1


def test_how_long_slack_wants_to_wait_is_counted() -> None:
    all_of_them = Growth("slack_pause_seconds_count")
    short = Growth("slack_pause_seconds_bucket", le="60.0")

    for seconds in (60, 61):
        with pytest.raises(SlackBusy), called(METHOD):
            raise SlackBusy(METHOD, retry_after=timedelta(seconds=seconds))

    assert (all_of_them.by, short.by) == (2, 1)
