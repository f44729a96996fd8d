"""Frames: the presenter in a pose, moved, over the background, under the label."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.compose.atlas import Atlas
from playground.studio.render.compose.planes import Bytes, Frame, Planes
from playground.studio.render.motion.headfield import HeadField, Maps
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Area, Rig

_NO_SECOND_MAP: Final = np.empty(0, np.float32)
_TRAVEL: Final = 0.03  # how far the presenter may move past its box, as a share of the width


@dataclass(frozen=True)
class Pose:
    """Everything that differs from frame to frame; `head` has the seven columns of a motion track."""

    mouth: MouthPose
    eyes: EyesPose
    head: NDArray[np.float64]


@dataclass(frozen=True)
class Overlay:
    """A still picture that lies on top of everything."""

    area: Area
    planes: Planes


class Compositor:
    """Only the area in which the presenter moves is computed anew for each frame."""

    def __init__(self, rig: Rig, background: Frame, overlays: Sequence[Overlay] = ()) -> None:
        self._rig = rig
        self._background = background
        self._overlays = tuple(overlays)
        self._atlas = Atlas(rig)
        self._area = _moving_area(rig.picture.alpha)
        self._field = HeadField(rig.anatomy, self._area)
        still = rig.picture
        self._picture = Planes(still.luma.copy(), still.chroma.copy(), still.alpha.copy(), still.chroma_alpha.copy())

    def frame(self, pose: Pose) -> Frame:
        """The finished picture of one pose."""
        _paste(self._picture, self._atlas.eyes.patch(pose.eyes), self._rig.eyes_area)
        _paste(self._picture, self._atlas.mouth.patch(pose.mouth), self._rig.mouth_area)
        luma, chroma = self._background.luma.copy(), self._background.chroma.copy()
        self._put_presenter(luma, chroma, pose.head)
        for overlay in self._overlays:
            planes, area = overlay.planes, overlay.area
            luma[area.luma] = _over(planes.luma, planes.alpha, luma[area.luma])
            chroma[area.chroma] = _over(planes.chroma, planes.chroma_alpha, chroma[area.chroma])
        return Frame(luma, chroma)

    def _put_presenter(self, luma: Bytes, chroma: Bytes, head: NDArray[np.float64]) -> None:
        full, half = self._field.maps(head)
        area, picture = self._area, self._picture
        luma[area.luma] = _over(_moved(picture.luma, full), _moved(picture.alpha, full), luma[area.luma])
        alpha = _moved(picture.chroma_alpha, half)
        chroma[area.chroma] = _over(_moved(picture.chroma, half), alpha, chroma[area.chroma])


def _moving_area(alpha: Bytes) -> Area:
    """The box of everything that is not transparent, with room for the movement."""
    height, width = alpha.shape
    rows, columns = np.flatnonzero(alpha.max(1) > 3), np.flatnonzero(alpha.max(0) > 3)
    margin = int(_TRAVEL * width) + 8
    return Area(
        max(0, int(columns[0]) - margin) // 2 * 2,
        max(0, int(rows[0]) - margin) // 2 * 2,
        min(width, int(columns[-1]) + margin) // 2 * 2,
        min(height, int(rows[-1]) + margin) // 2 * 2,
    )


def _paste(picture: Planes, patch: Planes, area: Area) -> None:
    picture.luma[area.luma] = patch.luma
    picture.alpha[area.luma] = patch.alpha
    picture.chroma[area.chroma] = patch.chroma
    picture.chroma_alpha[area.chroma] = patch.chroma_alpha


def _moved(plane: Bytes, maps: Maps) -> Bytes:
    moved = cv2.remap(plane, maps, _NO_SECOND_MAP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _over(above: Bytes, alpha: Bytes, below: Bytes) -> Bytes:
    """A premultiplied plane over an opaque one."""
    keep = cv2.bitwise_not(alpha)
    if above.ndim == 3:
        keep = cv2.merge([keep, keep])
    return np.asarray(cv2.add(above, cv2.multiply(below, keep, scale=1 / 255.0)), np.uint8)
