"""Head and body movement as a displacement of the picture: a 2.5D head on a still body."""

from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.motion.noise import eased
from playground.studio.render.rigs.rig import Anatomy, Area

Maps = NDArray[np.float32]
Grid = NDArray[np.float64]

_GRID_STEP: Final = 16
_MOVEMENTS: Final = 7


class Hold(Protocol):
    """What keeps parts of the picture where they are."""

    def __call__(self, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        """How much each point takes part in the head's and in the body's movement, 0 to 1."""
        ...


def free(x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Nothing is held: the presenter is a layer of its own."""
    return np.ones_like(x), np.ones_like(y)


class HeadField:
    """Turns the seven head parameters into backward maps of an area, at luma and at chroma size."""

    def __init__(self, anatomy: Anatomy, area: Area, hold: Hold | None = None) -> None:
        self._size = (area.right - area.left, area.bottom - area.top)
        columns, rows = (max(2, round(length / _GRID_STEP)) for length in self._size)
        x = area.left + (np.arange(columns) + 0.5) * self._size[0] / columns - 0.5
        y = area.top + (np.arange(rows) + 0.5) * self._size[1] / rows - 0.5
        across, down = np.meshgrid(x, y)
        self._basis = _basis(anatomy, across, down, hold or free)
        self._still = _identity(self._size, area.left, area.top)
        self._still_chroma = _identity((self._size[0] // 2, self._size[1] // 2), area.left / 2, area.top / 2)

    def maps(self, head: NDArray[np.float64]) -> tuple[Maps, Maps]:
        """Where each pixel of the area comes from: (h, w, 2) for luma, (h/2, w/2, 2) for chroma."""
        shift = -np.tensordot(head.astype(np.float32), self._basis, 1)
        luma = cv2.resize(shift, self._size, interpolation=cv2.INTER_LINEAR)
        chroma = cv2.resize(shift * 0.5, (self._size[0] // 2, self._size[1] // 2), interpolation=cv2.INTER_LINEAR)
        moved, moved_chroma = cv2.add(luma, self._still), cv2.add(chroma, self._still_chroma)
        return np.asarray(moved, np.float32), np.asarray(moved_chroma, np.float32)


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


def _identity(size: tuple[int, int], left: float, top: float) -> Maps:
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    return np.ascontiguousarray(np.stack([columns + left, rows + top], axis=-1))
