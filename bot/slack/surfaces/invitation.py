"""The answer to a mention: a button that opens the form, since a mention cannot open it."""

from typing import Final

from bot.slack.surfaces.blocks import OPTION_LIMIT, Message, context, plain, section

START_HERE: Final = "start_here"
"""The `action_id` of the button; its value is the id of the draft with what was written beside the mention."""


def build_invitation(user_id: str, draft_id: str, *, has_script: bool) -> Message:
    """The reply in the thread of the mention."""
    asked = "I can speak that in a video" if has_script else "I can make a video of a presenter who speaks your script"
    line = f"<@{user_id}>, {asked}. Press the button; the video comes in this thread."
    button = {
        "type": "button",
        "action_id": START_HERE,
        "style": "primary",
        "text": plain("Make a video", OPTION_LIMIT),
        "value": draft_id,
    }
    blocks = [
        section(line),
        {"type": "actions", "elements": [button]},
        context("Others may press it too: everybody gets a form of their own."),
    ]
    return Message(line, blocks)
