"""Path data (absolute M, L, C, Q and Z, as in SVG) becomes polygons."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_COMMAND: Final = re.compile(r"([MLCQZ])([^MLCQZ]*)")
_NUMBER: Final = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_CURVE_PIECES: Final = 14


@dataclass(frozen=True)
class Outline:
    """One polygon of a path, shape (points, 2)."""

    points: Points
    closed: bool


def outlines(path: str) -> list[Outline]:
    """The polygons of a path; curves are cut into short straight pieces."""
    found: list[Outline] = []
    pieces: list[Points] = []
    for command, text in _COMMAND.findall(path):
        numbers = np.array([float(number) for number in _NUMBER.findall(text)]).reshape(-1, 2)
        if command in "MZ" and pieces:
            found.append(Outline(np.vstack(pieces), closed=command == "Z"))
            pieces = []
        if command in "ML":
            pieces.append(numbers)
        elif command in "CQ":
            pieces.extend(_curves(pieces[-1][-1], numbers, degree=3 if command == "C" else 2))
    if pieces:
        found.append(Outline(np.vstack(pieces), closed=False))
    return found


def ellipse_outline(x: float, y: float, rx: float, ry: float) -> Outline:
    """An ellipse as a polygon."""
    angles = np.linspace(0.0, 2 * np.pi, 48, endpoint=False)
    return Outline(np.stack([x + rx * np.cos(angles), y + ry * np.sin(angles)], axis=-1), closed=True)


def _curves(start: Points, numbers: Points, *, degree: int) -> list[Points]:
    pieces: list[Points] = []
    for controls in numbers.reshape(-1, degree, 2):
        pieces.append(_bernstein(degree) @ np.vstack([start[None], controls]))
        start = controls[-1]
    return pieces


@cache
def _bernstein(degree: int) -> Points:
    """The weights of the control points along a curve, without its first point."""
    t = np.linspace(0.0, 1.0, _CURVE_PIECES + 1)[1:, None]
    if degree == 2:
        return np.hstack([(1 - t) ** 2, 2 * (1 - t) * t, t**2])
    return np.hstack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
