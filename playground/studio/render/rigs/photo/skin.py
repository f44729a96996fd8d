"""The skin around the mouth: chin, jaw and cheeks follow the lips, the nose stays."""

from dataclasses import dataclass

import numpy as np

from playground.studio.render.motion.noise import Series, eased
from playground.studio.render.rigs.photo import points
from playground.studio.render.rigs.photo.lips import Lips, Mouth
from playground.studio.render.rigs.photo.portrait import Points

_BELOW_LIP = 0.16


@dataclass(frozen=True)
class Moved:
    """Points and where they go, in the mouth's frame."""

    source: Points
    target: Points


class Skin:
    """The points of one face's lower half."""

    def __init__(self, landmarks: Points, mouth: Mouth) -> None:
        local = mouth.frame.local
        self._still = mouth.still
        self._lip_y = float(mouth.still.outer_lower[5, 1])
        chin = local(landmarks[points.AROUND_CHIN])
        self._chin = chin[chin[:, 1] > self._lip_y + _BELOW_LIP]
        self._jaw = local(landmarks[points.JAW])
        self._cheeks = local(landmarks[points.AROUND_MOUTH])
        self._fixed = local(landmarks[points.NOSE + points.CHEEKS])
        self._under_nose = local(landmarks[points.UNDER_NOSE])

    def drop(self, lips: Lips) -> float:
        """How far the jaw is lowered: as far as the middle of the lower lip."""
        return float((lips.inner_lower[4:7, 1] - self._still.inner_lower[4:7, 1]).mean())

    def moved(self, lips: Lips) -> Moved:
        """Where the skin goes when the lips are held so."""
        drop = self.drop(lips)
        raised = 0.35 * float(lips.outer_upper[5, 1] - self._still.outer_upper[5, 1])
        groups = (
            (self._chin, _down(0.93 * drop * self._follows(self._chin))),
            (self._jaw, _down(0.88 * drop * self._follows(self._jaw))),
            (self._cheeks, self._cheeks_shift(lips, drop)),
            (self._fixed, np.zeros_like(self._fixed)),
            (self._under_nose, _down(np.full(len(self._under_nose), raised))),
        )
        source = np.vstack([group for group, _ in groups])
        return Moved(source, source + np.vstack([shift for _, shift in groups]))

    def _follows(self, local: Points) -> Series:
        """How much of the jaw's way a point goes: all from the lower lip to the chin, nothing above and at the ears."""
        away = np.abs(local[:, 0])
        start = np.interp(away, [0, 0.5, 0.9, 1.3], [0.0, 0.02, 0.10, 0.25])
        length = np.interp(away, [0, 0.35, 0.6, 1.2], [self._lip_y, 0.22, 0.50, 0.80])
        return np.asarray(eased((local[:, 1] - start) / length) * np.clip(1 - (away / 1.30) ** 2, 0, 1))

    def _cheeks_shift(self, lips: Lips, drop: float) -> Points:
        """The cheeks go with the corner beside them."""
        right, left = (lips.inner_upper[corner] - self._still.inner_upper[corner] for corner in (0, -1))
        sides = np.where(self._cheeks[:, :1] < 0, right, left)
        away = (np.abs(self._cheeks[:, 0]) - 0.5) ** 2 / 0.06 + self._cheeks[:, 1] ** 2 / 0.10
        shift = sides * np.exp(-away)[:, None] * (0.8, 0.6)
        return np.asarray(shift + _down(0.55 * drop * self._follows(self._cheeks)))


def _down(lengths: Series) -> Points:
    return np.column_stack([np.zeros_like(lengths), lengths])
