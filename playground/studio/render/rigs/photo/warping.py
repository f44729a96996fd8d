"""Bending a part of a picture by thin-plate splines: points go where they are told, everything between follows."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.motion.noise import eased
from playground.studio.render.rigs.photo.portrait import Picture, Points
from playground.studio.render.rigs.rig import Area

Field = NDArray[np.float32]

_NO_SECOND_MAP: Final = np.empty(0, np.float32)
_STIFFNESS: Final = 1e-4  # keeps the equations solvable when points fall together
_BORDER_POINTS: Final = (9, 5)


class Bender:
    """Bends one area of a picture; the splines are evaluated every `step` pixels and nothing moves at its border."""

    def __init__(self, picture: Picture, area: Area, *, step: float, margin: float) -> None:
        self._picture = picture
        self._size = (area.right - area.left, area.bottom - area.top)
        self._half = max(self._size) / 2
        self._middle = np.array([(area.left + area.right) / 2, (area.top + area.bottom) / 2])
        columns, rows = (int(np.ceil(length / step)) + 1 for length in self._size)
        x = np.linspace(area.left, area.right - 1, columns)
        y = np.linspace(area.top, area.bottom - 1, rows)
        self._nodes = self._scaled(np.stack(np.meshgrid(x, y), axis=-1))
        self._places = _places(self._size, columns, rows)
        self.still = _coordinates(area)
        self._window = _window(self._size, margin)[..., None]
        self.border = _border(area)

    def field(self, source: Points, target: Points) -> Field:
        """How far each pixel (h, w, 2) lies from where its colour comes from, when `source` moves to `target`."""
        centres = self._scaled(target)
        weights = _solved(centres, (source - target) / self._half).astype(np.float32)
        rows, columns = self._nodes.shape[:2]
        nodes, knots = self._nodes.reshape(-1, 2).astype(np.float32), centres.astype(np.float32)
        squares = (nodes**2).sum(1)[:, None] + (knots**2).sum(1)[None] - 2 * nodes @ knots.T
        count = len(knots)
        moved = _radial(np.maximum(squares, 0)) @ weights[:count] + weights[count] + nodes @ weights[count + 1 :]
        coarse = (moved * self._half).reshape(rows, columns, 2).astype(np.float32)
        return np.asarray(cv2.remap(coarse, *self._places, cv2.INTER_LINEAR), np.float32) * self._window

    def bent(self, field: Field) -> Picture:
        """The area's pixels as a field moves them."""
        maps = self.still + field
        bent = cv2.remap(self._picture, maps, _NO_SECOND_MAP, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(bent, np.uint8)

    def _scaled(self, points: Points) -> Points:
        return np.asarray((points - self._middle) / self._half)


def _solved(centres: Points, shifts: Points) -> Points:
    """The splines' weights: one a point, then the constant and the two slopes."""
    count = len(centres)
    squares = ((centres[:, None] - centres[None]) ** 2).sum(-1)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _radial(squares) + _STIFFNESS * np.eye(count)
    system[:count, count], system[:count, count + 1 :] = 1, centres
    system[count, :count], system[count + 1 :, :count] = 1, centres.T
    return np.asarray(np.linalg.solve(system, np.vstack([shifts, np.zeros((3, 2))])))


def _radial(squares: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(squares * np.log(squares + squares.dtype.type(1e-9)))


def _places(size: tuple[int, int], columns: int, rows: int) -> tuple[Field, Field]:
    """Where each pixel lies between the nodes."""
    x = np.linspace(0, columns - 1, size[0], dtype=np.float32)
    y = np.linspace(0, rows - 1, size[1], dtype=np.float32)
    across, down = np.meshgrid(x, y)
    return np.ascontiguousarray(across), np.ascontiguousarray(down)


def _coordinates(area: Area) -> Field:
    rows, columns = np.mgrid[area.top : area.bottom, area.left : area.right].astype(np.float32)
    return np.ascontiguousarray(np.stack([columns, rows], axis=-1))


def _window(size: tuple[int, int], margin: float) -> Field:
    """One inside, softly nothing at the border."""
    across, down = (eased(np.minimum(np.arange(n), np.arange(n)[::-1]) / max(1.0, margin)) for n in size)
    return np.asarray(down[:, None] * across[None], np.float32)


def _border(area: Area) -> Points:
    """Points that hold the area's edges."""
    wide, tall = (np.linspace(0, 1, number) for number in _BORDER_POINTS)
    x = area.left + wide * (area.right - 1 - area.left)
    y = area.top + tall[1:-1] * (area.bottom - 1 - area.top)
    sides = [np.column_stack([x, np.full_like(x, edge)]) for edge in (area.top, area.bottom - 1)]
    sides += [np.column_stack([np.full_like(y, edge), y]) for edge in (area.left, area.right - 1)]
    return np.vstack(sides)
