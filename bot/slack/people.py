"""Who somebody is, as Slack tells it."""

from collections.abc import Collection
from typing import Any, Final

from bot.errors import PostRefused
from bot.policy import Person
from bot.slack.calls import SlackCalls

METHOD: Final = "users.info"
PAGE_SIZE: Final = 200
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
        wanted, found, cursor = set(user_ids), dict[str, str](), ""
        for _ in range(MOST_PAGES):
            if wanted <= found.keys():
                break
            page = await self._page(team_id, cursor)
            found |= {str(user["id"]): _name(user) for user in page["members"] if user.get("id") in wanted}
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return found

    async def _page(self, team_id: str, cursor: str) -> dict[str, Any]:
        return await self._calls.repeat(
            team_id,
            "users.list",
            lambda slack: slack.users_list(limit=PAGE_SIZE, cursor=cursor or None),
            needs=["members"],
        )


def _name(user: dict[str, Any]) -> str:
    profile = user.get("profile") or {}
    return str(profile.get("real_name") or user.get("real_name") or user.get("name") or "")


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
