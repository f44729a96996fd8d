"""Patches are drawn once for each pose that the eye can tell apart, and kept."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from playground.studio.render.compose.planes import Planes
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.rigs.rig import Rig

MOUTH_STEPS: Final = MouthPose(open=12, wide=5, press=2, bite=2, tongue=2, teeth=2, rest=3, smile=4)
EYES_STEPS: Final = EyesPose(blink=6, brow=6, gaze=4, lift=3)
_CAPACITY_BYTES: Final = 40_000_000

Pose = TypeVar("Pose", MouthPose, EyesPose)


class Shelf(Generic[Pose]):
    """The most recently used patches of one kind, by pose rounded to `steps` a unit."""

    def __init__(self, draw: Callable[[Pose], Planes], steps: Pose) -> None:
        self._draw: Callable[[Pose], Planes] = draw
        self._steps: Pose = steps
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
        while self._bytes > _CAPACITY_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.nbytes
        return self._kept[key]


class Atlas:
    """All patches of a rig."""

    def __init__(self, rig: Rig) -> None:
        self.mouth: Shelf[MouthPose] = Shelf(rig.mouth_patch, MOUTH_STEPS)
        self.eyes: Shelf[EyesPose] = Shelf(rig.eyes_patch, EYES_STEPS)
