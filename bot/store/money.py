"""The workspace's money: reserved with the render's acceptance, settled once; by person and channel too."""

import secrets
from decimal import Decimal
from typing import Final

import structlog
from redis.asyncio import Redis

from bot.errors import BudgetExceeded, Paused
from bot.rendering.render import Render
from bot.store import journal, keys, lua_money
from bot.store.carried import SALT, carried
from bot.store.connection import translated
from bot.store.history import KEPT_AT_MOST as HISTORY_AT_MOST
from bot.store.micros import from_micros, to_micros
from bot.store.pauses import read_pause
from bot.tracing import traceparent

DIRECT: Final = "direct"
"""The account of direct messages, for which no channel's budget holds."""

log = structlog.get_logger("herald.store")


class Treasury:
    """Accepts renders against the month's budget, and settles them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._accept = redis.register_script(lua_money.ACCEPT)
        self._settle = redis.register_script(lua_money.SETTLE)

    async def accept(self, render: Render, budget: Decimal) -> bool:
        """Store a new render in its draft's place and reserve its money; False when it is already stored.

        Raises Paused where nothing new is accepted just now; BudgetExceeded when spent, reserved and this together
        would pass `budget` (US dollars a month), or a budget of the admins: for the workspace, the person or the
        channel. All of that is read at this very moment.
        """
        month = _month(render)
        record_keys = [
            keys.record(render.team_id, "render", render.id),
            keys.budget(render.team_id, month),
            keys.ledger(render.team_id, month),
            keys.open_index("render"),
            keys.choices(render.team_id, render.user_id),
            keys.draft(render.team_id, render.user_id, render.id),
            keys.drafts(render.team_id, render.user_id),
            keys.budget_by_person(render.team_id, month),
            keys.mine(render.team_id, render.user_id, render.batch_id),
            keys.policy(render.team_id),
            keys.budget_by_channel(render.team_id, month),
            keys.PAUSES,
            carried(month),
            SALT,
        ]
        args: list[str | int | float] = [
            secrets.token_hex(8),
            render.model_dump_json(),
            str(render.state),
            f"{render.team_id}/{render.id}",
            to_micros(render.reserved),
            to_micros(budget),
            int(keys.RECORD_TTL.total_seconds()),
            int(keys.MONEY_TTL.total_seconds()),
            render.id,
            render.choices.model_dump_json(),
            int(keys.CHOICES_TTL.total_seconds()),
            render.user_id,
            render.requested_at.timestamp(),
            HISTORY_AT_MOST,
            account_of(render.destination.channel_id),
            render.team_id,
            traceparent(),
        ]
        with translated():
            outcome, left, *whose = await self._accept(keys=record_keys, args=args)
        journal.request_taken(render, str(outcome))
        if outcome == "paused":
            raise Paused(read_pause(str(whose[0])).why)
        if outcome == "over":
            left_over = max(from_micros(int(left)), Decimal(0))
            raise BudgetExceeded(needed=render.reserved, left=left_over, whose=whose[0])
        return bool(outcome == "accepted")

    async def settle(self, render: Render, amount: Decimal) -> None:
        """Replace the render's reservation by `amount` (zero releases it); the second time does nothing.

        An amount above the reservation counts at once, and is an error in the log for the operator.
        """
        month = _month(render)
        money_keys = [
            keys.budget(render.team_id, month),
            keys.ledger(render.team_id, month),
            keys.budget_by_person(render.team_id, month),
            keys.budget_by_channel(render.team_id, month),
        ]
        ttl = int(keys.MONEY_TTL.total_seconds())
        with translated():
            outcome = await self._settle(
                keys=money_keys,
                args=[
                    render.id,
                    to_micros(amount),
                    render.user_id,
                    ttl,
                    account_of(render.destination.channel_id),
                ],
            )
        if outcome == "settled":
            journal.render_settled(render, amount)
        if outcome == "settled" and amount > render.reserved:
            log.error(
                "a video cost more than was reserved for it",
                team_id=render.team_id,
                record_id=render.id,
                reserved=str(render.reserved),
                cost=str(amount),
            )


def account_of(channel_id: str) -> str:
    """Where what goes to a conversation is counted: each channel by itself, all talks between few people as one."""
    return DIRECT if channel_id.startswith(("D", "U", "W")) else channel_id


def _month(render: Render) -> str:
    return f"{render.requested_at:%Y-%m}"
