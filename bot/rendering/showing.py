"""Keeping the anchor true while the render is under way, and the last word on it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.rendering.ports import Clock, Ledger, RenderRecords, Wakeups
from bot.rendering.render import Render, RenderState
from bot.rendering.telling import told
from bot.rendering.thread import RenderThread

EDIT_EVERY: Final = timedelta(seconds=10)
"""At most one edit of an anchor in this time (design: Slack rules)."""
EDIT_LATER: Final = timedelta(seconds=30)
EDIT_REFUSED: Final = timedelta(minutes=5)
"""How long an anchor that Slack does not let Herald edit is left alone."""
CALM_AFTER: Final = timedelta(minutes=3)


class ShowStep:
    """Edits the anchor of a render under way."""

    def __init__(self, records: RenderRecords, thread: RenderThread, wakeups: Wakeups, clock: Clock) -> None:
        self._records = records
        self._thread = thread
        self._wakeups = wakeups
        self._clock = clock

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """One edit, and when the next is due; an edit that the end overtook is put right.

        A ready render's anchor is its posting's to edit: that step is woken, since a run of this one that was cut off
        after its edit may have left an earlier state there.
        """
        render = await self._records.get(team_id, render_id)
        if render is None or render.anchor_ts is None:
            return None
        if render.state is RenderState.READY:
            await self._hand_over(render)
            return None
        try:
            await self._thread.show(render)
        except SlackBusy as busy:
            return max(busy.retry_after, EDIT_EVERY)
        except PostRefused:  # the anchor is gone or frozen; the final answer finds its own way
            return None if render.ended else EDIT_REFUSED
        except PostUncertain:
            return EDIT_EVERY
        return None if render.ended else await self._next(render)

    async def _next(self, shown: Render) -> timedelta | None:
        now = await self._records.get(shown.team_id, shown.id)
        if now is None:
            return None
        if now.state is RenderState.READY:
            await self._hand_over(now)
            return None
        if now.ended:
            return timedelta(0)
        if now.awaits_consent:
            return None  # for hours: whoever hears the answer wakes this step again
        return EDIT_EVERY if self._clock() - now.requested_at < CALM_AFTER else EDIT_LATER

    async def _hand_over(self, ready: Render) -> None:
        await self._wakeups.wake("reshow", ready.team_id, ready.id)


class CloseStep:
    """Settles the money of an ended render, hands its results on, and has the last word on those it does not have."""

    def __init__(
        self,
        records: RenderRecords,
        ledger: Ledger,
        thread: RenderThread,
        hand_on: Callable[[Render], Awaitable[None]],
    ) -> None:
        self._records = records
        self._ledger = ledger
        self._thread = thread
        self._hand_on = hand_on

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """Runs until the money is settled, the postings exist, and the person knows of what will not come."""
        render = await self._records.get(team_id, render_id)
        if render is None or not render.ended or render.closed:
            return None
        if render.state is RenderState.READY:
            await self._hand_on(render)
        if render.missing:  # from here on no other step changes the record, so that the DM is sent once
            render = await self._records.change(render, handed_on=len(render.results))
        await self._ledger.settle(render, render.owed)
        if render.state is not RenderState.READY or render.missing:
            try:
                render = await self._tell(render)
            except SlackBusy as busy:
                return busy.retry_after
            except PostUncertain:
                return EDIT_EVERY
        await self._records.change(render, closed=True, handed_on=len(render.results))
        return None

    async def _tell(self, render: Render) -> Render:
        """In the anchor; by DM where there is none, and where some results are missing: the others have the anchor."""
        try:
            if render.anchor_ts is not None and render.state is not RenderState.READY:
                await self._thread.show(render)
                if not _ended_unheard(render):
                    return render
        except PostRefused:
            pass  # the anchor is gone: the person hears of it by DM
        return await told(render, self._records, self._thread)


def _ended_unheard(render: Render) -> bool:
    """Whether a render ended for want of a permission: hours later, when nobody looks at the anchor any more."""
    return render.state is RenderState.FAILED and render.awaits_consent
