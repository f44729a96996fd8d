"""A batch's message in the sender's DM, and the CSV file under it."""

import asyncio
import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.errors import PostRefused, SlackBusy
from bot.posting.batch import Batch
from bot.slack.calls import SlackCalls
from bot.slack.delivery import LOOK_AGAIN, SHARING_TAKES
from bot.slack.messages import Mark, Place, edit, find, post, settled
from bot.slack.surfaces.batch import build_batch_message
from bot.slack.surfaces.batch_report import REPORT_COMMENT, build_report
from bot.slack.upload import Parcel, UploadHost, upload

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
        with tempfile.TemporaryDirectory(prefix="herald-") as folder:
            path = Path(folder, REPORT_NAME)
            await asyncio.to_thread(path.write_bytes, build_report(batch).encode("utf-8-sig"))
            return await upload(self._calls, self._upload_host, batch.team_id, Parcel(REPORT_NAME, path))

    async def share_report(self, batch: Batch) -> None:
        """Share that file under the message."""
        shared = {
            "files": json.dumps([{"id": batch.report_file_id, "title": REPORT_NAME}]),
            "channel_id": batch.channel_id,
            "thread_ts": batch.message_ts,
            "initial_comment": REPORT_COMMENT,
        }
        await self._calls.once(
            batch.team_id,
            "files.completeUploadExternal",
            lambda slack: slack.api_call("files.completeUploadExternal", data=shared),
        )

    async def is_reported(self, batch: Batch) -> bool:
        """Whether the file stands there; one that Slack does not know was never shared."""
        file_id = batch.report_file_id or ""
        try:
            answer = await self._calls.repeat(
                batch.team_id, "files.info", lambda slack: slack.files_info(file=file_id), needs=["file"]
            )
        except PostRefused as refused:
            if refused.code == "file_not_found":
                return False
            raise
        shares = (answer["file"] or {}).get("shares") or {}
        if any((shares.get(kind) or {}).get(batch.channel_id) for kind in ("public", "private")):
            return True
        if batch.report_intent_at is not None and self._now() - batch.report_intent_at < SHARING_TAKES:
            raise SlackBusy("files.info", retry_after=LOOK_AGAIN)
        return False


def _place(batch: Batch) -> Place:
    return Place(batch.team_id, batch.channel_id or batch.user_id)
