"""Who somebody is, as Slack tells it."""

from typing import Any, Final

from bot.errors import PostRefused
from bot.policy import Person
from bot.slack.calls import SlackCalls

METHOD: Final = "users.info"
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


def read_person(user: dict[str, Any], team_id: str, user_id: str) -> Person:
    """A person from Slack's user object; roles of another organisation count for nothing here."""
    stranger = _is_stranger(user, team_id)
    return Person(
        user_id,
        is_admin=not stranger and any(bool(user.get(role)) for role in ("is_admin", "is_owner", "is_primary_owner")),
        is_guest=any(bool(user.get(role)) for role in ("is_restricted", "is_ultra_restricted")),
        is_stranger=stranger,
        is_gone=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user_id == "USLACKBOT",
    )


def _is_stranger(user: dict[str, Any], team_id: str) -> bool:
    """Whether somebody belongs to another organisation; in an enterprise, all its workspaces are one."""
    if user.get("is_stranger"):
        return True
    enterprise = user.get("enterprise_user") or {}
    if team_id == enterprise.get("enterprise_id") or team_id in enterprise.get("teams", ()):
        return False
    return bool(user.get("team_id")) and user["team_id"] != team_id
