"""What becomes of a posting whose step breaks in a way that nobody foresaw: a defect of Herald's own."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Final

from bot.errors import HeraldError, PostRefused, PostUncertain, SlackBusy
from bot.posting.aftercare import Aftercare
from bot.posting.delivery import Delivery
from bot.posting.ports import PostingRecords
from bot.posting.posting import Posting, PostingState
from bot.posting.steps import postings_of
from bot.rendering.ports import RenderRecords, Wakeups
from bot.rendering.render import DEFECT, MOST_STUMBLES
from bot.rendering.stumbling import Stumbled, counted, pause_after, tell_operator

OF_POSTINGS: Final = frozenset({"keep", "accompany", "post", "unlink"})
"""The steps that are woken for a posting; the others are for a render, or stop where there is none of that id."""
UNCOUNTED: Final = frozenset({"leave", "forget", "retain", "batch", "announce", "function"})
"""The steps whose records count nothing, and that nothing can go on without."""
UNCOUNTED_AGAIN: Final = timedelta(minutes=1)
REMOVE: Final = "remove"
IN_SLACK: Final = frozenset({PostingState.POSTING, PostingState.POSTED})
"""What of a posting that was not removed people may still see."""


def by_step(of_renders: Stumbled, of_postings: Stumbled) -> Stumbled:
    """Whichever of the two knows the record of the step that broke; where neither does, it is tried on and on."""

    async def stumbled(step: str, team_id: str, record_id: str) -> timedelta | None:
        if step in UNCOUNTED:
            return UNCOUNTED_AGAIN
        return await (of_postings if step in OF_POSTINGS else of_renders)(step, team_id, record_id)

    return stumbled


class PostingStumbles:
    """Takes a posting past a step of its own that breaks: as a link without a file, or to its person by DM."""

    def __init__(self, records: PostingRecords, renders: RenderRecords, delivery: Delivery, wakeups: Wakeups) -> None:
        self._records = records
        self._renders = renders
        self._delivery = delivery
        self._wakeups = wakeups

    async def __call__(self, step: str, team_id: str, posting_id: str) -> timedelta | None:
        """Count it; after too many, go on without the step."""
        posting = await self._records.get(team_id, posting_id)
        if posting is None:
            return None
        times = posting.stumbles.get(step, 0) + 1
        if times <= MOST_STUMBLES:
            posting = await self._records.change(posting, stumbles=counted(posting.stumbles, step))
        if times < MOST_STUMBLES:
            return pause_after(times)
        try:
            await self._go_on(step, posting)
        except SlackBusy as busy:
            return busy.retry_after
        return None

    async def _go_on(self, step: str, posting: Posting) -> None:
        if step == "unlink" and posting.state is PostingState.POSTED:
            await self._records.change(posting, link_ended=True)
        elif step == "post" and not posting.ended:
            await self._give_up(posting)
        elif step in {"keep", "accompany"} and posting.state is PostingState.DUE:
            without = {"keep_failed": DEFECT} if step == "keep" else {"text_file_ids": ()}
            await self._records.change(posting, **without)
            await self._wakeups.wake("post", posting.team_id, posting.id)

    async def _give_up(self, posting: Posting) -> None:
        """The person gets the link by DM, and in the anchor, as far as that works at all."""
        failed = posting.model_copy(update={"failure": DEFECT})
        render = await self._renders.get(posting.team_id, posting.render_id)
        if render is not None:
            await _as_far_as_it_works(self._delivery.tell_undelivered(render, failed))
        await self._records.change(posting, state=PostingState.FAILED, failure=DEFECT, shown=True)
        await self._wakeups.wake("reshow", posting.team_id, posting.render_id)


class RemovalStumbles:
    """Tells a person what still stands in Slack of a video that they deleted, before its deletion is given up."""

    def __init__(
        self, of_renders: Stumbled, records: PostingRecords, renders: RenderRecords, aftercare: Aftercare
    ) -> None:
        self._of_renders = of_renders
        self._records = records
        self._renders = renders
        self._aftercare = aftercare

    async def __call__(self, step: str, team_id: str, render_id: str) -> timedelta | None:
        """The rest is what becomes of any step of a render."""
        if step == REMOVE:
            try:
                await self._tell(team_id, render_id)
            except SlackBusy as busy:
                return busy.retry_after
        return await self._of_renders(step, team_id, render_id)

    async def _tell(self, team_id: str, render_id: str) -> None:
        render = await self._renders.get(team_id, render_id)
        if render is None or render.cleared or render.stumbles.get(REMOVE, 0) + 1 < MOST_STUMBLES:
            return
        unwanted = [each for each in await postings_of(render, self._records) if not render.wants(each.position)]
        left = [_left_behind(posting) for posting in unwanted if posting.leftover or posting.state in IN_SLACK]
        if left:
            await _as_far_as_it_works(self._aftercare.tell_leftover(render, left))


def _left_behind(posting: Posting) -> Posting:
    return posting if posting.leftover else posting.model_copy(update={"leftover": (f"message:{DEFECT}",)})


async def _as_far_as_it_works(telling: Awaitable[None]) -> None:
    """Slack that is busy is waited for; a doubt is better than a second DM, and the defect may be in the very words."""
    try:
        await telling
    except (PostRefused, PostUncertain):
        return
    except HeraldError:
        raise
    except Exception as error:
        tell_operator("post", error)
