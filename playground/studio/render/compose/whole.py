"""Frames of a photo that keeps its own background: the head moves in it, and what is around gives way."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from playground.studio.render.compose.atlas import Atlas
from playground.studio.render.compose.bands import moving_bands
from playground.studio.render.compose.compositor import Overlay, Pose, lay
from playground.studio.render.compose.moving import moved, packed, unpacked
from playground.studio.render.compose.planes import Frame, Planes
from playground.studio.render.motion.headfield import Grid, HeadField
from playground.studio.render.motion.noise import eased
from playground.studio.render.rigs.rig import Anatomy, Area, Rig

_BESIDE: Final = 1.5  # face widths from the middle of the face
_ABOVE, _BELOW = 1.65, 1.5  # face heights from the middle of the face, and from the chin


class WholePicture:
    """The rig's picture is opaque; only what moves around the head is computed anew for each frame."""

    transparent = False

    def __init__(self, rig: Rig, overlays: Sequence[Overlay] = ()) -> None:
        self._rig = rig
        self._overlays = tuple(overlays)
        self._atlas = Atlas(rig)
        still, anatomy = rig.picture, rig.anatomy
        self._area = moving_area(anatomy, still.luma.shape[1], still.luma.shape[0])
        self._field = HeadField(anatomy, self._area, Surroundings(anatomy, self._area, still.luma.shape[0]))
        self._still, self._shades = Frame(still.luma.copy(), still.chroma.copy()), packed(still)

    @property
    def anatomy(self) -> Anatomy:
        """Where the head is at rest."""
        return self._rig.anatomy

    def frame(self, pose: Pose) -> Frame:
        """The finished picture of one pose."""
        self._paste(self._atlas.eyes.patch(pose.eyes), self._rig.eyes_area)
        self._paste(self._atlas.mouth.patch(pose.mouth), self._rig.mouth_area)
        shift = self._field.shift(pose.head)
        frame = self._still.copy()
        for band in moving_bands(self._area, shift):
            full, half = self._field.maps(shift, band)
            frame.luma[band.luma] = moved(self._still.luma, full)
            frame.chroma[band.chroma] = unpacked(moved(self._shades, half))[0]
        for overlay in self._overlays:
            lay(frame, overlay.planes, overlay.area)
        return frame

    def _paste(self, patch: Planes, area: Area) -> None:
        self._still.luma[area.luma], self._still.chroma[area.chroma] = patch.luma, patch.chroma
        self._shades[area.chroma] = packed(patch)


class Surroundings:
    """Holds the picture at the borders of the moving area and away from the head."""

    def __init__(self, anatomy: Anatomy, area: Area, height: int) -> None:
        self._anatomy = anatomy
        self._area = area
        self._cut_off = area.bottom >= height

    def __call__(self, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        """The shares of the head's and the body's movement."""
        anatomy, area = self._anatomy, self._area
        middle_x, middle_y = anatomy.centre[0], anatomy.centre[1] - 0.08 * anatomy.height
        above = np.minimum(y - middle_y, 0) / (0.98 * anatomy.height)
        away = np.hypot((x - middle_x) / (0.92 * anatomy.width), above)
        side = np.minimum(x - area.left, area.right - x) / anatomy.width
        top = eased((y - area.top) / (0.10 * anatomy.height)) if area.top > 0 else 1.0
        bottom = 1.0 if self._cut_off else eased((area.bottom - y) / (0.25 * anatomy.height))
        head = (1 - eased((away - 0.80) / 0.85)) * eased(side / 0.22) * top
        return np.asarray(head), np.asarray(eased(side / 0.3) * bottom)


def moving_area(anatomy: Anatomy, width: int, height: int) -> Area:
    """The part of a picture of this size in which a head moves, and what is around it with it."""
    x, y = anatomy.centre
    top, bottom = y - _ABOVE * anatomy.height, anatomy.chin + _BELOW * anatomy.height
    return Area(
        max(0, int(x - _BESIDE * anatomy.width)) // 2 * 2,
        max(0, int(top)) // 2 * 2,
        min(width, int(x + _BESIDE * anatomy.width)) // 2 * 2,
        min(height, int(bottom)) // 2 * 2,
    )
