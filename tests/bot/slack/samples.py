"""Renders and postings as a test wants them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from bot.posting.posting import Posting
from bot.rendering.render import Choices, Destination, Render, Result

NOW: Final = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
URL: Final = "https://im.runware.ai/video/a.mp4?key=1&token=2"
NAMES: Final = {"emma-1": "Emma", "john-1": "John · English (US)"}


def name_of(which: str) -> str:
    """The catalogue's name for an id."""
    return NAMES.get(which, "A presenter")


async def names_of(_team_id: str) -> Callable[[str], str]:
    """The names in a workspace, which are those of the catalogue."""
    return name_of


def make_render(**changes: Any) -> Render:
    """A render that was just requested, but for `changes`."""
    fields: dict[str, Any] = {
        "id": "1a2b3c4d5e6f47a8b9c0d1e2f3a4b5c6",
        "team_id": "T0PLAY",
        "user_id": "U0ALICE",
        "script": "Good morning, team. The release is out.",
        "choices": Choices(avatar="emma-1", voice="john-1"),
        "destination": Destination(channel_id="C0GENERAL"),
        "ttl_seconds": 3600,
        "expected_seconds": 12,
        "price": Decimal("1.20"),
        "reserved": Decimal("1.56"),
        "requested_at": NOW,
    }
    return Render(**{**fields, **changes})


def make_result(**changes: Any) -> Result:
    """A result whose URL lives for an hour from `NOW`, but for `changes`."""
    fields = {"video_uuid": "v1", "url": URL, "expires_at": NOW + timedelta(hours=1), "cost": Decimal("1.10")}
    return Result(**{**fields, **changes})


def make_posting(render: Render, **changes: Any) -> Posting:
    """A posting of the render's first result that is due, but for `changes`."""
    fields: dict[str, Any] = {
        "id": f"{render.id}-0",
        "render_id": render.id,
        "team_id": render.team_id,
        "user_id": render.user_id,
        "destination": render.destination,
        "thread_ts": render.thread_ts or "1.000100",
        "result": make_result(),
        "due_at": NOW,
    }
    return Posting(**{**fields, **changes})
