"""Installations for tests."""

from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.installation import Installation
from tests.bot.rendering.fakes import NOON


def installation(place_id: str = "T1", *, token: str = "xoxb-1", **more: Any) -> Installation:
    """An installation that was made at noon, whose token never ends."""
    fields = {"name": "Acme", "bot_id": "B1", "bot_user_id": "U1", "installed_at": NOON, "revision": "r1"}
    return Installation(id=place_id, bot_token=SecretStr(token), **{**fields, **more})


def rotated(place_id: str = "T1", *, ends: datetime, **more: Any) -> Installation:
    """One whose token ends."""
    return installation(place_id, refresh_token=SecretStr("xoxe-1-first"), expires_at=ends, **more)
