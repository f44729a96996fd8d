"""Where the faces of a picture are, by the BlazeFace network (128 x 128 pixels, 896 anchors)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.face.models import DETECTION, FOLDER, load_network

_SIDE: Final = 128
_LIKELY: Final = 0.6
_LAYERS: Final = ((16, 2), (8, 6))  # cells a side, anchors a cell
_WINDOWS: Final = (0.6, 0.4)  # of the longer side: a small face is missed in the whole picture

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Box:
    """The middle of a face, the longer side of the box around it in pixels, and the angle of its eyes in radians."""

    centre: tuple[float, float]
    side: float
    tilt: float


@dataclass(frozen=True)
class _Window:
    """A square of the picture, which may reach past its borders."""

    left: int
    top: int
    side: int


class FaceDetector:
    """The network, and the anchors that its answers refer to."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._network = load_network(DETECTION, folder)
        self._anchors = _anchors()

    def largest(self, picture: Picture) -> Box | None:
        """The largest face of a picture in BGR; the whole is looked at first, then parts of it."""
        for windows in _searches(picture.shape[1], picture.shape[0]):
            found = [box for window in windows for box in self._faces(picture, window)]
            if found:
                return max(found, key=lambda box: box.side)
        return None

    def _faces(self, picture: Picture, window: _Window) -> Iterator[Box]:
        blob = cv2.dnn.blobFromImage(_seen(picture, window), 1 / 127.5, (_SIDE, _SIDE), (127.5,) * 3, swapRB=True)
        self._network.setInput(blob)
        scores, boxes = self._network.forward(["classificators", "regressors"])
        likely = 1 / (1 + np.exp(-np.clip(scores.ravel(), -80, 80)))
        for index in np.flatnonzero(likely > _LIKELY):
            values = boxes.reshape(len(self._anchors), 16)[index].reshape(8, 2) / _SIDE
            yield _box(values, self._anchors[index], window)


def _box(values: NDArray[Any], anchor: NDArray[Any], window: _Window) -> Box:
    """What the network says about one anchor: middle, size, then six points of which two are the eyes."""
    corner = np.array((window.left, window.top))
    centre = (values[0] + anchor) * window.side + corner
    right_eye, left_eye = values[2], values[3]
    across, down = left_eye - right_eye
    return Box(
        (float(centre[0]), float(centre[1])), float(values[1].max() * window.side), float(np.arctan2(down, across))
    )


def _searches(width: int, height: int) -> Iterator[list[_Window]]:
    longer = max(width, height)
    yield [_Window((width - longer) // 2, (height - longer) // 2, longer)]
    for share in _WINDOWS:
        side = int(longer * share)
        step = max(1, side // 2)
        rows, columns = range(0, max(1, height - step), step), range(0, max(1, width - step), step)
        yield [_Window(left, top, side) for top in rows for left in columns]


def _seen(picture: Picture, window: _Window) -> Picture:
    """The window at the network's size, black outside the picture."""
    height, width = picture.shape[:2]
    left, top = max(0, window.left), max(0, window.top)
    right, bottom = min(width, window.left + window.side), min(height, window.top + window.side)
    margins = (
        top - window.top,
        window.top + window.side - bottom,
        left - window.left,
        window.left + window.side - right,
    )
    square = cv2.copyMakeBorder(picture[top:bottom, left:right], *margins, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.resize(square, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _anchors() -> NDArray[np.float32]:
    """The middle of each anchor's cell, 0 to 1."""
    centres = [
        ((column + 0.5) / cells, (row + 0.5) / cells)
        for cells, anchors in _LAYERS
        for row in range(cells)
        for column in range(cells)
        for _ in range(anchors)
    ]
    return np.array(centres, np.float32)
