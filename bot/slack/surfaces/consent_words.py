"""Why a video ended for want of a permission, in words: what happened, and what to do."""

from typing import Final

from bot.rendering.render import Failure
from bot.slack.surfaces.explanations import Explanation

_AGAIN: Final = "Press Render again and pick an avatar or another photo."
_EXPLANATIONS: Final = {
    "consent_declined": Explanation("The person in the photo did not allow this video.", _AGAIN),
    "consent_expired": Explanation(
        "The person in the photo did not answer in 48 hours.",
        "Talk to them, then press Render again to ask once more; or pick an avatar.",
    ),
    "consent_unreachable": Explanation(
        "I could not ask the person in the photo: Slack does not let me write to them.", _AGAIN
    ),
}


def explain_consent(failure: Failure) -> Explanation | None:
    """What it means; None for a failure that is not about a permission."""
    code = failure.code.partition(":")[0]
    if code == "consent_person":
        return Explanation(failure.message, _AGAIN)
    return _EXPLANATIONS.get(code)
