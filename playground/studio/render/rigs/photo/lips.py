"""The lips' contours in any pose, in the mouth's own frame: a mouth width is 1, x runs along the lips, y down."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from playground.studio.render.rigs.photo import points
from playground.studio.render.rigs.photo.portrait import Points
from playground.studio.render.rigs.pose import MouthPose

_WIDEST_GAP: Final = 0.40  # of an "aa"
_OPEN_IN_PHOTO: Final = 0.05
_MIDDLE: Final = 5  # of a contour's eleven points
_SMALLEST_STEP: Final = 1e-3
_THINNEST_UPPER, _THINNEST_LOWER = 0.04, 0.05


@dataclass(frozen=True)
class MouthFrame:
    """Turns the picture's pixels into mouth widths from the middle of the mouth, and back."""

    origin: Points
    width: float
    along: Points

    @property
    def _axes(self) -> Points:
        return np.array([self.along, (-self.along[1], self.along[0])])

    def local(self, pixels: Points) -> Points:
        """Points of the picture in the mouth's frame."""
        return np.asarray((pixels - self.origin) / self.width @ self._axes.T)

    def pixels(self, local: Points) -> Points:
        """Points of the mouth's frame in the picture."""
        return np.asarray(self.origin + self.width * local @ self._axes)


def mouth_frame(landmarks: Points) -> MouthFrame:
    """The frame of a face's mouth."""
    right, left = landmarks[points.RIGHT_CORNER], landmarks[points.LEFT_CORNER]
    width = float(np.linalg.norm(left - right))
    return MouthFrame((right + left) / 2, width, (left - right) / width)


@dataclass(frozen=True)
class Lips:
    """Four contours of eleven points, from corner to corner."""

    inner_upper: Points
    inner_lower: Points
    outer_upper: Points
    outer_lower: Points

    @property
    def gap(self) -> float:
        """How far the lips are apart at most."""
        return float((self.inner_lower[:, 1] - self.inner_upper[:, 1]).max())

    def towards(self, other: "Lips", share: float) -> "Lips":
        """These lips, part of the way to others."""
        mine = (self.inner_upper, self.inner_lower, self.outer_upper, self.outer_lower)
        theirs = (other.inner_upper, other.inner_lower, other.outer_upper, other.outer_lower)
        return Lips(*(here + share * (there - here) for here, there in zip(mine, theirs, strict=True)))


class Mouth:
    """The lips of one photo: as they are in it, and in any pose."""

    def __init__(self, landmarks: Points) -> None:
        self.frame = mouth_frame(landmarks)
        upper, lower = (
            _from_left_to_right(self.frame.local(landmarks[contour]))
            for contour in (points.INNER_UPPER_LIP, points.INNER_LOWER_LIP)
        )
        outer = [self.frame.local(landmarks[contour]) for contour in (points.OUTER_UPPER_LIP, points.OUTER_LOWER_LIP)]
        self.gap = float((lower[:, 1] - upper[:, 1])[3:8].mean())
        self.is_open = self.gap > _OPEN_IN_PHOTO
        self.upper_lip = max(float(upper[_MIDDLE, 1] - outer[0][_MIDDLE, 1]), _THINNEST_UPPER)
        self.lower_lip = max(float(outer[1][_MIDDLE, 1] - lower[_MIDDLE, 1]), _THINNEST_LOWER)
        self.contact = upper[:, 1] + (0.32 if self.is_open else 0.5) * (lower[:, 1] - upper[:, 1])
        if not self.is_open:
            upper = lower = (upper + lower) / 2
        self.still = Lips(upper, lower, outer[0], outer[1])
        self.middle = float(upper[0, 0] + upper[-1, 0]) / 2
        self.half = max(0.1, float(upper[-1, 0] - upper[0, 0]) / 2)

    def posed(self, pose: MouthPose) -> Lips:
        """The lips in a pose; at rest they are those of the photo, but for an asked smile."""
        speaking = self._speaking(pose).towards(self.still, pose.rest)
        return self._smiling(speaking, pose.smile) if pose.smile else speaking

    def stretch(self, pose: MouthPose) -> float:
        """How wide the mouth is made, 1 for as in the photo."""
        return 1 + 0.085 * max(0.0, pose.wide) - 0.24 * max(0.0, -pose.wide) - 0.03 * pose.open

    def _speaking(self, pose: MouthPose) -> Lips:
        upper, lower = self._opening(pose)
        still, rounded, stretch = self.still, max(0.0, -pose.wide), self.stretch(pose)
        raised = np.interp(still.outer_upper[:, 0], still.inner_upper[:, 0], upper[:, 1] - still.inner_upper[:, 1])
        lowered = np.interp(still.outer_lower[:, 0], still.inner_lower[:, 0], lower[:, 1] - still.inner_lower[:, 1])
        thinner = pose.press * 0.40 * self.upper_lip - 0.035 * rounded
        thicker = 0.03 * rounded - (0.30 * pose.press + 0.45 * pose.bite) * self.lower_lip
        return Lips(
            upper,
            lower,
            self._outer(still.outer_upper, 0.85 * raised, thinner, stretch),
            self._outer(still.outer_lower, 0.94 * lowered, thicker, stretch),
        )

    def _opening(self, pose: MouthPose) -> tuple[Points, Points]:
        """The inner contours, which meet in the corners."""
        spread, rounded, stretch = max(0.0, pose.wide), max(0.0, -pose.wide), self.stretch(pose)
        gap = pose.open * _WIDEST_GAP * (1 - 0.25 * rounded)
        up = (0.20 + 0.06 * spread - 0.13 * rounded) * gap
        up += 0.012 * pose.teeth + 0.012 * spread * min(1.0, 4 * pose.open)
        down = (gap - up + 0.015 * pose.teeth) * (1 - 0.9 * pose.bite)
        corner = 0.07 * gap / _WIDEST_GAP - 0.012 * spread
        sides = (self.still.inner_upper, self.still.inner_lower)
        (far, arch), (far_below, arch_below) = (self._arch(side, spread, rounded) for side in sides)
        upper = self.contact - (up + 0.03 * pose.bite) * arch + corner * far**2
        lower = self.contact + down * arch_below + 0.012 * pose.bite * arch_below + corner * far_below**2
        across = [self.middle + (side[:, 0] - self.middle) * stretch for side in sides]
        return np.column_stack([across[0], upper]), np.column_stack([across[1], lower])

    def _arch(self, side: Points, spread: float, rounded: float) -> tuple[Points, Points]:
        """How far from the middle each point is, 0 to 1, and how much of the opening it takes part in."""
        far = np.abs(np.clip((side[:, 0] - self.middle) / self.half, -1, 1))
        return far, (1 - far ** (2.2 + 1.2 * spread)) ** (0.85 - 0.2 * rounded)

    def _outer(self, side: Points, shift: Points, pressed: float, stretch: float) -> Points:
        """An outer contour, which follows the inner one and is pulled towards or away from it in the middle."""
        far = np.clip(np.abs(side[:, 0] - self.middle) / self.half, 0, 1)
        x = self.middle + (side[:, 0] - self.middle) * (1 + (stretch - 1) * 0.9)
        return np.column_stack([x, side[:, 1] + shift + pressed * (1 - far**3)])

    def _smiling(self, lips: Lips, smile: float) -> Lips:
        """With the corners pulled up and apart, or down for a serious face."""

        def pulled(side: Points) -> Points:
            away = np.clip((side[:, 0] - self.middle) / self.half, -1.1, 1.1)
            across = 0.045 * max(0.0, smile) * away
            return np.column_stack([side[:, 0] + across, side[:, 1] - 0.075 * smile * away**2])

        return Lips(*(pulled(s) for s in (lips.inner_upper, lips.inner_lower, lips.outer_upper, lips.outer_lower)))


def _from_left_to_right(contour: Points) -> Points:
    """The contour with each point at least a little to the right of the one before."""
    steps = _SMALLEST_STEP * np.arange(len(contour))
    return np.column_stack([np.maximum.accumulate(contour[:, 0] - steps) + steps, contour[:, 1]])
