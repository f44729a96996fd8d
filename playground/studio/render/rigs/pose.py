"""How a mouth and a pair of eyes are held in one frame."""

from typing import NamedTuple


class MouthPose(NamedTuple):
    """All 0 to 1, but `wide` from -1 (rounded) to 1 (spread); `rest` 1 is the face's own friendly expression."""

    open: float = 0.0
    wide: float = 0.0
    press: float = 0.0
    bite: float = 0.0
    tongue: float = 0.0
    teeth: float = 0.0
    rest: float = 1.0


class EyesPose(NamedTuple):
    """`blink` 0 to 1, `brow` -1 (lowered) to 1 (raised), `gaze` -1 (left) to 1 (right)."""

    blink: float = 0.0
    brow: float = 0.0
    gaze: float = 0.0
