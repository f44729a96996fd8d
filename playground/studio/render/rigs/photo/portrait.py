"""A photo at the size of the film, with the points of the face that it shows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.photo import points
from playground.studio.render.rigs.rig import Anatomy, Area

Points = NDArray[np.float64]
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Portrait:
    """The picture (h, w, 3) in BGR, both sizes even, and the face's points (468, 2) in its pixels."""

    picture: Picture
    points: Points

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.picture.shape[1], self.picture.shape[0]

    @cached_property
    def anatomy(self) -> Anatomy:
        """Where the head is."""
        outline = self.points[points.OUTLINE]
        low, high = outline.min(0), outline.max(0)
        middle, (width, height) = (low + high) / 2, high - low
        nose = self.points[points.NOSE_TIP]
        return Anatomy(
            centre=(float(middle[0]), float(middle[1])),
            width=float(width),
            height=float(height),
            nose=(float(nose[0]), float(nose[1])),
            chin=float(self.points[points.CHIN, 1]),
        )

    def area(self, low: Points, high: Points) -> Area:
        """The part of the picture between two corners, in even pixels."""
        width, height = self.size
        left, top = (max(0, int(value) // 2 * 2) for value in low)
        right, bottom = (int(value + 1) // 2 * 2 for value in high)
        return Area(min(left, width - 2), min(top, height - 2), max(2, min(right, width)), max(2, min(bottom, height)))

    def colours(self, wanted: Points) -> Points:
        """The picture's colour at each point; one outside takes the colour of the border."""
        width, height = self.size
        x, y = np.clip(wanted.astype(int), 0, (width - 1, height - 1)).T
        return np.asarray(self.picture[y, x], np.float64)
