"""The 468 points of a face, by MediaPipe's face mesh network (192 x 192 pixels)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.face.detection import Box, FaceDetector, Picture
from playground.studio.render.face.models import FOLDER, LANDMARKS, load_network

POINTS: Final = 468
RIGHT_EYE, LEFT_EYE = 33, 263  # the outer corners; right and left are the person's own
RIGHT_CHEEK, LEFT_CHEEK = 234, 454
_SIDE: Final = 192
_LOOKS: Final = 3  # each one crops by what the last one found
_ROOM: Final = 1.5
_LONGEST_SIDE: Final = 1280

Landmarks = NDArray[np.float64]


@dataclass(frozen=True)
class _Crop:
    """A turned square of a picture at the network's size."""

    centre: NDArray[Any]
    scale: float
    tilt: float

    @property
    def axes(self) -> NDArray[Any]:
        """The crop's x and y in the picture, one a row."""
        cosine, sine = np.cos(self.tilt), np.sin(self.tilt)
        return np.array([[cosine, sine], [-sine, cosine]])

    def taken_from(self, picture: Picture) -> Picture:
        """The pixels."""
        turned = self.scale * self.axes
        matrix = np.column_stack([turned, _SIDE / 2 - turned @ self.centre])
        size = (_SIDE, _SIDE)
        crop = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(crop, np.uint8)

    def placed(self, answer: NDArray[Any]) -> Landmarks:
        """The network's points (468, 3), in pixels of the picture."""
        flat = (answer[:, :2] - _SIDE / 2) / self.scale @ self.axes + self.centre
        return np.column_stack([flat, answer[:, 2] / self.scale])


class FaceMesh:
    """Finds the largest face and its points."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._detector = FaceDetector(folder)
        self._network = load_network(LANDMARKS, folder)

    def landmarks(self, picture: Picture) -> Landmarks | None:
        """The points of the largest face as x, y and depth in pixels, shape (468, 3); None without a face."""
        scale = min(1.0, _LONGEST_SIDE / max(picture.shape[:2]))
        small = picture if scale == 1.0 else _reduced(picture, scale)
        box = self._detector.largest(small)
        return None if box is None else self._refined(small, box) / scale

    def _refined(self, picture: Picture, box: Box) -> Landmarks:
        crop = _Crop(np.array(box.centre), _SIDE / (_ROOM * box.side), box.tilt)
        found = np.zeros((POINTS, 3))
        for _ in range(_LOOKS):
            blob = cv2.dnn.blobFromImage(crop.taken_from(picture), 1 / 255, (_SIDE, _SIDE), swapRB=True)
            self._network.setInput(blob)
            found = crop.placed(self._network.forward(["conv2d_21"])[0].reshape(POINTS, 3))
            crop = _crop_around(found)
        return found


def turn_degrees(landmarks: Landmarks) -> float:
    """How far the face is turned to a side: positive when its left cheek is nearer."""
    across = landmarks[LEFT_CHEEK] - landmarks[RIGHT_CHEEK]
    return float(np.degrees(np.arctan2(-across[2], np.hypot(across[0], across[1]))))


def face_width(landmarks: Landmarks) -> float:
    """The distance of the cheeks in pixels."""
    return float(np.linalg.norm(landmarks[LEFT_CHEEK] - landmarks[RIGHT_CHEEK]))


def _crop_around(landmarks: Landmarks) -> _Crop:
    low, high = landmarks[:, :2].min(0), landmarks[:, :2].max(0)
    across, down = (landmarks[LEFT_EYE] - landmarks[RIGHT_EYE])[:2]
    return _Crop((low + high) / 2, _SIDE / (_ROOM * float((high - low).max())), float(np.arctan2(down, across)))


def _reduced(picture: Picture, scale: float) -> Picture:
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
