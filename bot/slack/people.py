"""Who somebody is, as Slack tells it."""

from collections.abc import Collection
from typing import Any, Final

from bot.errors import PostRefused
from bot.policy import Person
from bot.slack.calls import SlackCalls
from bot.slack.recipients import SlackDirectory, is_stranger

METHOD: Final = "users.info"
MOST_PAGES: Final = 10
"""Slack lets `users.list` be asked some twenty times a minute."""
_UNSEEN: Final = frozenset({"user_not_found", "user_not_visible"})
"""What Slack answers about people of whom the workspace sees nothing."""


class SlackPeople:
    """Asks Slack about one person at a time."""

    def __init__(self, calls: SlackCalls) -> None:
        self._calls = calls

    async def __call__(self, team_id: str, user_id: str) -> Person:
        """Who the person is in the workspace; a stranger where it does not see them. Raises SlackBusy, PostRefused."""
        try:
            answer = await self._calls.repeat(
                team_id, METHOD, lambda slack: slack.users_info(user=user_id), needs=["user"]
            )
        except PostRefused as refused:
            if refused.code in _UNSEEN:
                return Person(user_id, is_stranger=True)
            raise
        return read_person(answer["user"], team_id, user_id)

    async def names(self, team_id: str, user_ids: Collection[str]) -> dict[str, str]:
        """The names of these people, of as many as a few pages of the workspace's list have; likewise."""
        directory, wanted = SlackDirectory(self._calls), set(user_ids)
        found, cursor = dict[str, str](), None
        for _ in range(MOST_PAGES):
            if wanted <= found.keys():
                break
            people, cursor = await directory.page(team_id, cursor)
            found |= {
                person.user_id: person.full_name or person.handle for person in people if person.user_id in wanted
            }
            if cursor is None:
                break
        return found


def read_person(user: dict[str, Any], team_id: str, user_id: str) -> Person:
    """A person from Slack's user object; roles of another organisation count for nothing here."""
    stranger = is_stranger(user, team_id)
    return Person(
        user_id,
        is_admin=not stranger and any(bool(user.get(role)) for role in ("is_admin", "is_owner", "is_primary_owner")),
        is_guest=any(bool(user.get(role)) for role in ("is_restricted", "is_ultra_restricted")),
        is_stranger=stranger,
        is_gone=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user_id == "USLACKBOT",
    )
