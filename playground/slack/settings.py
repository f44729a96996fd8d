"""What the local Slack is started with."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playground.slack.model.cast import APP_NAME, COMMANDS, GRID_TEAMS, TEAM_ID, TEAMS, Team
from playground.slack.model.grants import Grant, made_up
from playground.slack.model.wire import Json

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

OPTIONAL_SCOPES: Final = (
    "chat:write.public",
    "channels:join",
    "files:read",
    "users.profile:read",
    "channels:history",
)
DEFAULT_EVENTS: Final = ("app_mention", "app_home_opened", "app_uninstalled", "team_access_revoked", "tokens_revoked")
DEFAULT_SHORTCUTS: Final[tuple[Json, ...]] = (
    {
        "name": "Create a video",
        "type": "global",
        "callback_id": "create_video",
        "description": "Write a script and make a video",
    },
    {
        "name": "Make video from this",
        "type": "message",
        "callback_id": "video_from_message",
        "description": "Use this message as the script",
    },
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The app this Slack knows: its request URL, its secrets, what it may do and what it listens to.

    Without `app_url`, and while a socket is connected, the app is reached by Socket Mode. `data` is the directory that
    keeps uploaded bytes; without it a temporary one lives as long as the service. `scopes` are what the app was granted
    in the first workspace, `optional_scopes` those that a person may decline on the authorize page. `install_url` is
    where a person begins to install the app; without `redirect_urls` any of the loopback is taken. With
    `token_rotation`, bot tokens from OAuth end after twelve hours. Without `home_tab`, no Home can be published.
    With `organisation`, there are two more workspaces, in which the app is installed at once. `crowd` is how many more
    people there are in the first one.
    """

    app_url: str | None = None
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    bot_token: str = field(default_factory=lambda: made_up("xoxb-"))
    app_token: str = field(default_factory=lambda: made_up("xapp-"))
    client_id: str = "1000000000001.2000000000002"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    data: Path | None = None
    app_name: str = APP_NAME
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    optional_scopes: tuple[str, ...] = OPTIONAL_SCOPES
    bot_events: tuple[str, ...] = DEFAULT_EVENTS
    commands: tuple[Json, ...] = COMMANDS
    shortcuts: tuple[Json, ...] = DEFAULT_SHORTCUTS
    functions: tuple[Json, ...] = ()
    redirect_urls: tuple[str, ...] = ()
    install_url: str | None = None
    token_rotation: bool = False
    home_tab: bool = True
    edit_window_seconds: float | None = None
    organisation: bool = False
    crowd: int = 0

    @property
    def teams(self) -> tuple[Team, ...]:
        """The workspaces that there are."""
        return (*TEAMS, *GRID_TEAMS) if self.organisation else TEAMS

    def grants(self) -> list[Grant]:
        """The tokens that hold from the start: the app's own, and the bot's in the first workspace."""
        bot = TEAMS[0].bot_user
        return [
            Grant(token=self.app_token, kind="app", team_id=TEAM_ID, user=bot),
            Grant(token=self.bot_token, kind="bot", team_id=TEAM_ID, user=bot, scopes=self.scopes),
        ]
