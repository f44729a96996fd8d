"""A small painter on OpenCV: filled and stroked paths with gradients, opacity and clipping, in user units.

Colour is kept premultiplied in float32. Coverage is drawn at twice the size and averaged; every shape touches only the
box around it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.colour import bgr
from playground.studio.render.rigs.gradient import Gradient, GradientBox, Paint, Plane, colours_along
from playground.studio.render.rigs.outline import Outline, ellipse_outline, outlines

_OVERSAMPLING: Final = 2
_FRACTION_BITS: Final = 4
_MARGIN: Final = 2  # OpenCV spoils the last pixels of a line that is cut off


# Centre x, centre y, radius across, radius down.
Ellipse = tuple[float, float, float, float]


@dataclass(frozen=True)
class View:
    """Which part of the user space a canvas shows: its upper left corner and the pixels per unit."""

    x: float
    y: float
    scale: float
    width: int
    height: int


@dataclass(frozen=True)
class _Box:
    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


class Canvas:
    """A picture under construction; starts empty, or as a copy of the canvas below."""

    def __init__(self, view: View, below: "Canvas | None" = None) -> None:
        self.view = view
        shape = (view.height, view.width)
        self.colour: Plane = np.zeros((*shape, 3), np.float32) if below is None else below.colour.copy()
        self.alpha: Plane = np.zeros(shape, np.float32) if below is None else below.alpha.copy()
        self._clip: Plane | None = None

    def fill(self, path: str, paint: Paint, opacity: float = 1.0) -> None:
        """Fill a path."""
        self._fill(outlines(path), paint, opacity)

    def ellipse(self, place: Ellipse, paint: Paint, opacity: float = 1.0) -> None:
        """Fill an ellipse."""
        self._fill([ellipse_outline(*place)], paint, opacity)

    def ellipses(self, places: Sequence[Ellipse], paint: Paint, opacity: float = 1.0) -> None:
        """Fill the union of several ellipses with one paint."""
        self._fill([ellipse_outline(*place) for place in places], paint, opacity)

    def stroke(self, path: str, colour: str, width: float, *, opacity: float = 1.0) -> None:
        """Draw along a path; a line thinner than a sub-pixel fades instead."""
        shapes = outlines(path)
        covered = self._coverage(shapes, width)
        if covered is not None:
            thin = min(1.0, width * self.view.scale * _OVERSAMPLING)
            self._blend(covered[0], covered[1] * (opacity * thin), bgr(colour))

    @contextmanager
    def clipped(self, path: str) -> Iterator[None]:
        """Paint only inside `path` while the block runs."""
        before, mask = self._clip, np.zeros_like(self.alpha)
        covered = self._coverage(outlines(path), None)
        if covered is not None:
            mask[covered[0].area] = covered[1]
        self._clip = mask if before is None else mask * before
        yield
        self._clip = before

    @contextmanager
    def moved_down(self, distance: float) -> Iterator[None]:
        """Paint `distance` units lower while the block runs."""
        before = self.view
        self.view = replace(before, y=before.y - distance)
        yield
        self.view = before

    def put_over(self, other: "Canvas") -> None:
        """Lay another canvas of the same view on top."""
        keep = 1.0 - other.alpha
        self.colour = self.colour * keep[..., None] + other.colour
        self.alpha = self.alpha * keep + other.alpha

    def _fill(self, shapes: Sequence[Outline], paint: Paint, opacity: float) -> None:
        covered = self._coverage(shapes, None)
        if covered is None:
            return
        box, mask = covered
        if isinstance(paint, str):
            self._blend(box, mask * opacity, bgr(paint))
        else:
            colour, strength = self._gradient(paint, box, shapes)
            self._blend(box, mask * strength * opacity, colour)

    def _gradient(self, paint: Gradient, box: _Box, shapes: Sequence[Outline]) -> tuple[Plane, Plane]:
        left, top, width, height = paint.box or _bounds(shapes)
        x = ((np.arange(box.left, box.right) + 0.5) / self.view.scale + self.view.x - left) / width
        y = ((np.arange(box.top, box.bottom) + 0.5) / self.view.scale + self.view.y - top) / height
        return colours_along(paint, paint.position(x.astype(np.float32), y.astype(np.float32)))

    def _blend(self, box: _Box, mask: Plane, colour: Plane) -> None:
        if self._clip is not None:
            mask = mask * self._clip[box.area]
        keep = 1.0 - mask
        target = self.colour[box.area]
        target *= keep[..., None]
        target += colour * mask[..., None]
        self.alpha[box.area] = self.alpha[box.area] * keep + mask

    def _coverage(self, shapes: Sequence[Outline], stroke: float | None) -> tuple[_Box, Plane] | None:
        """The box of the shapes in pixels and how much of each pixel they cover; None when nothing is in view."""
        scale = self.view.scale
        placed = [(shape.points - (self.view.x, self.view.y)) * scale for shape in shapes if len(shape.points) > 1]
        box = self._box(placed, (stroke or 0.0) * scale / 2 + 1.5)
        if box is None:
            return None
        wide, tall = box.right - box.left + 2 * _MARGIN, box.bottom - box.top + 2 * _MARGIN
        mask = np.zeros((tall * _OVERSAMPLING, wide * _OVERSAMPLING), np.uint8)
        fixed = [_fixed_point(points - (box.left - _MARGIN, box.top - _MARGIN)) for points in placed]
        if stroke is None:
            for points in fixed:  # one by one: a union, where all at once would leave holes
                cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, _FRACTION_BITS)
        else:
            width = max(1, round(stroke * scale * _OVERSAMPLING))
            for points, shape in zip(fixed, shapes, strict=True):
                cv2.polylines(mask, [points], shape.closed, 255, width, cv2.LINE_AA, _FRACTION_BITS)
        small = cv2.resize(mask, (wide, tall), interpolation=cv2.INTER_AREA)[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
        return box, np.asarray(small, np.float32) / 255.0

    def _box(self, placed: Sequence[NDArray[np.float64]], margin: float) -> _Box | None:
        if not placed:
            return None
        points = np.vstack(placed)
        left, top = np.maximum(0, np.floor(points.min(0) - margin)).astype(int)
        right, bottom = np.ceil(points.max(0) + margin).astype(int)
        box = _Box(int(left), int(top), min(self.view.width, int(right)), min(self.view.height, int(bottom)))
        return box if box.right > box.left and box.bottom > box.top else None


def _bounds(shapes: Sequence[Outline]) -> GradientBox:
    points = np.vstack([shape.points for shape in shapes])
    (left, top), (width, height) = points.min(0), np.maximum(np.ptp(points, axis=0), 1e-6)
    return float(left), float(top), float(width), float(height)


def _fixed_point(points: NDArray[np.float64]) -> NDArray[np.int32]:
    """Pixels as OpenCV's drawing functions take sub-pixel coordinates."""
    return np.round((points * _OVERSAMPLING - 0.5) * (1 << _FRACTION_BITS)).astype(np.int32)
