"""Forgetting a person: what is under way for them is called off, and what is over is erased, until nothing is left."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

import structlog

from bot.errors import HeraldError, Refusal, SlackBusy, StaleRecord, StoreUnavailable
from bot.posting.aftercare import Aftercare, taken_back
from bot.posting.announcement import Announcement, AnnouncementState, Decision
from bot.posting.announcing import Announcing
from bot.posting.batch import BatchState
from bot.posting.batch_desk import Batches
from bot.posting.forgetting_wish import ForgetWish, Found, Wishes, WishState
from bot.posting.ports import PostingRecords
from bot.posting.posting import Posting, PostingState
from bot.posting.results import Results
from bot.rendering.cancelling import Cancelling
from bot.rendering.consenting import Consenting
from bot.rendering.ports import Clock
from bot.rendering.render import Render, RenderState

AGAIN: Final = timedelta(seconds=2)
LATER: Final = timedelta(minutes=1)
SOON_PASSES: Final = 60
"""So often is looked after two seconds what is left; after that, once a minute."""
REST: Final = timedelta(hours=6)
"""How often is looked whether the month is over whose sums hold the person to their budget."""
REASON: Final = "The person who was to approve this asked Herald to forget them. Please pick somebody else."

log = structlog.get_logger("herald.posting")


class Traces(Protocol):
    """What is kept of people. Every method raises StoreUnavailable."""

    async def erase_own(self, wish: ForgetWish) -> None:
        """Erase what is a person's alone: drafts, presets, what they chose last, who they are."""

    async def find(self, wish: ForgetWish) -> Found:
        """The records that name the person."""

    async def erase(self, wish: ForgetWish, found: Found) -> int:
        """Erase the person's records that are over, and their name in others'; how many are left for later."""

    async def hide(self, wish: ForgetWish) -> bool:
        """Put a pseudonym in the place of the person where money and permissions are kept.

        False while the sums of the running month have to stay, since they hold the person to their budget.
        """

    async def finish(self, wish: ForgetWish) -> None:
        """Erase what has come up meanwhile, and the wish itself."""


@dataclass(frozen=True)
class ForgetTools:
    """What the step calls things off with."""

    wishes: Wishes
    traces: Traces
    cancelling: Cancelling
    consenting: Consenting
    announcing: Announcing
    batches: Batches
    results: Results
    postings: PostingRecords
    aftercare: Aftercare
    clock: Clock


class ForgetStep:
    """Runs until nothing of the person is left; may be cut anywhere and run again."""

    def __init__(self, tools: ForgetTools) -> None:
        self._tools = tools

    async def __call__(self, team_id: str, user_id: str) -> timedelta | None:
        """One pass over all that names the person."""
        wish = await self._tools.wishes.get(team_id, user_id)
        if wish is None:
            return None
        traces = self._tools.traces
        if wish.state is WishState.ASKED:
            await traces.erase_own(wish)
            wish = await self._tools.wishes.change(wish, state=WishState.BEGUN)
        undone = await self._call_off(wish, await traces.find(wish))
        left = undone + await traces.erase(wish, await traces.find(wish))
        hidden = await traces.hide(wish)
        if left:
            await self._tools.wishes.change(wish, passes=wish.passes + 1)
            return AGAIN if wish.passes < SOON_PASSES else LATER
        if not hidden:
            await self._tools.wishes.change(wish, rests_until=self._tools.clock() + REST)
            return None
        await traces.finish(wish)
        log.info("a person was forgotten", team_id=team_id)
        return None

    async def _call_off(self, wish: ForgetWish, found: Found) -> int:
        """Call off what is under way, and take back what stands in Slack if that is wished; how much is not done."""
        undone = 0
        for render in found.renders:
            undone += await _tried(self._end_render(wish, render))
        for announcement in found.announcements:
            undone += await _tried(self._end_announcement(wish, announcement, found))
        for batch in found.own_batches(wish):
            undone += await _tried(self._end_batch(wish, batch.id))
        return undone

    async def _end_render(self, wish: ForgetWish, render: Render) -> None:
        if wish.covers(render.user_id, render.requested_at):
            if not render.ended and (render.batch_id is None or render.unsent):
                await self._tools.cancelling.cancel(render)
            elif wish.videos and render.state is RenderState.READY and render.deleted_at is None:
                await self._tools.results.delete(render)
            return
        consent = render.consent
        if consent is not None and consent.person_id == wish.id and consent.waits and not render.ended:
            await self._tools.consenting.answer(render, allowed=False, ts=None)

    async def _end_announcement(self, wish: ForgetWish, announcement: Announcement, found: Found) -> None:
        announcing, one = self._tools.announcing, announcement
        if wish.covers(one.user_id, one.requested_at):
            if one.may_be_cancelled and one.state is not AnnouncementState.DRAFT:
                await announcing.start(await announcing.cancel(one))
            elif wish.videos:
                await self._take_back([each for each in found.postings if each.announcement_id == one.id])
        elif one.tag is not None and one.reviewer_id == wish.id:
            decision = Decision(tag=one.tag, by=wish.id, what="changes", reason=REASON, at=self._tools.clock())
            await announcing.start(await announcing.decide(one.team_id, one.id, decision))

    async def _end_batch(self, wish: ForgetWish, batch_id: str) -> None:
        batches = self._tools.batches
        batch = await batches.own(wish.team_id, wish.id, batch_id)
        if batch.state in {BatchState.DROPPED, BatchState.FINISHED}:
            return
        stops = batch.state is BatchState.RUNNING
        await batches.wake(await (batches.stop(batch) if stops else batches.drop(batch)))

    async def _take_back(self, postings: Sequence[Posting]) -> None:
        """Remove from Slack what was posted for an announcement; what Slack does not let go is said in the log."""
        for posting in postings:
            if posting.state is PostingState.POSTED:
                gone = await taken_back(posting, self._tools.postings, self._tools.aftercare)
                if gone.leftover:
                    log.warning("not all of a posting could be removed", team_id=gone.team_id, leftover=gone.leftover)


async def _tried(deed: Awaitable[None]) -> int:
    """1 where it has to be tried again: it was changed meanwhile, or Slack is busy. What is refused is over already."""
    try:
        await deed
    except StoreUnavailable:
        raise
    except (StaleRecord, SlackBusy):
        return 1
    except Refusal:
        return 0
    except HeraldError as error:
        log.warning("something of a person could not be called off", error=type(error).__name__)
    return 0
