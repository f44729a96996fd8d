"""How long the studio waits before it sends something again."""

import random
from typing import Final

FIRST_PAUSE_SECONDS: Final = 0.25
LONGEST_PAUSE_SECONDS: Final = 8.0
ATTEMPTS: Final = 8
_SPREAD: Final = 0.25


def pause_after(attempts: int, chance: float) -> float:
    """The pause after so many failed attempts: doubling up to its limit, spread by a `chance` between 0 and 1."""
    plain: float = min(FIRST_PAUSE_SECONDS * 2.0 ** (attempts - 1), LONGEST_PAUSE_SECONDS)
    return plain * (1 - _SPREAD + 2 * _SPREAD * chance)


def random_pause(attempts: int) -> float:
    """The pause after so many failed attempts, spread at random so that many do not come back at once."""
    return pause_after(attempts, random.random())
