"""What becomes of a record whose step breaks in a way that nobody foresaw: a defect of Herald's own.

It is tried again for about a minute, then goes on without the step; its person is told once, and the record keeps the
count for the operator.
"""

import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final

import structlog

from bot.errors import HeraldError, PostUncertain, SlackBusy
from bot.rendering.ending import Endings
from bot.rendering.ports import Ledger, RenderRecords
from bot.rendering.render import DEFECT, MOST_STUMBLES, Failure, Render, RenderState
from bot.rendering.telling import told
from bot.rendering.thread import RenderThread

Stumbled = Callable[[str, str, str], Awaitable[timedelta | None]]
"""Takes the step that broke, the workspace and the record; returns when to run the step again, None for not at all."""
FIRST_PAUSE: Final = timedelta(seconds=5)
"""Before the second try; before each further one it is twice as long."""
LIFE: Final = frozenset({"anchor", "consent", "media", "submit", "poll"})
"""The steps without which a render cannot go on; the others only show it, or clean up after it."""

log = structlog.get_logger("herald.rendering")


def tell_operator(step: str, error: Exception) -> None:
    """In the log: what broke and where; not the error's own words, which may hold a person's text."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-3:]]
    log.error("a step broke in a way that nobody foresaw", step=step, error=type(error).__name__, where=where)


def counted(stumbles: Mapping[str, int], step: str) -> dict[str, int]:
    """The counts with one more for the step."""
    return {**stumbles, step: stumbles.get(step, 0) + 1}


def pause_after(times: int) -> timedelta:
    """How long to wait before a step is tried again that broke so often."""
    return FIRST_PAUSE * (1 << times - 1)


class RenderStumbles:
    """Takes a render past a step of its own that breaks."""

    def __init__(self, records: RenderRecords, ledger: Ledger, thread: RenderThread, endings: Endings) -> None:
        self._records = records
        self._ledger = ledger
        self._thread = thread
        self._endings = endings

    async def __call__(self, step: str, team_id: str, render_id: str) -> timedelta | None:
        """Count it; after too many, go on without the step."""
        render = await self._records.get(team_id, render_id)
        if render is None:
            return None
        times = render.stumbles.get(step, 0) + 1
        if times <= MOST_STUMBLES:
            render = await self._records.change(render, stumbles=counted(render.stumbles, step))
        if times < MOST_STUMBLES:
            return pause_after(times)
        try:
            await self._go_on(step, render)
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return FIRST_PAUSE
        return None

    async def _go_on(self, step: str, render: Render) -> None:
        if step in LIFE and not render.ended:
            await self._end(render)
        elif step == "close" and render.ended and not render.closed:
            await self._close(render)
        elif step == "remove":
            await self._records.change(render, cleared=True)
        elif step == "forget_media" and render.closed:
            await self._records.change(render, media={})
        elif step == "consent" and render.closed and render.consent is not None:
            await self._records.change(render, consent=render.consent.model_copy(update={"closed": True}))

    async def _end(self, render: Render) -> None:
        """Without a video; what may have been sent is asked about instead, since it may be charged."""
        if render.state is RenderState.ANCHORED and render.uncertain and render.sent_at is not None:
            await self._endings.accept(render, since=render.sent_at, first_poll=timedelta(0))
            return
        charged = None if render.submitted_at is not None else False
        await self._endings.fail(render, Failure(code=DEFECT, message="a step of Herald's own broke", charged=charged))

    async def _close(self, render: Render) -> None:
        """Money first; then the person hears of it, as far as that works at all."""
        await self._ledger.settle(render, render.owed)
        reason = render.failure or Failure(code=DEFECT, message="a step of Herald's own broke", charged=True)
        if render.failure is None:
            render = await self._records.change(render, failure=reason)
        try:
            render = await told(render, self._records, self._thread)
        except HeraldError:
            raise
        except Exception as error:  # the defect may be in the very words
            tell_operator("close", error)
            render = await self._records.get(render.team_id, render.id) or render
        await self._records.change(render, closed=True)
