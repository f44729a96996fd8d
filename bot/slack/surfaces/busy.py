"""What a person reads while their workspace asks for more than Herald takes from one."""

from typing import Final

TOO_MUCH: Final = (
    "This workspace is asking Herald for very much at once. Nothing was started or charged: "
    "please try again in a few seconds."
)
