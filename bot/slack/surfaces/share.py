"""The form in which a result is shared to another channel, and what a person sent with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import InvalidField, Refusal
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, context, option, plain
from bot.slack.surfaces.inputs import NOT_SHARED, OWN_CHANNELS, FormState

SHARE_VIEW: Final = "share_result"
CHANNEL: Final = "channel"
POSITION: Final = "position"
"""Each is both the `block_id` and the `action_id` of its field."""


@dataclass(frozen=True)
class ShareSubmission:
    """What a person sent; `share_id` was minted when the form was opened."""

    render_id: str
    share_id: str
    position: int
    channel_id: str


def build_share_view(render_id: str, share_id: str, positions: Sequence[int]) -> dict[str, Any]:
    """The form; it asks which of several results only where there are several."""
    return {
        "type": "modal",
        "callback_id": SHARE_VIEW,
        "private_metadata": json.dumps({"render": render_id, "share": share_id, "position": positions[0]}),
        "title": plain("Share this video", TITLE_LIMIT),
        "submit": plain("Share", TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": [
            *([_which(positions)] if len(positions) > 1 else []),
            _input(CHANNEL, "Share with", _conversation()),
            context(
                "The video is posted there in your name, with its link while that works, and marked as AI-generated. "
                "I have to be a member of the channel: type `/invite @Herald` there first. "
                f"{NOT_SHARED}: to post in one of them, type `/herald` there."
            ),
        ],
    }


def read_share_submission(view: dict[str, Any]) -> ShareSubmission:
    """Take the form apart; raises InvalidField for what is missing, Refusal for a form that is not ours."""
    state = FormState.of(view)
    try:
        kept = json.loads(view.get("private_metadata", ""))
        render_id, share_id, first = str(kept["render"]), str(kept["share"]), int(kept["position"])
    except (ValueError, KeyError, TypeError):
        raise Refusal("This form is too old to be used. Please press Share to… again.") from None
    channel_id = state.conversation(CHANNEL)
    if channel_id is None:
        raise InvalidField(CHANNEL, "Pick where the video should go.")
    picked = state.option(POSITION) or ""
    return ShareSubmission(render_id, share_id, int(picked) if picked.isdigit() else first, channel_id)


def _which(positions: Sequence[int]) -> Block:
    options = [option(str(position), f"Video {position + 1}") for position in positions]
    element: Block = {"type": "static_select", "action_id": POSITION, "options": options, "initial_option": options[0]}
    return _input(POSITION, "Which one", element)


def _conversation() -> Block:
    return {
        "type": "conversations_select",
        "action_id": CHANNEL,
        "filter": dict(OWN_CHANNELS),
        "placeholder": plain("Pick a channel or a person", OPTION_LIMIT),
        "focus_on_load": True,
    }


def _input(field: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": field, "label": plain(label, OPTION_LIMIT), "element": element}
