"""Money as Redis keeps it."""

from decimal import Decimal
from typing import Final

MICROS: Final = 1_000_000
"""Money is kept as whole millionths of a US dollar: Lua's numbers are floating."""


def to_micros(amount: Decimal) -> int:
    """US dollars as whole millionths, rounded to the nearest."""
    return int((amount * MICROS).to_integral_value())


def from_micros(amount: int) -> Decimal:
    """Whole millionths as US dollars."""
    return Decimal(amount) / MICROS
