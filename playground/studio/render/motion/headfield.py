"""Head and body movement as a displacement of the picture: a 2.5D head on a still body."""

from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.motion.noise import eased
from playground.studio.render.rigs.rig import Anatomy, Area

Maps = NDArray[np.float32]
Grid = NDArray[np.float64]

GRID_STEP: Final = 16
_MOVEMENTS: Final = 7
_HALF: Final = np.float32(0.5)


class Hold(Protocol):
    """What keeps parts of the picture where they are."""

    def __call__(self, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        """How much each point takes part in the head's and in the body's movement, 0 to 1."""
        ...


def free(x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Nothing is held: the presenter is a layer of its own."""
    return np.ones_like(x), np.ones_like(y)


class HeadField:
    """Turns the seven head parameters into backward maps of an area, at luma and at chroma size.

    It thinks in the points of a grid that starts at the area's corner and reaches to or just past its far sides.
    """

    def __init__(self, anatomy: Anatomy, area: Area, hold: Hold | None = None) -> None:
        self._area = area
        size = (area.right - area.left, area.bottom - area.top)
        columns, rows = (-(-length // GRID_STEP) + 1 for length in size)
        x = area.left - 0.5 + GRID_STEP * np.arange(columns)
        y = area.top - 0.5 + GRID_STEP * np.arange(rows)
        across, down = np.meshgrid(x, y)
        self._basis = _basis(anatomy, across, down, hold or free)
        self._points = np.stack([across, down], axis=-1).astype(np.float32)

    def shift(self, head: NDArray[np.float64]) -> Maps:
        """How far each point of the grid moves, (rows, columns, 2); nothing between moves further."""
        return np.tensordot(head.astype(np.float32), self._basis, 1)

    def maps(self, shift: Maps, part: Area) -> tuple[Maps, Maps]:
        """Where each pixel of a part of the area comes from: (h, w, 2) for luma, (h/2, w/2, 2) for chroma."""
        columns, left, right = _around(part.left - self._area.left, part.right - self._area.left)
        rows, top, bottom = _around(part.top - self._area.top, part.bottom - self._area.top)
        origins, inner = self._points[rows, columns] - shift[rows, columns], Area(left, top, right, bottom)
        luma, chroma = _between(origins, GRID_STEP), _between(_HALF * (origins - _HALF), GRID_STEP // 2)
        return luma[inner.luma], chroma[inner.chroma]


def _around(first: int, last: int) -> tuple[slice, int, int]:
    """The grid points around some pixels in a row, and where these begin and end among all pixels at those points."""
    start = first // GRID_STEP
    return slice(start, -(-last // GRID_STEP) + 1), first - start * GRID_STEP, last - start * GRID_STEP


def _between(points: Maps, step: int) -> Maps:
    """The values of pixels between points that lie `step` apart; the first point is half a pixel before the first."""
    rows, columns = points.shape[:2]
    dense = cv2.resize(points, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    return np.asarray(dense, np.float32)[step // 2 :, step // 2 :]


def _basis(anatomy: Anatomy, x: Grid, y: Grid, hold: Hold) -> Maps:
    """How far each grid point moves for a unit of each movement, shape (7, rows, columns, 2)."""
    width, height, chin = anatomy.width, anatomy.height, anatomy.chin
    centre_x, pivot_y = anatomy.centre[0], chin + 0.35 * height
    of_head, of_body = hold(x, y)
    head = of_head * (1 - eased((y - (chin - 0.05 * height)) / (0.75 * height)))
    body = of_body * eased((y - (chin - 0.2 * height)) / (0.9 * height))
    depth = _depth(anatomy, x, y)
    basis = np.zeros((_MOVEMENTS, *x.shape, 2), np.float32)
    yaw, pitch, roll, aside, down, zoom, breath = basis
    yaw[..., 0] = depth * head
    pitch[..., 1] = (0.8 * depth + 0.10 * height) * head
    roll[..., 0], roll[..., 1] = -(y - pivot_y) * head, (x - centre_x) * head
    aside[..., 0] = width * head
    down[..., 1] = width * head
    zoom[..., 0], zoom[..., 1] = (x - centre_x) * head, (y - pivot_y) * head
    breath[..., 0] = (x - centre_x) * 0.35 * body
    breath[..., 1] = -width * (0.6 * body + 0.4 * head * (1 - body))
    return basis


def _depth(anatomy: Anatomy, x: Grid, y: Grid) -> Grid:
    """How far a point stands out towards the viewer: an ellipsoid with a nose."""
    centre_y = anatomy.centre[1] - 0.08 * anatomy.height
    away = ((x - anatomy.centre[0]) / (0.85 * anatomy.width)) ** 2 + ((y - centre_y) / anatomy.height) ** 2
    nose = ((x - anatomy.nose[0]) ** 2 + (y - anatomy.nose[1]) ** 2) / (0.16 * anatomy.width) ** 2
    skull = 0.55 * np.sqrt(np.clip(1 - away, 0.0, 1.0) + 0.02)
    return np.asarray(anatomy.width * (skull + 0.10 * np.exp(-nose)))
