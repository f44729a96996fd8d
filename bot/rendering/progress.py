"""What past renders say about one that is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median
from typing import Final

FEWEST: Final = 5
"""Before there are so many past renders, they say nothing about the next one."""


@dataclass(frozen=True)
class Expected:
    """How long renders took of late: half of them no longer than `usual`, nine of ten no longer than `at_most`."""

    usual: timedelta
    at_most: timedelta


@dataclass(frozen=True)
class Progress:
    """What is known of a render under way: how long it may take, and how many before it are not finished."""

    expected: Expected | None = None
    ahead: int = 0


def expect(seconds: Sequence[float]) -> Expected | None:
    """What past renders, by the seconds that they took, let one expect; None while they are too few."""
    if len(seconds) < FEWEST:
        return None
    ordered = sorted(seconds)
    ninth = ordered[ceil(0.9 * len(ordered)) - 1]
    return Expected(timedelta(seconds=median(ordered)), timedelta(seconds=ninth))
