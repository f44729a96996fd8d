"""Who asks, and what the admins decided, as fakes."""

from typing import Final

from bot.policy import Person, Policy

NOTHING_DECIDED: Final = Policy()


class FakePolicies:
    """The same policy for every workspace."""

    def __init__(self, policy: Policy = NOTHING_DECIDED) -> None:
        self.policy = policy

    async def get(self, team_id: str, /) -> Policy:
        return self.policy


class FakeRoster:
    """One person, or the error that Slack answers instead."""

    def __init__(self, person: Person | None = None, error: Exception | None = None) -> None:
        self.person = person
        self.error = error

    def known(self, team_id: str, user_id: str, /) -> Person | None:
        return self.person

    async def find(self, team_id: str, user_id: str, /) -> Person:
        if self.error is not None:
            raise self.error
        return self.person or Person(user_id)
