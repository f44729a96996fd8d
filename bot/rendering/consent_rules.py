"""Whose permission a video needs, by what the workspace's admins decided about photos."""

from datetime import datetime
from typing import Final

from bot.errors import InvalidField
from bot.policy import Policy, require_may_use_photos
from bot.rendering.consent import Consent
from bot.rendering.render import Choices

WHO: Final = "Say who is in the photo: pick yourself, or the person who is asked for permission."
NO_RECORDING: Final = (
    "With a photo of somebody else, write a script instead of giving a recording: they have to see what they would say."
)


def consent_for(
    policy: Policy, choices: Choices, *, subject: str | None, requester: str, now: datetime
) -> Consent | None:
    """The permission that a video of these choices needs; None where it needs none.

    `subject` is who is in the photo. Raises InvalidField where photos are not allowed, nobody said who that is, or the
    person could not see what would be put into their mouth.
    """
    if choices.image is None:
        return None
    require_may_use_photos(policy)
    if policy.photos == "free":
        return None
    if subject is None:
        raise InvalidField("subject", WHO)
    if subject != requester and choices.audio is not None:
        raise InvalidField("audio", NO_RECORDING)
    return Consent.of(subject, requester, now)
