"""What the studio's benchmark makes of a mouth and of what is heard."""

import numpy as np
import pytest

from bench.lips import agreement, heard_openness, lag_ms, openings
from playground.studio.render.timing.segments import Segment

SPOKEN = [
    Segment(0.0, 0.4, "silence"),
    *(
        Segment(0.4 + 0.3 * number, 0.7 + 0.3 * number, "aa" if number % 3 else "PP", stressed=True)
        for number in range(16)
    ),
    Segment(5.2, 6.0, "silence"),
]
HEARD = heard_openness(SPOKEN, 150)


def test_open_vowels_are_heard_as_open() -> None:
    assert HEARD[round(0.85 * 25)] == pytest.approx(1.0)
    assert HEARD[round(0.55 * 25)] == pytest.approx(0.0)


@pytest.mark.parametrize("frames", [-4, 0, 3])
def test_a_late_or_early_mouth_is_found(frames: int) -> None:
    assert lag_ms(np.roll(HEARD, frames), HEARD) == pytest.approx(40 * frames, abs=5)


def test_a_mouth_agrees_with_its_own_words_only() -> None:
    assert agreement(HEARD, HEARD) == pytest.approx(1.0)
    assert agreement(HEARD, HEARD[::-1]) < 0.9


def test_openings_are_told_apart() -> None:
    vowels, closures, pauses = openings(0.1 + HEARD, SPOKEN)
    assert (vowels, closures, pauses) == pytest.approx((1.1, 0.1, 0.1), abs=0.02)
