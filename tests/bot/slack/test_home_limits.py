"""What a Home shows of budgets: what holds for the person, and everybody's spending for admins alone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.errors import PostRefused, SlackBusy
from bot.policy import Person, Policy
from bot.rendering.usage import Spending
from bot.slack.home_limits import HomeLimits, Limits
from tests.bot.rendering.people import NOTHING_DECIDED, FakePolicies, FakeRoster

SPENDING = Spending("2026-11", Decimal(3), Decimal(0))


class FakeUsages:
    """One month."""

    async def spending(self, team_id: str, month: str, /) -> Spending:
        return SPENDING


async def limits(roster: FakeRoster, policy: Policy = NOTHING_DECIDED) -> Limits:
    """What Alice's Home shows."""
    found = HomeLimits(FakePolicies(policy), roster, FakeUsages(), operators_budget=Decimal(50))
    return await found.of("T1", "U1", "2026-11")


async def test_a_member_sees_the_budgets_and_nobody_elses_spending() -> None:
    policy = Policy(monthly_budget=Decimal(20), person_budget=Decimal(5))

    assert await limits(FakeRoster(Person("U1")), policy) == Limits(Decimal(20), Decimal(5))


async def test_an_admin_sees_who_spent_what() -> None:
    assert await limits(FakeRoster(Person("U1", is_admin=True))) == Limits(Decimal(50), None, SPENDING)


async def test_a_listed_person_is_an_admin_too() -> None:
    assert (await limits(FakeRoster(Person("U1")), Policy(admin_ids=("U1",)))).spending == SPENDING


@pytest.mark.parametrize(
    "error",
    [SlackBusy("users.info", retry_after=timedelta(seconds=1)), PostRefused("users.info", "missing_scope")],
    ids=["busy", "refused"],
)
async def test_where_slack_does_not_say_who_it_is_nothing_of_others_is_shown(error: Exception) -> None:
    assert await limits(FakeRoster(error=error)) == Limits(Decimal(50))
