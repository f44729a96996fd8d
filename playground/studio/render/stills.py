"""Stills of the drawn presenters, each before the avatar's own wall."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.compose.background import wall
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for

_DRAWN_LARGER: Final = 2


def still(avatar: str, size: Size) -> NDArray[np.uint8]:
    """The picture (h, w, 3) in BGR, drawn larger so that its edges are smooth."""
    large = before_wall(avatar, Size(_DRAWN_LARGER * size.width, _DRAWN_LARGER * size.height))
    small = cv2.resize(large, (size.width, size.height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small + 0.5, 0, 255), np.uint8)


def before_wall(avatar: str, size: Size, *, unsharp: float | None = None) -> NDArray[np.float32]:
    """The picture (h, w, 3) in BGR, 0 to 255; the wall may be out of focus, by so many pixels."""
    look = look_for(avatar)
    person = DrawnRig(look, size).canvas
    behind = wall(look.wall, size.width, size.height)
    if unsharp is not None:
        behind = np.asarray(cv2.GaussianBlur(behind, (0, 0), unsharp), np.float32)
    return np.asarray(behind * (1 - person.alpha[..., None]) + person.colour, np.float32)
