"""What the compositor needs of a presenter, drawn or otherwise."""

from dataclasses import dataclass
from typing import Protocol

from playground.studio.render.compose.planes import Planes
from playground.studio.render.rigs.pose import EyesPose, MouthPose


@dataclass(frozen=True)
class Area:
    """A rectangle of the picture in even pixels; right and bottom are just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def luma(self) -> tuple[slice, slice]:
        """Where it lies in a luma plane."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def chroma(self) -> tuple[slice, slice]:
        """Where it lies in a chroma plane."""
        return slice(self.top // 2, self.bottom // 2), slice(self.left // 2, self.right // 2)


@dataclass(frozen=True)
class Anatomy:
    """Where the head is, in pixels: the middle of the face, its size, the tip of the nose and the chin."""

    centre: tuple[float, float]
    width: float
    height: float
    nose: tuple[float, float]
    chin: float


class Rig(Protocol):
    """A presenter at one size; a patch replaces the picture inside its area."""

    @property
    def picture(self) -> Planes:
        """The presenter at rest."""
        ...

    @property
    def anatomy(self) -> Anatomy:
        """Where the head is."""
        ...

    @property
    def mouth_area(self) -> Area:
        """What a mouth patch covers: all that moves with the jaw."""
        ...

    @property
    def eyes_area(self) -> Area:
        """What an eyes patch covers."""
        ...

    def mouth_patch(self, pose: MouthPose) -> Planes:
        """The mouth area in a pose."""
        ...

    def eyes_patch(self, pose: EyesPose) -> Planes:
        """The eyes area in a pose."""
        ...
