"""The names of Herald's keys; those of a workspace start with it, the indexes over all workspaces with `herald:`."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

RECORD_TTL: Final = timedelta(days=30)
MONEY_TTL: Final = timedelta(days=400)
CHOICES_TTL: Final = timedelta(days=180)
MICROS: Final = 1_000_000
"""Money is kept as whole millionths of a US dollar: Lua's numbers are floating."""


def record(team_id: str, kind: str, record_id: str) -> str:
    """A render or a posting: a hash of version, op, state, record (JSON) and at (Redis's own time)."""
    return f"t:{team_id}:{kind}:{record_id}"


def open_index(kind: str) -> str:
    """The records of a kind whose life is not over, by the time of their last change."""
    return f"herald:open:{kind}"


def budget(team_id: str, month: str) -> str:
    """A workspace's month (`2026-11`): spent and reserved."""
    return f"t:{team_id}:budget:{month}"


def ledger(team_id: str, month: str) -> str:
    """A workspace's month: what was reserved and settled, by render."""
    return f"t:{team_id}:ledger:{month}"


def choices(team_id: str, user_id: str) -> str:
    """What a person chose last."""
    return f"t:{team_id}:choices:{user_id}"


def polls(shard: int) -> str:
    """The tasks of a shard by the time at which they are next asked about."""
    return f"herald:polls:{shard}"


def seen(shard: int) -> str:
    """The tasks of a shard by the time at which they were last said to be processing."""
    return f"herald:seen:{shard}"


CATALOGUE: Final = "herald:catalogue"


def to_micros(amount: Decimal) -> int:
    """US dollars as whole millionths, rounded to the nearest."""
    return int((amount * MICROS).to_integral_value())


def from_micros(amount: int) -> Decimal:
    """Whole millionths as US dollars."""
    return Decimal(amount) / MICROS
