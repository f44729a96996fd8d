"""A photo that shows nobody: a drawn presenter, lit and a little out of focus, as a camera would have taken it."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from playground.studio.render.rigs.drawn import Size
from playground.studio.render.stills import before_wall

SITTER: Final = "Aarav_Office_Standing_Front_public"
_UNSHARP: Final = 0.0007  # of the width
_MOTTLED: Final = 2.2  # of 255: skin and walls are never of one colour


def sample_photo(size: Size, sitter: str = SITTER) -> NDArray[np.uint8]:
    """The picture (h, w, 3) in BGR, the same on every run."""
    sharp = before_wall(sitter, size, unsharp=0.006 * size.width)
    taken = cv2.GaussianBlur(sharp, (0, 0), max(0.3, _UNSHARP * size.width))
    lit = taken * _light(size)[..., None] + _mottling(size)[..., None]
    return np.asarray(np.clip(lit + 0.5, 0, 255), np.uint8)


def _light(size: Size) -> NDArray[np.float32]:
    """A window on the left, and a lens that darkens the corners."""
    y, x = np.mgrid[-1 : 1 : size.height * 1j, -1 : 1 : size.width * 1j].astype(np.float32)
    return np.asarray((1.02 - 0.07 * x) * (1 - 0.09 * (x**2 + y**2)), np.float32)


def _mottling(size: Size) -> NDArray[np.float32]:
    noise = np.random.default_rng(0).normal(0, 1, (size.height // 4 + 1, size.width // 4 + 1)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 1.5)
    spread = cv2.resize(soft / soft.std(), (size.width, size.height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(_MOTTLED * spread / 2, np.float32)
