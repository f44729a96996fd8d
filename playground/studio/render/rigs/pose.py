"""How a mouth and a pair of eyes are held in one frame."""

from typing import NamedTuple


class MouthPose(NamedTuple):
    """All 0 to 1, but for `wide` and `smile`; `rest` 1 is the face's own friendly expression.

    `wide` goes from -1 (rounded) to 1 (spread), `smile` from -1 (serious) to 1; an `open` above 1 is a shout.
    """

    open: float = 0.0
    wide: float = 0.0
    press: float = 0.0
    bite: float = 0.0
    tongue: float = 0.0
    teeth: float = 0.0
    rest: float = 1.0
    smile: float = 0.0


class EyesPose(NamedTuple):
    """`blink` 0 to 1, `brow` -1 (lowered) to 1 (raised), `gaze` -1 (left) to 1 (right), `lift` -1 (down) to 1 (up)."""

    blink: float = 0.0
    brow: float = 0.0
    gaze: float = 0.0
    lift: float = 0.0
