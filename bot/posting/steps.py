"""Posting a result to its thread, at most once."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.posting.delivery import Delivery
from bot.posting.ports import PostingRecords
from bot.posting.posting import AHEAD, Posting, PostingState
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.render import Destination, Render
from bot.rendering.settling import require_settled

CHECK_AGAIN: Final = timedelta(seconds=2)
FRESH: Final = timedelta(seconds=5)
"""A process that took longer from storing its intent to sending slept meanwhile, and another may have gone on."""
NO_ENTRY: Final = frozenset({"not_in_channel", "channel_not_found", "is_archived", "not_authed", "missing_scope"})
"""Refusals of the place or of Herald itself: with fewer files the answer would be the same."""


async def hand_on(render: Render, records: PostingRecords, wakeups: Wakeups, clock: Clock) -> None:
    """Make a posting of each result that has none yet, once, and set it on its way.

    What had been handed on earlier is shown anew beside it, in the anchor that all have in common.
    """
    withdrawn = render.withdrawn_at is not None  # then it is for the person alone
    for position, result in enumerate(render.results[render.handed_on :], start=render.handed_on):
        posting = Posting(
            id=posting_id(render, position),
            render_id=render.id,
            team_id=render.team_id,
            user_id=render.user_id,
            version=1,
            destination=Destination(channel_id=render.user_id) if withdrawn else render.destination,
            thread_ts="" if withdrawn else render.thread_ts or "",
            result=result,
            position=position,
            file_type=render.choices.output_format.lower(),
            due_at=clock(),
        )
        await records.create(posting)
        await wakeups.wake("keep", posting.team_id, posting.id)
    if render.handed_on:
        await wakeups.wake("reshow", render.team_id, render.id)


def posting_id(render: Render, position: int) -> str:
    """The id of the posting of one of the render's results."""
    return f"{render.id}-{position}"


async def show_results(render: Render, records: PostingRecords, delivery: Delivery) -> None:
    """Edit the anchor to the render's results, as far as they have postings; raises PostRefused or SlackBusy."""
    await delivery.show_results(render, await postings_of(render, records))


async def postings_of(render: Render, records: PostingRecords) -> Sequence[Posting]:
    """The postings of the render's results, and of those that were shared, as far as they are there."""
    ids = (*(posting_id(render, position) for position in range(len(render.results))), *render.shares)
    found = [await records.get(render.team_id, each) for each in ids]
    return [posting for posting in found if posting is not None]


class HandOnStep:
    """Makes postings of results that are there while others of the same task go on."""

    def __init__(self, records: RenderRecords, hand_on: Callable[[Render], Awaitable[None]]) -> None:
        self._records = records
        self._hand_on = hand_on

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """Until each result that has arrived has its posting."""
        render = await self._records.get(team_id, render_id)
        if render is not None and render.handed_on < len(render.results):
            await self._hand_on(render)
            await self._records.change(render, handed_on=len(render.results))
        return None


class PostStep:
    """Edits the anchor to the results, then sends the one message that notifies; nothing where it is wanted no more.

    The intent to send it is stored first: when an answer is lost, the next run looks into the thread; where it may
    not look, the message counts as sent, because a second one would be worse than a doubt.
    """

    def __init__(self, records: PostingRecords, renders: RenderRecords, delivery: Delivery, clock: Clock) -> None:
        self._records = records
        self._renders = renders
        self._delivery = delivery
        self._clock = clock

    async def __call__(self, team_id: str, posting_id: str) -> timedelta | None:
        """due → posting → posted; or expired, or failed where Slack refuses every way."""
        posting = await self._records.get(team_id, posting_id)
        if posting is None or posting.ended or posting.state is PostingState.WAITING:
            return None
        render = await self._renders.get(team_id, posting.render_id)
        if render is None:
            return None
        try:
            return await self._advance(render, posting)
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return CHECK_AGAIN

    async def _advance(self, render: Render, posting: Posting) -> timedelta | None:
        if posting.intent_at is not None:
            sent = await self._sent_earlier(posting)
            if sent:
                await self._records.change(posting, state=PostingState.POSTED, posted_at=self._clock())
                return None
            require_settled(posting.intent_at, self._clock())
        if not render.wants(posting.position):
            await self._records.change(posting, state=PostingState.WITHDRAWN)
            return None
        early = posting.too_early(self._clock())
        if early is not None:
            return early if early <= AHEAD else None  # the reconciler comes back to one that was put off
        if posting.intent_at is None and posting.is_lost(self._clock()):
            return await self._expire(render, posting)
        return await self._post(render, await self._directed(render, posting))

    async def _directed(self, render: Render, posting: Posting) -> Posting:
        """The posting, to its person alone where the render was called off after it had been handed on."""
        if render.withdrawn_at is None or not posting.thread_ts:
            return posting
        alone = Destination(channel_id=render.user_id)
        return await self._records.change(posting, destination=alone, thread_ts="", address=None)

    async def _post(self, render: Render, posting: Posting) -> timedelta | None:
        if not posting.shown:
            posting = await self._show(render, posting)
        address = await self._delivery.address(posting)
        if address != (posting.address or posting.destination.channel_id):  # nothing is asked once the intent is stored
            posting = await self._records.change(posting, address=address)
        intended_at = self._clock()
        posting = await self._records.change(posting, state=PostingState.POSTING, intent_at=intended_at)
        if self._clock() - intended_at > FRESH:
            return timedelta(0)
        return await self._send(render, posting)

    async def _show(self, render: Render, posting: Posting) -> Posting:
        with suppress(PostRefused):  # the anchor is gone or frozen: the message in the thread says it all
            await show_results(render, self._records, self._delivery)
            now = await self._renders.get(render.team_id, render.id)
            if now is not None and now.state is not render.state:  # its end was shown before this edit
                await show_results(now, self._records, self._delivery)
        return await self._records.change(posting, shown=True)

    async def _send(self, render: Render, posting: Posting) -> timedelta | None:
        try:
            if posting.file_id is not None:
                await self._delivery.share(render, posting)
                message_ts = None
            elif posting.in_time(self._clock()):
                message_ts = await self._delivery.reply_with_link(render, posting)
            else:
                return await self._expire(render, posting)
        except PostRefused as refused:
            return await self._refused(render, posting, refused)
        except SlackBusy:  # it was not taken, and that is known: there is nothing to look for
            await self._records.change(posting, intent_at=None)
            raise
        await self._records.change(posting, state=PostingState.POSTED, posted_at=self._clock(), message_ts=message_ts)
        if posting.elsewhere:
            with suppress(PostRefused, SlackBusy):  # the anchor names the channel too; nothing is lost without that
                await show_results(render, self._records, self._delivery)
        return None

    async def _refused(self, render: Render, posting: Posting, refused: PostRefused) -> timedelta | None:
        if posting.text_file_ids and refused.code not in NO_ENTRY:  # it may be about them: the video goes alone
            await self._records.change(posting, text_file_ids=(), intent_at=None)
            return timedelta(0)
        linked = posting.announcement_id is None or refused.code not in NO_ENTRY  # an announcement is its file
        if posting.file_id is not None and linked:
            await self._records.change(posting, file_id=None, keep_failed=refused.code, intent_at=None, shown=False)
            return timedelta(0)
        failed = posting.model_copy(update={"failure": refused.code})
        if not posting.for_approval:
            with suppress(PostRefused, PostUncertain):  # a second DM would be worse than a doubt
                await self._delivery.tell_undelivered(render, failed)
        await self._records.change(posting, state=PostingState.FAILED, failure=refused.code)
        return None

    async def _expire(self, render: Render, posting: Posting) -> timedelta | None:
        with suppress(PostRefused):  # the anchor is gone or frozen: the DM says it all
            await show_results(render, self._records, self._delivery)
        if not posting.for_approval:
            with suppress(PostRefused, PostUncertain):  # as above
                await self._delivery.tell_expired(render, posting)
        await self._records.change(posting, state=PostingState.EXPIRED, failure="expired", shown=True)
        return None

    async def _sent_earlier(self, posting: Posting) -> bool:
        try:
            if posting.file_id is not None:
                return await self._delivery.is_shared(posting)
            return await self._delivery.find_reply(posting) is not None
        except PostRefused:
            return True


class ReshowStep:
    """Edits the anchor to the results once more: after an edit about the progress, or after the render's end."""

    def __init__(self, records: PostingRecords, renders: RenderRecords, delivery: Delivery) -> None:
        self._records = records
        self._renders = renders
        self._delivery = delivery

    async def __call__(self, team_id: str, render_id: str) -> timedelta | None:
        """One edit, if the first result was shown already; else the posting's own edit is still to come."""
        render = await self._renders.get(team_id, render_id)
        first = None if render is None else await self._records.get(team_id, posting_id(render, 0))
        if render is None or first is None or not first.shown:
            return None
        try:
            await show_results(render, self._records, self._delivery)
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return CHECK_AGAIN
        except PostRefused:
            return None
        return None
