"""What a month has cost so far: the workspace, one person in it, and everybody by person and by channel."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from redis.asyncio import Redis

from bot.rendering.usage import Account, Spending, Usage
from bot.store import keys
from bot.store.connection import translated
from bot.store.micros import from_micros


class Usages:
    """Reads what the acceptance of renders and their settlement wrote."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def of(self, team_id: str, user_id: str, month: str) -> Usage:
        """The month (`2026-11`) of a workspace and of one person in it."""
        own = [f"{what}/{user_id}" for what in ("spent", "reserved", "videos")]
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.hmget(keys.budget(team_id, month), ["spent", "reserved"])
                pipe.hmget(keys.budget_by_person(team_id, month), own)
                team, person = await pipe.execute()
        (team_spent, team_reserved), (spent, reserved, videos) = team, person
        return Usage(
            team_spent=_amount(team_spent),
            team_reserved=_amount(team_reserved),
            own_spent=_amount(spent),
            own_reserved=_amount(reserved),
            own_videos=max(0, int(videos or 0)),
        )

    async def spending(self, team_id: str, month: str) -> Spending:
        """Who spent what in the month (`2026-11`)."""
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.hmget(keys.budget(team_id, month), ["spent", "reserved"])
                pipe.hgetall(keys.budget_by_person(team_id, month))
                pipe.hgetall(keys.budget_by_channel(team_id, month))
                (spent, reserved), people, channels = await pipe.execute()
        return Spending(month, _amount(spent), _amount(reserved), _accounts(people), _accounts(channels))


def _accounts(fields: Mapping[Any, Any]) -> Sequence[Account]:
    """Those that spent or reserved anything, the most first."""
    ids = {str(field).partition("/")[2] for field in fields}
    accounts = [
        Account(
            id_,
            spent=_amount(fields.get(f"spent/{id_}")),
            reserved=_amount(fields.get(f"reserved/{id_}")),
            videos=max(0, int(fields.get(f"videos/{id_}") or 0)),
        )
        for id_ in ids
    ]
    used = [account for account in accounts if account.spent or account.reserved]
    return sorted(used, key=lambda account: (-account.spent, -account.reserved, account.id))


def _amount(micros: str | None) -> Decimal:
    """Never less than nothing: what was reserved before this was counted is settled too."""
    return from_micros(max(0, int(micros or 0)))
