"""Frames: the presenter in a pose, moved, over the background, under the label."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.compose.atlas import Atlas
from playground.studio.render.compose.planes import Bytes, Frame, Planes
from playground.studio.render.motion.headfield import HeadField, Maps
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Anatomy, Area, Rig

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


class Composer(Protocol):
    """Makes the frames of a clip."""

    @property
    def transparent(self) -> bool:
        """Whether the frames have an alpha plane."""
        ...

    @property
    def anatomy(self) -> Anatomy:
        """Where the head is at rest."""
        ...

    def frame(self, pose: Pose) -> Frame:
        """The finished picture of one pose."""
        ...


class Compositor:
    """The presenter as a layer over a background; only the area in which it moves is computed anew for each frame."""

    def __init__(self, rig: Rig, background: Frame, overlays: Sequence[Overlay] = ()) -> None:
        self._rig = rig
        self._background = background
        self._overlays = tuple(overlays)
        self._atlas = Atlas(rig)
        self._area = _moving_area(rig.picture.alpha)
        self._field = HeadField(rig.anatomy, self._area)
        still = rig.picture
        self._picture = Planes(still.luma.copy(), still.chroma.copy(), still.alpha.copy(), still.chroma_alpha.copy())

    @property
    def transparent(self) -> bool:
        """Whether the frames have an alpha plane."""
        return self._background.alpha is not None

    @property
    def anatomy(self) -> Anatomy:
        """Where the head is at rest."""
        return self._rig.anatomy

    def frame(self, pose: Pose) -> Frame:
        """The finished picture of one pose."""
        _paste(self._picture, self._atlas.eyes.patch(pose.eyes), self._rig.eyes_area)
        _paste(self._picture, self._atlas.mouth.patch(pose.mouth), self._rig.mouth_area)
        frame = self._background.copy()
        lay(frame, self._moved_presenter(pose.head), self._area)
        for overlay in self._overlays:
            lay(frame, overlay.planes, overlay.area)
        return frame.straight()

    def _moved_presenter(self, head: NDArray[np.float64]) -> Planes:
        full, half = self._field.maps(head)
        still = self._picture
        return Planes(
            moved(still.luma, full),
            moved(still.chroma, half),
            moved(still.alpha, full),
            moved(still.chroma_alpha, half),
        )


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


def moved(plane: Bytes, maps: Maps) -> Bytes:
    """Each pixel from where the maps say that it comes from."""
    pixels = cv2.remap(plane, maps, _NO_SECOND_MAP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(pixels, np.uint8)


def lay(frame: Frame, above: Planes, area: Area) -> None:
    """Put premultiplied planes on top of what is in an area of a frame."""
    keep, keep_chroma = cv2.bitwise_not(above.alpha), cv2.bitwise_not(above.chroma_alpha)
    _over(frame.luma[area.luma], above.luma, keep)
    _over(frame.chroma[area.chroma], above.chroma, cv2.merge([keep_chroma, keep_chroma]))
    if frame.alpha is not None and frame.chroma_alpha is not None:
        _over(frame.alpha[area.luma], above.alpha, keep)
        _over(frame.chroma_alpha[area.chroma], above.chroma_alpha, keep_chroma)


def _over(below: Bytes, above: Bytes, keep: Any) -> None:
    below[...] = cv2.add(above, cv2.multiply(below, keep, scale=1 / 255.0))
