"""What the person who looks at a workflow reads when Herald's step in it could not be done; plain text."""

from typing import Final

from bot.errors import Refusal
from bot.rendering.render import Failure, Render
from bot.slack.surfaces.escape import one_line
from bot.slack.surfaces.words import explain_error, explain_failure

LOST: Final = "Herald lost track of this video. Run the workflow again."
CALLED_OFF: Final = "The video was called off, or deleted, by the person whom it was made for."
MESSAGE_GONE: Final = "The video was made and posted, but its message is not there any more."
NOT_DELIVERED: Final = (
    "The video was made, but Slack did not let Herald post it. The person whom it was made for was told by direct "
    "message what to do."
)
_LIMIT: Final = 900


def describe_refusal(refused: Refusal) -> str:
    """Why the video was not begun, and what to mend in the workflow."""
    return one_line(explain_error(refused).text, _LIMIT)


def describe_failure(render: Render) -> str:
    """Why there is no video."""
    failure = render.failure or Failure(code="unknown", message="no reason was stored", charged=None)
    return one_line(explain_failure(failure, render).text, _LIMIT)
