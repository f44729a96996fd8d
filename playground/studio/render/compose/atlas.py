"""Patches are drawn once for each pose that the eye can tell apart, and kept."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

import numpy as np

from playground.studio.render.compose.planes import Planes
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Area, Rig

MOUTH_STEPS: Final = MouthPose(open=12, wide=5, press=2, bite=2, tongue=2, teeth=2, rest=3, smile=4)
EYES_STEPS: Final = EyesPose(blink=6, brow=6, gaze=4, lift=3)
_MOUTH_BYTES: Final = 29_000_000  # all mouths of ten seconds at 1080p
_EYES_BYTES: Final = 6_000_000

Pose = TypeVar("Pose", MouthPose, EyesPose)


class Shelf(Generic[Pose]):
    """The most recently used patches of one kind, by pose rounded to `steps` a unit, in so many bytes."""

    def __init__(self, draw: Callable[[Pose], Planes], steps: Pose, *, capacity_bytes: int) -> None:
        self._draw: Callable[[Pose], Planes] = draw
        self._steps: Pose = steps
        self._capacity_bytes = capacity_bytes
        self._kept: OrderedDict[tuple[int, ...], Planes] = OrderedDict()
        self._bytes = 0

    def patch(self, pose: Pose) -> Planes:
        """The patch of the nearest kept or drawn pose."""
        key = tuple(round(value * step) for value, step in zip(pose, self._steps, strict=True))
        if key not in self._kept:
            rounded = (value / step for value, step in zip(key, self._steps, strict=True))
            self._kept[key] = self._draw(type(pose)(*rounded))
            self._bytes += self._kept[key].nbytes
        self._kept.move_to_end(key)
        while self._bytes > self._capacity_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.nbytes
        return self._kept[key]


class Atlas:
    """All patches of a rig."""

    def __init__(self, rig: Rig) -> None:
        self._still = rig.picture
        self.mouth: Shelf[MouthPose] = Shelf(
            lambda pose: self._lean(rig.mouth_patch(pose), rig.mouth_area), MOUTH_STEPS, capacity_bytes=_MOUTH_BYTES
        )
        self.eyes: Shelf[EyesPose] = Shelf(
            lambda pose: self._lean(rig.eyes_patch(pose), rig.eyes_area), EYES_STEPS, capacity_bytes=_EYES_BYTES
        )

    def is_outlined(self, patch: Planes) -> bool:
        """Whether a patch has an alpha of its own, and so may cover other pixels than the resting picture does."""
        return not np.may_share_memory(patch.alpha, self._still.alpha)

    def _lean(self, patch: Planes, area: Area) -> Planes:
        """The patch without an alpha of its own, where it covers just what the resting picture does."""
        alpha, chroma_alpha = self._still.alpha[area.luma], self._still.chroma_alpha[area.chroma]
        if not np.array_equal(patch.alpha, alpha) or not np.array_equal(patch.chroma_alpha, chroma_alpha):
            return patch
        return Planes(patch.luma, patch.chroma, alpha, chroma_alpha)
