"""Gradients, placed relative to a box: that of the shape they fill, or one that stays where it is."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.colour import bgr

Plane = NDArray[np.float32]


# Left, top, width and height in user units.
GradientBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Stop:
    """A colour at a place along the gradient."""

    at: float
    colour: str
    opacity: float = 1.0


@dataclass(frozen=True)
class Linear:
    """A gradient from `start` to `end`."""

    start: tuple[float, float]
    end: tuple[float, float]
    stops: tuple[Stop, ...]
    box: GradientBox | None = None

    def position(self, x: Plane, y: Plane) -> Plane:
        """Where each point of the grid lies along the gradient."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        along = (x[None] - self.start[0]) * dx + (y[:, None] - self.start[1]) * dy
        return np.asarray(along / (dx * dx + dy * dy), np.float32)


@dataclass(frozen=True)
class Radial:
    """A gradient from `centre` outwards to `radius`."""

    centre: tuple[float, float]
    radius: float
    stops: tuple[Stop, ...]
    box: GradientBox | None = None

    def position(self, x: Plane, y: Plane) -> Plane:
        """Where each point of the grid lies along the gradient."""
        squared = (x[None] - self.centre[0]) ** 2 + (y[:, None] - self.centre[1]) ** 2
        return np.asarray(np.sqrt(squared) / self.radius, np.float32)


Gradient = Linear | Radial
Paint = str | Gradient


def vertical(top: str, bottom: str) -> Linear:
    """The plainest gradient: one colour above, another below."""
    return Linear((0.0, 0.0), (0.0, 1.0), (Stop(0.0, top), Stop(1.0, bottom)))


def colours_along(gradient: Gradient, position: Plane) -> tuple[Plane, Plane]:
    """The colour (h, w, 3) and opacity (h, w) at each place."""
    table = _table(gradient.stops)[(np.clip(position, 0.0, 1.0) * 255).astype(np.uint8)]
    return table[..., :3], table[..., 3]


@cache
def _table(stops: tuple[Stop, ...]) -> Plane:
    columns = np.array([[*bgr(stop.colour), stop.opacity] for stop in stops])
    places = [stop.at for stop in stops]
    steps = np.linspace(0.0, 1.0, 256)
    return np.stack([np.interp(steps, places, column) for column in columns.T], axis=-1).astype(np.float32)
