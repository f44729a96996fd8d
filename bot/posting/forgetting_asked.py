"""A person asks to be forgotten: the wish is stored, the queue is woken, and what gets lost of that is found again."""

from typing import Protocol

from bot.errors import StaleRecord
from bot.posting.forgetting_wish import STEP, ForgetWish, Wishes, WishState
from bot.rendering.ports import Clock, Wakeups


class WishShelf(Wishes, Protocol):
    """The wishes' records, and new ones."""

    async def create(self, wish: ForgetWish, /) -> None:
        """Store a new wish; does nothing when there is one of the person."""


class Forgetting:
    """Where a person's wish is stored, before the queue carries it out."""

    def __init__(self, wishes: WishShelf, wakeups: Wakeups, clock: Clock) -> None:
        self._wishes = wishes
        self._wakeups = wakeups
        self._clock = clock

    async def ask(self, team_id: str, user_id: str, *, videos: bool) -> None:
        """Have the person forgotten; a second time changes nothing but what it adds. Raises StoreUnavailable."""
        wish = ForgetWish(id=user_id, team_id=team_id, asked_at=self._clock(), videos=videos)
        kept = await self._wishes.get(team_id, user_id)
        while kept is not None:
            again = {"state": WishState.ASKED, "asked_at": wish.asked_at, "rests_until": None, "passes": 0}
            try:
                await self._wishes.change(kept, videos=videos or kept.videos, **again)
                return
            except StaleRecord:  # its step went on meanwhile, and may have finished
                kept = await self._wishes.get(team_id, user_id)
        await self._wishes.create(wish)

    async def start(self, team_id: str, user_id: str) -> None:
        """Wake the step."""
        await self._wakeups.wake(STEP, team_id, user_id)
