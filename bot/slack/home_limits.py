"""What a Home shows of a workspace's policy: the budgets that hold, and to admins who spent what."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

import structlog

from bot.errors import PostRefused, SlackBusy
from bot.policy import Person, Policy, budget_of, is_admin
from bot.rendering.usage import Spending

log: Final = structlog.get_logger("herald.home")


class Policies(Protocol):
    """What the workspaces' admins decided."""

    async def get(self, team_id: str, /) -> Policy:
        """The workspace's policy."""


class Roster(Protocol):
    """Who people are."""

    async def find(self, team_id: str, user_id: str, /) -> Person:
        """Who the person is; raises SlackBusy, PostRefused."""


class Usages(Protocol):
    """What a month cost."""

    async def spending(self, team_id: str, month: str, /) -> Spending:
        """Who spent what in the month (`2026-11`)."""


@dataclass(frozen=True)
class Limits:
    """Budgets in US dollars a month, None for no limit; `spending` only where the person is an admin."""

    budget: Decimal
    own_budget: Decimal | None = None
    spending: Spending | None = None


class HomeLimits:
    """Reads what holds for a person."""

    def __init__(self, policies: Policies, roster: Roster, usages: Usages, *, operators_budget: Decimal) -> None:
        self._policies = policies
        self._roster = roster
        self._usages = usages
        self._operators_budget = operators_budget

    async def of(self, team_id: str, user_id: str, month: str) -> Limits:
        """What holds for the person; raises StoreUnavailable, RecordUnreadable."""
        policy = await self._policies.get(team_id)
        admin = await self._is_admin(policy, team_id, user_id)
        return Limits(
            budget_of(policy, self._operators_budget),
            policy.person_budget,
            await self._usages.spending(team_id, month) if admin else None,
        )

    async def _is_admin(self, policy: Policy, team_id: str, user_id: str) -> bool:
        """Whether the person is an admin; not where Slack does not say: the next visit asks again."""
        try:
            return is_admin(policy, await self._roster.find(team_id, user_id))
        except (SlackBusy, PostRefused) as error:
            log.info("nobody says who looks at a Home", error=type(error).__name__)
            return False
