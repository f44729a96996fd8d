"""The field of the form that says who is in the photo."""

from typing import Final

from bot.rendering.draft import Draft
from bot.slack.surfaces.blocks import OPTION_LIMIT, Block, plain
from bot.slack.surfaces.inputs import FormState, input_block

SUBJECT: Final = "subject"
"""Both the `block_id` and the `action_id`."""

_HINT: Final = (
    "You, or somebody else: they get the photo and the script in a direct message, and nothing is made or paid until "
    "they allow it."
)


def subject_block(subject: str | None) -> Block:
    """The field, with the person whom it had."""
    element: Block = {
        "type": "users_select",
        "action_id": SUBJECT,
        "placeholder": plain("Pick yourself or somebody else", OPTION_LIMIT),
    }
    if subject is not None:
        element["initial_user"] = subject
    return input_block(SUBJECT, "Who is in the photo?", element, hint=_HINT)


def read_subject(state: FormState, base: Draft, *, image: str | None) -> str | None:
    """Who is in the photo; nobody where there is none. A form without the field changes nothing."""
    if image is None:
        return None
    return state.user(SUBJECT) if SUBJECT in state else base.subject
