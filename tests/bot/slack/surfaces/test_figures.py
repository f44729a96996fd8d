"""Money, durations and moments."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from bot.slack.surfaces.figures import dollars, length, moment


@pytest.mark.parametrize(("amount", "shown"), [("1.2", "$1.20"), ("0.005", "$0.01"), ("1234.5", "$1,234.50")])
def test_money_has_two_decimals(amount: str, shown: str) -> None:
    assert dollars(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-3, "0 s"), (40, "40 s"), (60, "1 min"), (125, "2 min 5 s"), (3600, "1 h"), (12_000, "3 h 20 min")],
)
def test_a_duration_has_at_most_two_units(seconds: int, shown: str) -> None:
    assert length(timedelta(seconds=seconds)) == shown


def test_a_moment_is_in_the_readers_zone_and_in_utc_where_that_is_not_known() -> None:
    when = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=2)))

    assert moment(when) == "<!date^1795383000^{date_short_pretty} at {time}|22 Nov 2026, 21:30 UTC>"
