"""Where a presenter can be seen when it moves so far, and where nothing can shine through it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.studio.render.compose.bands import bands
from playground.studio.render.compose.planes import Bytes
from playground.studio.render.rigs.rig import Area

_OPAQUE: Final = 255
_BESIDE: Final = 3  # pixels: a shade is mixed with the next one, and each of them covers two
_STEP: Final = 4  # pixels; so that films need only a few sets of strips


@dataclass(frozen=True)
class Strip:
    """A part of a band that holds all that can be seen in it; between two of its columns, the alpha is full."""

    area: Area
    opaque: tuple[int, int]


class Cover:
    """Finds the strips of an area, and keeps them."""

    def __init__(self, alpha: Bytes, area: Area) -> None:
        self._alpha = alpha
        self._area = area
        self._kept: dict[tuple[int, tuple[Area, ...]], tuple[Strip, ...]] = {}

    def strips(self, reach: float, unknown: tuple[Area, ...]) -> tuple[Strip, ...]:
        """The strips for a movement of at most `reach` pixels, if anything may be in the `unknown` areas."""
        margin = _STEP * int(np.ceil((reach + _BESIDE) / _STEP))
        key = (margin, unknown)
        if key not in self._kept:
            self._kept[key] = tuple(self._found(margin, unknown))
        return self._kept[key]

    def _found(self, margin: int, unknown: tuple[Area, ...]) -> Iterator[Strip]:
        for band in bands(self._area):
            top, bottom = max(0, band.top - margin), band.bottom + margin
            most, least = self._alpha[top:bottom].max(0), self._alpha[top:bottom].min(0)
            for area in unknown:
                if area.top < bottom and area.bottom > top:
                    most[area.left : area.right], least[area.left : area.right] = _OPAQUE, 0
            seen = np.flatnonzero(most)
            if seen.size:
                yield _strip(band, (int(seen[0]) - margin, int(seen[-1]) + 1 + margin), _inside(least, margin))


def _strip(band: Area, seen: tuple[int, int], opaque: tuple[int, int]) -> Strip:
    left, right = max(band.left, seen[0] // 2 * 2), min(band.right, -(-seen[1] // 2) * 2)
    first, last = (min(max(column, left), right) - left for column in opaque)
    return Strip(Area(left, band.top, right, band.bottom), (first, last))


def _inside(least: NDArray[np.uint8], margin: int) -> tuple[int, int]:
    """The longest run of columns whose least alpha is full, without a margin on both sides; (0, 0) for none."""
    edges = np.flatnonzero(np.diff(least == _OPAQUE, prepend=False, append=False))
    runs = ((int(first) + margin, int(last) - margin) for first, last in edges.reshape(-1, 2))
    first, last = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return (first, last) if first < last else (0, 0)
