"""Scopes that depend on the kind of a conversation: `channels:history` does not open private channels."""

from typing import Final

from playground.slack.api.errors import SlackError
from playground.slack.local import LocalSlack

_FAMILIES: Final = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def require_scope(slack: LocalSlack, kind: str, what: str) -> None:
    """Ask for the scope to `read`, `write` or see the `history` of a kind of conversation. Raises SlackError."""
    needed = f"{_FAMILIES[kind]}:{what}"
    if needed not in slack.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(slack.scopes))
