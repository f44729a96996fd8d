"""The form in which a person asks to be forgotten: what goes, what stays, and what they tick."""

from typing import Any, Final

from bot.slack.surfaces.blocks import TITLE_LIMIT, plain, section
from bot.slack.surfaces.inputs import FormState, input_block, tick

FORGET: Final = "forget_me"
VIDEOS: Final = "forget_videos"
"""Both the `block_id` and the `action_id` of the box."""
_GOES: Final = (
    "*What goes at once, for good*\n"
    "• your drafts, your own presets and what you chose last\n"
    "• the history of your videos, and their scripts, as far as they are finished\n"
    "• your announcements and lists of clips, and your name as a recipient or approver in those of others\n"
    "• your name in the audit list, in what is kept of permissions, and in past months' spending"
)
_UNDER_WAY: Final = (
    "*What is under way for you* is called off. What is not paid yet is not made. What is paid already comes to you "
    "alone, by direct message, and is forgotten after that; a clip for a colleague that is paid still reaches them. "
    "Requests for your permission are declined, and what waits for your approval goes back to its author."
)
_STAYS: Final = (
    "*What stays*\n"
    "• videos and messages that stand in Slack, unless you tick the box\n"
    "• presets that you shared with the workspace, without your name\n"
    "• the amounts that were spent, without your name; if there is a budget for each person, this month's sum keeps "
    "your name until the month ends\n"
    "• what the admins decided about you in Herald's settings: ask them"
)


def build_forget_view() -> dict[str, Any]:
    """The form; to submit it is the confirmation."""
    return {
        "type": "modal",
        "callback_id": FORGET,
        "title": plain("Forget me", TITLE_LIMIT),
        "submit": plain("Forget me", TITLE_LIMIT),
        "close": plain("Keep everything", TITLE_LIMIT),
        "blocks": [
            section("Herald forgets what it keeps of you in this workspace. *This cannot be undone.*"),
            section(_GOES),
            section(_UNDER_WAY),
            section(_STAYS),
            input_block(
                VIDEOS,
                "In Slack",
                tick(VIDEOS, "Delete my videos too, wherever Herald posted them for me", ticked=False),
            ),
        ],
    }


def read_forget(view: dict[str, Any]) -> bool:
    """Whether the videos that stand in Slack go too."""
    return FormState.of(view).ticked(VIDEOS)


def build_forgotten_view(*, videos: bool) -> dict[str, Any]:
    """What is shown in the form's place once it is submitted."""
    also = " Your videos are being removed from Slack." if videos else ""
    return {
        "type": "modal",
        "title": plain("Forget me", TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": [
            section(
                f"Herald is forgetting you now. What is finished is gone in a moment; what is under way goes when it "
                f"ends.{also} If you use Herald again, it begins anew."
            )
        ],
    }
