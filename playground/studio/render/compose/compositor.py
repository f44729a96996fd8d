"""Frames: the presenter in a pose, moved, over the background, under the label."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.compose.atlas import Atlas
from playground.studio.render.compose.cover import Cover
from playground.studio.render.compose.moving import moved, packed, unpacked
from playground.studio.render.compose.planes import Bytes, Frame, Planes
from playground.studio.render.motion.headfield import HeadField, Maps
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Anatomy, Area, Rig

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
    """The presenter as a layer over a background; only where it can be seen, a frame is computed anew."""

    def __init__(self, rig: Rig, background: Frame, overlays: Sequence[Overlay] = ()) -> None:
        self._rig = rig
        self._background = background
        self._overlays = tuple(overlays)
        self._atlas = Atlas(rig)
        still = rig.picture
        self._area = moving_area(still.alpha)
        self._field = HeadField(rig.anatomy, self._area)
        self._cover = Cover(still.alpha, self._area)
        self._luma, self._alpha, self._shades = still.luma.copy(), still.alpha.copy(), packed(still)

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
        shift = self._field.shift(pose.head)
        strips = self._cover.strips(float(np.abs(shift).max()), self._pasted(pose))
        frame = self._background.copy()
        for strip in strips:
            lay(frame, self._moved_presenter(self._field.maps(shift, strip.area), strip.opaque), strip.area)
        for overlay in self._overlays:
            lay(frame, overlay.planes, overlay.area)
        return frame.straight()

    def _pasted(self, pose: Pose) -> tuple[Area, ...]:
        """Put the eyes and the mouth in place; the areas in which the presenter's outline may be another now."""
        eyes, mouth = self._atlas.eyes.patch(pose.eyes), self._atlas.mouth.patch(pose.mouth)
        patches = ((eyes, self._rig.eyes_area), (mouth, self._rig.mouth_area))
        for patch, area in patches:
            self._luma[area.luma], self._alpha[area.luma] = patch.luma, patch.alpha
            self._shades[area.chroma] = packed(patch)
        return tuple(area for patch, area in patches if self._atlas.is_outlined(patch))

    def _moved_presenter(self, maps: tuple[Maps, Maps], opaque: tuple[int, int]) -> Planes:
        full, half = maps
        chroma, chroma_alpha = unpacked(moved(self._shades, half))
        alpha = np.full(full.shape[:2], 255, np.uint8)
        first, last = opaque
        for columns in (slice(0, first), slice(last, None)):
            if alpha[:, columns].size:
                alpha[:, columns] = moved(self._alpha, full[:, columns])
        return Planes(moved(self._luma, full), chroma, alpha, chroma_alpha)


def moving_area(alpha: Bytes) -> Area:
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
