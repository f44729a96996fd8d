"""The people of a workspace, as Slack tells of them: https://docs.slack.dev/reference/objects/user-object."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.errors import PostRefused
from bot.posting.batch import Recipient
from bot.slack.calls import SlackCalls

PAGE_SIZE: Final = 500
"""Slack advises against more than 200 of them and takes 1,000; a workspace of 10,000 is gone through in a minute."""
_NOBODY: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_SLACKBOT: Final = "USLACKBOT"


class SlackDirectory:
    """Looks people up; a `Directory`."""

    def __init__(self, calls: SlackCalls) -> None:
        self._calls = calls

    async def person(self, team_id: str, user_id: str) -> Recipient | None:
        """Who has this member id; None where nobody has."""
        try:
            answer = await self._calls.repeat(
                team_id, "users.info", lambda slack: slack.users_info(user=user_id), needs=["user"]
            )
        except PostRefused as refused:
            if refused.code in _NOBODY:
                return None
            raise
        return read_person(answer["user"] or {}, team_id)

    async def page(self, team_id: str, cursor: str | None) -> tuple[Sequence[Recipient], str | None]:
        """The people from `cursor` on, and where they go on."""
        answer = await self._calls.repeat(
            team_id,
            "users.list",
            lambda slack: slack.users_list(limit=PAGE_SIZE, cursor=cursor),
            needs=["members"],
        )
        people = [read_person(member, team_id) for member in answer["members"] or ()]
        following = (answer.get("response_metadata") or {}).get("next_cursor")
        return [person for person in people if person is not None], following or None

    async def title(self, team_id: str, user_id: str) -> str:
        """What the person's profile says that they do; PostRefused `missing_scope` where Herald may not read it."""
        try:
            answer = await self._calls.repeat(
                team_id, "users.profile.get", lambda slack: slack.users_profile_get(user=user_id), needs=["profile"]
            )
        except PostRefused as refused:
            if refused.code in _NOBODY:
                return ""
            raise
        return _text(answer["profile"] or {}, "title")


def read_person(user: Mapping[str, Any], team_id: str) -> Recipient | None:
    """Slack's user object as a person; None for what is none."""
    user_id = _text(user, "id")
    if not user_id:
        return None
    profile = user.get("profile") or {}
    return Recipient(
        user_id=user_id,
        handle=_text(user, "name"),
        display_name=_text(profile, "display_name"),
        full_name=_text(profile, "real_name") or _text(user, "real_name"),
        first_name=_text(profile, "first_name"),
        last_name=_text(profile, "last_name"),
        title=_text(profile, "title"),
        address=_text(profile, "email"),
        is_bot=bool(user.get("is_bot")) or user_id == _SLACKBOT,
        is_gone=bool(user.get("deleted")),
        is_stranger=is_stranger(user, team_id),
    )


def is_stranger(user: Mapping[str, Any], team_id: str) -> bool:
    """Whether somebody belongs to another organisation; in an enterprise, all its workspaces are one."""
    if user.get("is_stranger"):
        return True
    enterprise = user.get("enterprise_user") or {}
    if team_id == enterprise.get("enterprise_id") or team_id in (enterprise.get("teams") or ()):
        return False
    return _text(user, "team_id") not in {"", team_id}


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    return value.strip() if isinstance(value, str) else ""
