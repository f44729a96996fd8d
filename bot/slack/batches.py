"""A batch's message in the sender's DM, and the CSV file under it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.posting.batch import Batch
from bot.slack.calls import SlackCalls
from bot.slack.messages import Mark, Place, edit, find, post, settled
from bot.slack.sharing import is_shared, share
from bot.slack.surfaces.batch import build_batch_message
from bot.slack.surfaces.batch_report import REPORT_COMMENT, build_report
from bot.slack.upload import Content, UploadHost, upload_bytes

BATCH_EVENT: Final = "herald_batch"
REPORT_NAME: Final = "personal-clips.csv"


class SlackBatchThread:
    """Shows a batch to its sender; a `BatchThread`."""

    def __init__(self, calls: SlackCalls, upload_host: UploadHost, *, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._upload_host = upload_host
        self._now = now

    async def open(self, batch: Batch) -> str:
        """The id of Herald's DM with the sender."""
        return (await settled(self._calls, Place(batch.team_id, batch.user_id))).channel_id

    async def post(self, batch: Batch) -> str:
        """Post the message; returns its `ts`."""
        message = build_batch_message(batch, now=self._now())
        return await post(self._calls, _place(batch), message, Mark(BATCH_EVENT, batch.id))

    async def find(self, batch: Batch) -> str | None:
        """The `ts` of the message that was posted earlier, by its metadata."""
        since = batch.intent_at or batch.asked_at
        return await find(self._calls, _place(batch), Mark(BATCH_EVENT, batch.id), since)

    async def show(self, batch: Batch) -> None:
        """Edit the message to what the batch is now."""
        if batch.message_ts is not None:
            await edit(self._calls, _place(batch), batch.message_ts, build_batch_message(batch, now=self._now()))

    async def keep_report(self, batch: Batch) -> str:
        """Upload the CSV file, which nobody sees yet; returns its id."""
        report = Content(REPORT_NAME, build_report(batch).encode("utf-8-sig"))
        return await upload_bytes(self._calls, self._upload_host, batch.team_id, report)

    async def share_report(self, batch: Batch) -> None:
        """Share that file under the message."""
        place = replace(_place(batch), thread_ts=batch.message_ts)
        await share(self._calls, place, {batch.report_file_id or "": REPORT_NAME}, comment=REPORT_COMMENT)

    async def is_reported(self, batch: Batch) -> bool:
        """Whether the file stands there."""
        waited = self._now() - (batch.report_intent_at or batch.asked_at)
        return await is_shared(self._calls, _place(batch), batch.report_file_id or "", waited=waited)


def _place(batch: Batch) -> Place:
    return Place(batch.team_id, batch.channel_id or batch.user_id)
