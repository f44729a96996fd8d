"""What a video costs: how long a script speaks, its price, and what is reserved for it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_UP, Decimal
from math import ceil
from typing import Final

CENT: Final = Decimal("0.01")
RESERVE_FACTOR: Final = Decimal("1.3")
"""A reservation is an upper bound: the estimate times this, rounded up to a cent (design: budget)."""

SECONDS_PER_WORD: Final = 0.4
"""150 words a minute, the usual rate of a presenter."""
SECONDS_PER_IDEOGRAPH: Final = 0.25
"""About 240 characters a minute for Chinese, Japanese kana and Korean syllables."""
LEAD_SECONDS: Final = 1.0
LONGEST_WORD: Final = 12
"""A longer one counts as several words, so that a text without spaces is not reserved for as one."""

_IDEOGRAPH: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True)
class Estimate:
    """How long a script speaks, what that costs and what is reserved for it, in US dollars."""

    duration: timedelta
    price: Decimal
    reserve: Decimal


def speaking_time(script: str) -> timedelta:
    """How long `script` speaks at an ordinary rate, whole seconds, at least two."""
    ideographs = len(_IDEOGRAPH.findall(script))
    words = sum(ceil(len(word) / LONGEST_WORD) for word in _WORD.findall(_IDEOGRAPH.sub(" ", script)))
    seconds = LEAD_SECONDS + words * SECONDS_PER_WORD + ideographs * SECONDS_PER_IDEOGRAPH
    return timedelta(seconds=max(2, round(seconds)))


def estimate(script: str, *, price_per_second: Decimal) -> Estimate:
    """What a video of `script` will take, at `price_per_second` US dollars."""
    return estimate_length(speaking_time(script), price_per_second=price_per_second)


def estimate_length(duration: timedelta, *, price_per_second: Decimal) -> Estimate:
    """What a video that is this long will take; a second begun counts whole."""
    seconds = max(2, ceil(duration.total_seconds()))
    price = (seconds * price_per_second).quantize(CENT, rounding=ROUND_UP)
    reserve = (price * RESERVE_FACTOR).quantize(CENT, rounding=ROUND_UP)
    return Estimate(timedelta(seconds=seconds), price, reserve)
