"""The field for the address of a background picture, where people may give one."""

from collections.abc import Mapping
from typing import Any, Final

from bot.errors import FileRefused, InvalidField
from bot.media.addresses import LONGEST, read_address
from bot.rendering.media import is_address
from bot.slack.surfaces.blocks import Block
from bot.slack.surfaces.inputs import input_block, text

BACKGROUND_ADDRESS: Final = "background_address"
"""Both the `block_id` and the `action_id`."""
_MEND: Final = "Give one such as https://example.com/picture.jpg, or the picture itself as a file."


def address_block(background: str | None) -> Block:
    """The field, with the address that the draft has."""
    known = background if is_address(background) else None
    element = text(BACKGROUND_ADDRESS, "https://example.com/picture.jpg", known, limit=LONGEST)
    return input_block(
        BACKGROUND_ADDRESS,
        "Or the picture's address",
        element,
        hint="It begins with https:// and is open to everybody. A file takes its place.",
    )


def read_background(values: Mapping[str, Any], background: str | None) -> str | None:
    """The background by what the field holds; as it was where a view has no such field, or it holds nothing.

    An address that was taken out of the field is let go. Raises InvalidField for one that cannot be used.
    """
    if BACKGROUND_ADDRESS not in values:
        return background
    typed = ((values[BACKGROUND_ADDRESS].get(BACKGROUND_ADDRESS) or {}).get("value") or "").strip()
    if not typed:
        return None if is_address(background) else background
    try:
        return read_address(typed).url
    except FileRefused as refused:
        raise InvalidField(BACKGROUND_ADDRESS, f"This {refused.reason}. {_MEND}") from None
