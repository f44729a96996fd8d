"""Where a frame has to be computed anew: horizontal bands, small enough for the processor's cache."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from playground.studio.render.motion.headfield import GRID_STEP, Maps
from playground.studio.render.rigs.rig import Area

_ROWS: Final = 6 * GRID_STEP
_FELT: Final = 1 / 64  # of a pixel; OpenCV rounds to a thirty-second


def bands(area: Area) -> Iterator[Area]:
    """An area from top to bottom."""
    for top in range(area.top, area.bottom, _ROWS):
        yield Area(area.left, top, area.right, min(top + _ROWS, area.bottom))


def moving_bands(area: Area, shift: Maps) -> Iterator[Area]:
    """The bands without the columns at their sides in which nothing moves, by the shift of the area's grid."""
    moving = np.maximum(*cv2.split(np.abs(shift))) >= _FELT
    for band in bands(area):
        row = (band.top - area.top) // GRID_STEP
        columns = np.flatnonzero(moving[row : row + _ROWS // GRID_STEP + 1].any(0))
        if columns.size:
            left = area.left + GRID_STEP * (int(columns[0]) - 1)
            right = area.left + GRID_STEP * (int(columns[-1]) + 1)
            yield Area(max(left, area.left), band.top, min(right, area.right), band.bottom)
