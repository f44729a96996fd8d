"""A person in a photo as a presenter: cut out, or before the photo's own background."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.compose.planes import Bytes, Planes, planes_of
from playground.studio.render.rigs.photo.eyes import EyesPainter
from playground.studio.render.rigs.photo.lips import mouth_frame
from playground.studio.render.rigs.photo.mouth import MouthPainter
from playground.studio.render.rigs.photo.portrait import Picture, Portrait
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Anatomy, Area

Cover = NDArray[np.float32]


class PhotoRig:
    """A portrait as a `Rig`; `cover` (h, w) is 1 where the person is, and everywhere when it is not given."""

    def __init__(self, portrait: Portrait, cover: Cover | None = None) -> None:
        self._portrait = portrait
        self._cover = np.broadcast_to(np.float32(1), portrait.picture.shape[:2]) if cover is None else cover
        self._mouth = MouthPainter(portrait)
        self._eyes = EyesPainter(portrait, mouth_frame(portrait.points).along)

    @cached_property
    def picture(self) -> Planes:
        """The person as in the photo."""
        return planes_of(_premultiplied(self._portrait.picture, self._cover), self._cover)

    @property
    def anatomy(self) -> Anatomy:
        """Where the head is."""
        return self._portrait.anatomy

    @property
    def mouth_area(self) -> Area:
        """From the nose to below the chin."""
        return self._mouth.area

    @property
    def eyes_area(self) -> Area:
        """From above the brows to below the eyes."""
        return self._eyes.area

    def mouth_patch(self, pose: MouthPose) -> Planes:
        """The lower face in a pose."""
        return self._patch(self._mouth.painted(pose), self.mouth_area)

    def eyes_patch(self, pose: EyesPose) -> Planes:
        """Eyes and brows in a pose."""
        return self._patch(self._eyes.painted(pose), self.eyes_area)

    def _patch(self, painted: Picture, area: Area) -> Planes:
        cover = self._cover[area.luma]
        return planes_of(_premultiplied(painted, cover), cover)


def _premultiplied(picture: Bytes, cover: Cover) -> NDArray[np.float32]:
    return np.asarray(picture.astype(np.float32) * cover[..., None], np.float32)
