"""What a video costs: how long a script speaks, its price, and what is reserved for it."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_UP, Decimal
from math import ceil
from typing import Final

from bot.speaking import speaking_time

CENT: Final = Decimal("0.01")
RESERVE_FACTOR: Final = Decimal("1.3")
"""A reservation is an upper bound: the estimate times this, rounded up to a cent (design: budget)."""


@dataclass(frozen=True)
class Estimate:
    """How long a script speaks, what that costs and what is reserved for it, in US dollars."""

    duration: timedelta
    price: Decimal
    reserve: Decimal


def estimate(
    script: str,
    *,
    price_per_second: Decimal,
    language: str | None = None,
    speed: Decimal | None = None,
    correction: float = 1.0,
) -> Estimate:
    """What a video of `script` will take, at `price_per_second` US dollars.

    `correction` is how much longer its voice really took than was estimated for it in the past.
    """
    duration = speaking_time(script, language=language, speed=speed) * correction
    return estimate_length(duration, price_per_second=price_per_second)


def estimate_length(duration: timedelta, *, price_per_second: Decimal) -> Estimate:
    """What a video that is this long will take; a second begun counts whole."""
    seconds = max(2, ceil(duration.total_seconds()))
    price = (seconds * price_per_second).quantize(CENT, rounding=ROUND_UP)
    reserve = (price * RESERVE_FACTOR).quantize(CENT, rounding=ROUND_UP)
    return Estimate(timedelta(seconds=seconds), price, reserve)
