"""How much of each pixel of an area a shape covers."""

from collections.abc import Iterable
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.photo.portrait import Points
from playground.studio.render.rigs.rig import Area

Mask = NDArray[np.floating[Any]]

_LARGER: Final = 2
_FRACTION_BITS: Final = 4


def polygons_mask(polygons: Iterable[Points], area: Area, *, soft: float = 0.0) -> Mask:
    """The area (h, w) with 1 inside any of the polygons, whose corners are in the picture's pixels."""
    width, height = area.right - area.left, area.bottom - area.top
    large = np.zeros((height * _LARGER, width * _LARGER), np.uint8)
    for corners in polygons:
        placed = (corners - (area.left, area.top)) * _LARGER + (_LARGER - 1) / 2
        whole = np.round(placed * 2**_FRACTION_BITS).astype(np.int32)
        cv2.fillPoly(large, [whole], 255, cv2.LINE_AA, _FRACTION_BITS)
    mask = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return blurred(np.asarray(mask, np.float32) / 255, soft)


def blurred(values: Mask, across: float, down: float | None = None) -> Mask:
    """The values, softened over so many pixels; 0 leaves them as they are."""
    if across <= 0:
        return values
    return np.asarray(cv2.GaussianBlur(values, (0, 0), across, sigmaY=across if down is None else down), np.float32)


def mixed(below: Mask, above: Mask, share: Mask) -> Mask:
    """`above` laid on `below` (both h, w, 3) where `share` (h, w) is 1."""
    return np.asarray(below + (above - below) * share[..., None], np.float32)
