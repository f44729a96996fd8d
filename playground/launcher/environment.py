"""The environment in which the children run: what they need and nothing of the person's own Slack or Runware."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]

_FOREIGN_PREFIXES: Final = ("SLACK_", "RUNWARE_", "OTEL_")
_FOREIGN: Final = frozenset(
    {
        *("HERALD_DATA_DIR", "HERALD_ENCRYPTION_KEYS", "LOG_FORMAT", "LOG_LEVEL"),
        *("HOST", "PORT", "REDIS_URL"),
        *("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"),
    }
)


@dataclass(frozen=True)
class Places:
    """Where the two services listen and what they made up, and where the bot is to listen and keep its files."""

    slack: Mapping[str, str]
    studio: Mapping[str, str]
    bot_port: int
    data_dir: Path


def service_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """For the local Slack and the studio; HERALD_… settings that tune the product stay as the person set them."""
    kept = {name: value for name, value in inherited.items() if not _is_foreign(name)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}


def bot_environment(inherited: Mapping[str, str], places: Places, *, log_level: str) -> dict[str, str]:
    """For the bot: all that it knows of the playground."""
    return {
        **service_environment(inherited),
        "SLACK_SIGNING_SECRET": places.slack["signing_secret"],
        "SLACK_BOT_TOKEN": places.slack["bot_token"],
        "SLACK_API_URL": places.slack["api_url"],
        "SLACK_FILE_ORIGINS": places.slack["url"],
        "RUNWARE_API_KEY": places.studio["api_key"],
        "RUNWARE_API_URL": places.studio["api_url"],
        "RUNWARE_SCHEMA_URL": places.studio["schema_url"],
        "RUNWARE_MEDIA_ORIGINS": places.studio["url"],
        "HERALD_DATA_DIR": str(places.data_dir),
        "HOST": "127.0.0.1",
        "PORT": str(places.bot_port),
        "LOG_LEVEL": log_level,
    }


def _is_foreign(name: str) -> bool:
    return name.upper() in _FOREIGN or name.upper().startswith(_FOREIGN_PREFIXES)
