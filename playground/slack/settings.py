"""What the local Slack is started with."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

DEFAULT_SCOPES: Final = (
    "commands",
    "chat:write",
    "files:write",
    "app_mentions:read",
    "im:write",
    "users:read",
    "channels:join",
    "files:read",
    "users.profile:read",
    "channels:history",
)
"""What the app was granted: all it asks for but `chat:write.public`, which many workspaces decline."""

DEFAULT_EVENTS: Final = ("app_mention", "app_home_opened", "app_uninstalled", "tokens_revoked")


def _made_up(prefix: str) -> str:
    return prefix + secrets.token_hex(12)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The app this Slack knows: its request URL, its secrets, what it may do and what it listens to.

    Without `app_url`, and while a socket is connected, the app is reached by Socket Mode. `data` is the
    directory that keeps uploaded bytes; without it a temporary one lives as long as the service.
    """

    app_url: str | None = None
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    bot_token: str = field(default_factory=lambda: _made_up("xoxb-"))
    app_token: str = field(default_factory=lambda: _made_up("xapp-"))
    data: Path | None = None
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    bot_events: tuple[str, ...] = DEFAULT_EVENTS
