"""What a month has cost so far."""

from collections.abc import Sequence
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


@dataclass(frozen=True)
class Account:
    """One month of a person or of a channel, in US dollars; `id` is Slack's, or `direct` for all direct messages."""

    id: str
    spent: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    videos: int = 0


@dataclass(frozen=True)
class Spending:
    """Who spent what in one month (`2026-11`): the most first. In US dollars."""

    month: str
    spent: Decimal
    reserved: Decimal
    people: Sequence[Account] = ()
    channels: Sequence[Account] = ()
