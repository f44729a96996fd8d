"""The wall behind a presenter: a soft light and the blurred shade of a window."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.canvas import Canvas, View
from playground.studio.render.rigs.colour import darker, lighter
from playground.studio.render.rigs.gradient import Radial, Stop

_PANES: Final = ((0.66, 0.10), (0.80, 0.10), (0.66, 0.34), (0.80, 0.34))


def wall(colour: str, width: int, height: int) -> NDArray[np.float32]:
    """An opaque picture (h, w, 3) in BGR, dithered so that its gradients show no bands."""
    small = View(0.0, 0.0, 0.5, width // 2, height // 2)
    canvas = Canvas(small)
    stops = (Stop(0.0, lighter(colour, 0.30)), Stop(0.55, colour), Stop(1.0, darker(colour, 0.16)))
    canvas.fill(_rectangle(0, 0, width, height), Radial((0.45, 0.32), 0.95, stops))
    for across, down in _PANES:
        canvas.fill(_pane(across * width, down * height, 0.12 * width, 0.21 * height), "#ffffff", 0.28)
    soft = cv2.GaussianBlur(canvas.colour, (0, 0), 0.012 * max(width, height))
    picture = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    dice = np.random.default_rng(0)
    for row in range(height):
        picture[row] += 3.0 * dice.random((width, 3), dtype=np.float32) - 1.5
    return np.asarray(picture, np.float32)


def _rectangle(left: float, top: float, width: float, height: float) -> str:
    return f"M{left},{top} L{left + width},{top} L{left + width},{top + height} L{left},{top + height} Z"


def _pane(left: float, top: float, width: float, height: float) -> str:
    """A window pane as the sun throws it on a wall: a leaning rectangle."""
    lean = 0.25 * width
    return f"M{left + lean},{top} L{left + lean + width},{top} L{left + width},{top + height} L{left},{top + height} Z"
