"""Colours as `#rrggbb`, mixed by eye rather than by physics."""

from functools import cache

import numpy as np
from numpy.typing import NDArray


@cache
def bgr(colour: str) -> NDArray[np.float32]:
    """The blue, green and red of a colour, 0 to 255, in OpenCV's order."""
    return np.array([int(colour[at : at + 2], 16) for at in (5, 3, 1)], np.float32)


def mix(one: str, other: str, share: float) -> str:
    """`one` with a share (0 to 1) of `other`."""
    blue, green, red = (bgr(one) * (1 - share) + bgr(other) * share).round().clip(0, 255).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


def lighter(colour: str, share: float) -> str:
    """Mixed with white."""
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float) -> str:
    """Mixed with black."""
    return mix(colour, "#000000", share)
