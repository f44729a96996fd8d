"""The buttons under the anchor: each acts for the person who asked for the video, and for nobody else."""

from collections.abc import Sequence
from typing import Final

from bot.rendering.render import Render, RenderState
from bot.slack.surfaces.blocks import Block, actions, button, confirmation
from bot.slack.surfaces.figures import dollars

CANCEL: Final = "cancel_render"
SHARE: Final = "share_result"
REGENERATE: Final = "regenerate"
EDIT_SCRIPT: Final = "edit_script"
DELETE: Final = "delete_results"
USE_RESULT: Final = "use_result"
"""Each is an `action_id`, the last the beginning of one for each position: `use_result:0`; the value is the render."""


def cancel_row(render: Render) -> Block:
    """*Cancel*, with what it means at this moment."""
    paid = f"paid for: about {dollars(render.price)}"
    if render.state is RenderState.SUBMITTED or render.uncertain:
        text = (
            f"It is being made already and cannot be stopped, so it is {paid}. It will not be posted here; you get it "
            "in a direct message when it is finished."
        )
    else:  # it may be sent while the person reads this
        text = (
            "Nothing is paid until it is being made. From then on it cannot be stopped and is "
            f"{paid}; you would get it in a direct message, and it would not be posted here."
        )
    ask = confirmation("Cancel this video?", text, yes="Cancel the video", no="Go on")
    return actions(button(CANCEL, "Cancel", render.id, confirm=ask))


def result_row(render: Render) -> Block:
    """What can be done with a finished video."""
    ask = confirmation(
        "Delete this video?",
        "The file and the messages that show it are removed here and wherever you shared it. This cannot be undone; "
        "what was paid stays paid.",
        yes="Delete",
        no="Keep it",
    )
    return actions(
        button(SHARE, "Share to…", render.id),
        button(REGENERATE, "Regenerate", render.id),
        button(EDIT_SCRIPT, "Edit script", render.id),
        button(DELETE, "Delete", render.id, confirm=ask, danger=True),
    )


def choice_row(render: Render, positions: Sequence[int]) -> Block:
    """*Use this one* for each of several results."""
    return actions(*(_choice(render, position) for position in positions))


def _choice(render: Render, position: int) -> Block:
    ask = confirmation(
        f"Use video {position + 1}?",
        "The files of the others and the messages that show them are removed. This cannot be undone; what was paid "
        "stays paid.",
        yes=f"Use video {position + 1}",
        no="Keep them all",
    )
    return button(f"{USE_RESULT}:{position}", f"Use video {position + 1}", render.id, confirm=ask)
