"""The private answer to `/herald help`."""

from decimal import Decimal

from bot.slack.surfaces.help import build_help
from tests.bot.slack.surfaces.reading import problems_of, tokens


def test_help_says_how_to_start_and_what_it_costs() -> None:
    message = build_help(price_per_second=Decimal("0.10"), budget_left=Decimal("48.80"))

    for part in ("`/herald`", "/invite @Herald", "$6.00", "$48.80", "AI-generated"):
        assert part in str(message.blocks)
    assert problems_of(message) == []
    assert tokens(message) == set()
