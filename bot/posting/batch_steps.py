"""The step of a batch: it reads the record, does the next part, and keeps the batch's message true."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.posting.batch import Batch, BatchState
from bot.posting.batch_making import Making
from bot.posting.batch_ports import BatchRecords, BatchThread
from bot.posting.batch_reading import Reading
from bot.rendering.ports import Clock
from bot.rendering.settling import require_settled

STEP: Final = "batch"
EDIT_EVERY: Final = timedelta(seconds=10)
"""At most one edit of the batch's message in this time, but for a change of its state (design: Slack rules)."""
CHECK_AGAIN: Final = timedelta(seconds=2)


class BatchStep:
    """Brings a batch on, from the list to the last clip."""

    def __init__(
        self, records: BatchRecords, thread: BatchThread, reading: Reading, making: Making, clock: Clock
    ) -> None:
        self._records = records
        self._thread = thread
        self._reading = reading
        self._making = making
        self._clock = clock

    async def __call__(self, team_id: str, batch_id: str) -> timedelta | None:
        """One part, and when the next is due; None when it is the person's turn."""
        batch = await self._records.get(team_id, batch_id)
        if batch is None or batch.over:
            return None
        try:
            if batch.message_ts is None:
                return await self._post(batch)
            delay = await self._advance(batch)
            return await self._show(team_id, batch_id, delay)
        except SlackBusy as busy:
            return busy.retry_after
        except PostUncertain:
            return CHECK_AGAIN

    async def _post(self, batch: Batch) -> timedelta | None:
        """Post the batch's message, the anchor of all its clips: before any money is spent."""
        try:
            if batch.channel_id is None:
                batch = await self._records.change(batch, channel_id=await self._thread.open(batch))
            message_ts = None
            if batch.intent_at is not None:
                message_ts = await self._posted_earlier(batch, batch.intent_at)
            if message_ts is None:
                batch = await self._records.change(batch, intent_at=self._clock())
                message_ts = await self._thread.post(batch)
        except PostRefused as refused:  # there is nobody whom it could be told
            refusal = f"Slack does not let me write to you: {refused.code}."
            ended = BatchState.REFUSED if batch.state is BatchState.READING else batch.state
            await self._records.change(batch, state=ended, refusal=refusal, unshown=False)
            return None
        await self._records.change(batch, message_ts=message_ts, shown_at=self._clock(), shown_as=batch.state)
        return timedelta(0)

    async def _posted_earlier(self, batch: Batch, intent_at: datetime) -> str | None:
        try:
            message_ts = await self._thread.find(batch)
        except PostRefused:
            return None  # Herald may not look: a second message is a blemish, a missing one loses all
        if message_ts is None:
            require_settled(intent_at, self._clock())
        return message_ts

    async def _advance(self, batch: Batch) -> timedelta | None:
        if batch.state is BatchState.READING:
            return await self._reading.advance(batch)
        if batch.state is BatchState.SAMPLING:
            return await self._making.follow_sample(batch)
        if batch.state is BatchState.RUNNING:
            return await self._making.run(batch, self._clock)
        if batch.state is BatchState.FINISHED and not batch.reported:
            await self._report(batch)
        return None

    async def _show(self, team_id: str, batch_id: str, delay: timedelta | None) -> timedelta | None:
        """Edit the message where something changed and the last edit is some time ago; returns when to come back."""
        batch = await self._records.get(team_id, batch_id)
        if batch is None:
            return None
        if not batch.unshown:
            return delay
        now = self._clock()
        wait = timedelta(0)
        if batch.shown_at is not None and batch.shown_as is batch.state:
            wait = batch.shown_at + EDIT_EVERY - now
        if wait > timedelta(0):
            return wait if delay is None else min(delay, wait)
        updates: dict[str, object] = {"shown_at": now, "shown_as": batch.state, "unshown": False}
        try:
            await self._thread.show(batch)
        except PostRefused as refused:
            if refused.code == "message_not_found":  # somebody deleted it: a new one takes its place
                updates = {"message_ts": None, "intent_at": None, "channel_id": None}
        after = await self._records.change(batch, **updates)
        return delay if after.over or delay is not None else timedelta(0)

    async def _report(self, batch: Batch) -> None:
        """Send the CSV file once: what may have been sent is looked for; where one may not look, it counts as sent."""
        with suppress(PostRefused):  # the table says it all
            if batch.report_intent_at is None or not await self._thread.is_reported(batch):
                if batch.report_file_id is None:
                    batch = await self._records.change(batch, report_file_id=await self._thread.keep_report(batch))
                batch = await self._records.change(batch, report_intent_at=self._clock())
                await self._thread.share_report(batch)
        now = await self._records.get(batch.team_id, batch.id) or batch
        await self._records.change(now, reported=True, unshown=True)
