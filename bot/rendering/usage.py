"""What a month has cost so far."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Usage:
    """One month of a workspace and of one person in it, in US dollars.

    `reserved` is for what is still under way; `videos` were paid for.
    """

    team_spent: Decimal = Decimal(0)
    team_reserved: Decimal = Decimal(0)
    own_spent: Decimal = Decimal(0)
    own_reserved: Decimal = Decimal(0)
    own_videos: int = 0
