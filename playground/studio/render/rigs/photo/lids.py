"""The lids, brows and creases of both eyes, and where they go when the person blinks or raises the brows."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from playground.studio.render.rigs.photo import points
from playground.studio.render.rigs.photo.portrait import Points
from playground.studio.render.rigs.photo.skin import Moved
from playground.studio.render.rigs.pose import EyesPose

_BROW_TRAVEL: Final = 0.10  # of an eye's width; glasses move along, so it is little
_LASHES: Final = 0.12  # how far above the edge lid skin begins, with make-up on it
_CONTOURS: Final = (
    (points.RIGHT_UPPER_LID, points.RIGHT_LOWER_LID, points.RIGHT_CREASE, points.RIGHT_UNDER_EYE),
    (points.LEFT_UPPER_LID, points.LEFT_LOWER_LID, points.LEFT_CREASE, points.LEFT_UNDER_EYE),
)


@dataclass(frozen=True)
class Lid:
    """The edges of an eye: from corner to corner along the upper and along the lower lid."""

    upper: Points
    lower: Points

    @property
    def outline(self) -> Points:
        """What is seen of the eyeball."""
        return np.vstack([self.upper, self.lower[::-1]])


class Lids:
    """Both eyes of one face, in the picture's pixels."""

    def __init__(self, landmarks: Points, up: Points) -> None:
        self._landmarks = landmarks
        self.up = up
        self.still = [Lid(landmarks[upper], landmarks[lower]) for upper, lower, _, _ in _CONTOURS]
        widths = [np.linalg.norm(lid.upper[0] - lid.upper[-1]) for lid in self.still]
        self.width = max(4.0, float(np.mean(widths)))
        self._brows = landmarks[points.BROWS]
        self._bridge = landmarks[points.NOSE_BRIDGE]

    def posed(self, pose: EyesPose) -> list[Lid]:
        """The edges in a pose."""
        raised = 0.02 * pose.brow * self.width * self.up * (1 - pose.blink)
        lids = []
        for lid in self.still:
            lower = lid.lower + 0.12 * pose.blink * (lid.upper - lid.lower)
            lids.append(Lid(lid.upper + pose.blink * (lower - lid.upper) + raised, lower))
        return lids

    def upper_layer(self, pose: EyesPose, lids: list[Lid], border: Points) -> Moved:
        """What moves with the upper lids: lid skin is taken from above the lashes."""
        lash = _LASHES * self.width * min(1.0, 2 * pose.blink) * self.up
        source, target = [], []
        for still, lid, (_, _, crease, under) in zip(self.still, lids, _CONTOURS, strict=True):
            upper = still.upper.copy()
            upper[1:-1] += lash
            fold = self._landmarks[crease]
            drop = (lid.upper - still.upper)[1:-1].mean(0)
            source += [upper, fold, self._landmarks[under]]
            target += [lid.upper, fold + 0.22 * pose.blink * drop + 0.45 * self._brow_shift(pose), source[-1]]
        return self._with_brows(source, target, pose, border)

    def lower_layer(self, pose: EyesPose, lids: list[Lid], border: Points) -> Moved:
        """What moves with the lower lids; of closed ones, nothing of the eyeball."""
        lash = 0.05 * self.width * min(1.0, 2 * pose.blink) * self.up
        source, target = [], []
        for still, lid, (_, _, _, under) in zip(self.still, lids, _CONTOURS, strict=True):
            lower = still.lower.copy()
            lower[1:-1] -= lash
            source += [lower, self._landmarks[under]]
            target += [lid.lower, source[-1] + 0.02 * self.width * pose.blink * self.up]
        return self._with_brows(source, target, pose, border)

    def _with_brows(self, source: list[Points], target: list[Points], pose: EyesPose, border: Points) -> Moved:
        """With the brows, which move, and the nose and the area's border, which do not; no point twice."""
        fixed = [self._bridge, border]
        sources = np.vstack([*source, self._brows, *fixed])
        targets = np.vstack([*target, self._brows + self._brow_shift(pose), *fixed])
        _, first = np.unique(sources.round(2), axis=0, return_index=True)
        return Moved(sources[first], targets[first])

    def _brow_shift(self, pose: EyesPose) -> Points:
        return np.asarray(pose.brow * _BROW_TRAVEL * self.width * self.up)
