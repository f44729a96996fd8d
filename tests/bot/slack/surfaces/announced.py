"""Announcements to be shown in tests."""

from datetime import timedelta
from typing import Any

from bot.posting.announcement import Announcement, AnnouncementState, Content
from bot.posting.posting import Posting, PostingState
from bot.rendering.draft import Wishes
from bot.rendering.render import Destination
from tests.bot.slack.samples import NOW, make_result

SCRIPT = "Good morning, team."


def make_content(**fields: Any) -> Content:
    """What Alice wrote."""
    usual: dict[str, Any] = {
        "script": SCRIPT,
        "wishes": Wishes(avatar="emma-1", voice="john-1"),
        "channels": ("C1", "C2"),
        "due_at": NOW + timedelta(hours=3),
        "written_at": NOW,
    }
    return Content.model_validate(usual | fields)


def make_announcement(
    announcement_id: str = "a1", *, content: dict[str, Any] | None = None, **fields: Any
) -> Announcement:
    """An announcement of Alice's whose script Bob is asked to approve."""
    usual: dict[str, Any] = {
        "id": announcement_id,
        "team_id": "T0PLAY",
        "user_id": "U0ALICE",
        "version": 1,
        "state": AnnouncementState.SCRIPT_REVIEW,
        "content": make_content(**({"approver_id": "U0BOB"} | (content or {}))),
        "expected_seconds": 4,
        "requested_at": NOW,
        "changed_at": NOW,
    }
    return Announcement.model_validate(usual | fields)


def make_channel_posting(place: int, state: PostingState, **fields: Any) -> Posting:
    """The posting to one of its channels."""
    usual: dict[str, Any] = {
        "id": f"a1.1-c{place}",
        "render_id": "a1.1",
        "team_id": "T0PLAY",
        "user_id": "U0ALICE",
        "state": state,
        "destination": Destination(channel_id=f"C{place}"),
        "thread_ts": "",
        "result": make_result(),
        "due_at": NOW,
        "elsewhere": True,
        "announcement_id": "a1",
    }
    return Posting.model_validate(usual | fields)
