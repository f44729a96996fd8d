"""Smooth random movement."""

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]


def smooth_noise(dice: np.random.Generator, times: Series, period: float) -> Series:
    """Band-limited noise of about unit size at `times` (seconds), changing over about `period` seconds."""
    knots = dice.normal(0.0, 1.0, int(times[-1] / period) + 5)
    place = times / period + 1.0
    index = place.astype(int)
    t = place - index
    before, here, after, later = (knots[index + step] for step in (-1, 0, 1, 2))
    bend = 2 * before - 5 * here + 4 * after - later
    return np.asarray(here + 0.5 * t * (after - before + t * (bend + t * (3 * (here - after) + later - before))))


def eased(values: Series) -> Series:
    """Clipped to 0 to 1 with a soft start and end."""
    clipped = np.clip(values, 0.0, 1.0)
    return np.asarray(clipped * clipped * (3 - 2 * clipped))
