"""Reactions to a message: who reacted with what."""

import re
from typing import Final

from playground.slack.model.wire import Json

_NAME: Final = re.compile(r"[a-z0-9_+'&-]{1,100}(::skin-tone-[2-6])?")
_KINDS_MOST: Final = 50
_OF_ONE_PERSON_MOST: Final = 23


class ReactionError(Exception):
    """A reaction that cannot be given or taken back; its text is Slack's error code."""


def add_reaction(message: Json, name: str, user: str) -> None:
    """React to a message as `user`. Raises ReactionError."""
    if not _NAME.fullmatch(name):
        raise ReactionError("invalid_name")
    reactions: list[Json] = message.get("reactions", [])
    mine = [reaction["name"] for reaction in reactions if user in reaction["users"]]
    if name in mine:
        raise ReactionError("already_reacted")
    if len(mine) >= _OF_ONE_PERSON_MOST:
        raise ReactionError("too_many_reactions")
    same = next((reaction for reaction in reactions if reaction["name"] == name), None)
    if same is not None:
        same["users"].append(user)
        same["count"] = len(same["users"])
        return
    if len(reactions) >= _KINDS_MOST:
        raise ReactionError("too_many_emoji")
    message.setdefault("reactions", []).append({"name": name, "users": [user], "count": 1})


def remove_reaction(message: Json, name: str, user: str) -> None:
    """Take a reaction back. Raises ReactionError."""
    if not _NAME.fullmatch(name):
        raise ReactionError("invalid_name")
    same = next((reaction for reaction in message.get("reactions", []) if reaction["name"] == name), None)
    if same is None or user not in same["users"]:
        raise ReactionError("no_reaction")
    same["users"].remove(user)
    same["count"] = len(same["users"])
    message["reactions"] = [reaction for reaction in message["reactions"] if reaction["count"]]
    if not message["reactions"]:
        del message["reactions"]
