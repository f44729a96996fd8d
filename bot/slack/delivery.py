"""How a finished video reaches its thread in Slack."""

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot.errors import PostRefused, SlackBusy
from bot.posting.posting import Posting
from bot.rendering.render import Render
from bot.slack.calls import SlackCalls
from bot.slack.messages import Mark, Place, edit, find, post, send_privately
from bot.slack.surfaces.anchor import AI_MARK, LabelsOf, build_results_anchor
from bot.slack.surfaces.answer import build_answer, build_expired_notice, build_undelivered_notice
from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.escape import one_line
from bot.slack.thread import NOTICE_EVENT, place_of
from bot.slack.upload import UploadHost

ALT_TEXT: Final = f"{AI_MARK} of a presenter who speaks to the camera, made with Herald"
POSTING_EVENT: Final = "herald_posting"
SHARING_TAKES: Final = timedelta(minutes=1)
"""Slack shares a completed file some time after it said so; until then its absence means nothing."""
TITLE_LIMIT: Final = 80
LOOK_AGAIN: Final = timedelta(seconds=3)


class SlackDelivery:
    """Uploads, shares and links results, and tells the person where that fails; a `Delivery`."""

    def __init__(
        self, calls: SlackCalls, upload_host: UploadHost, *, labels: LabelsOf, now: Callable[[], datetime]
    ) -> None:
        self._calls = calls
        self._upload_host = upload_host
        self._labels = labels
        self._now = now

    async def keep(self, posting: Posting, path: Path) -> str:
        """Upload the file without sharing it; returns its id. A second time makes a second file, which nobody sees."""
        length = (await asyncio.to_thread(path.stat)).st_size
        answer = await self._calls.repeat(
            posting.team_id,
            "files.getUploadURLExternal",
            lambda slack: slack.files_getUploadURLExternal(
                filename=_file_name(posting), length=length, alt_txt=ALT_TEXT
            ),
            needs=["upload_url", "file_id"],
        )
        await self._upload_host.send(path, str(answer["upload_url"]))
        return str(answer["file_id"])

    async def show_results(self, render: Render, postings: Sequence[Posting]) -> None:
        """Edit the anchor to the results."""
        if render.anchor_ts is not None and postings:
            labels = await self._labels(render.team_id)
            message = build_results_anchor(render, postings, now=self._now(), labels=labels)
            await edit(self._calls, place_of(render), render.anchor_ts, message)

    async def share(self, render: Render, posting: Posting) -> None:
        """Share the kept file in the thread, with the answer as its comment."""
        shared = {
            "files": json.dumps(
                [{"id": posting.file_id, "title": f"{AI_MARK}: {one_line(render.script, TITLE_LIMIT)}"}]
            ),
            "channel_id": posting.destination.channel_id,
            "thread_ts": posting.thread_ts,
            "initial_comment": build_answer(render, posting, now=self._now()),
        }
        await self._calls.once(
            posting.team_id,
            "files.completeUploadExternal",
            # as a form: slack_sdk's own method would put the comment, and the video's address, into the URL
            lambda slack: slack.api_call("files.completeUploadExternal", data=shared),
        )

    async def is_shared(self, posting: Posting) -> bool:
        """Whether the kept file stands in the destination; SlackBusy while Slack may still be sharing it."""
        if posting.file_id is None:
            return False
        file_id = posting.file_id
        try:
            answer = await self._calls.repeat(
                posting.team_id, "files.info", lambda slack: slack.files_info(file=file_id)
            )
        except PostRefused as refused:
            if refused.code == "file_not_found":  # uploaded, but never completed
                return False
            raise
        if posting.destination.channel_id in _channels(answer.get("file") or {}):
            return True
        if posting.intent_at is not None and self._now() - posting.intent_at < SHARING_TAKES:
            raise SlackBusy("files.info", retry_after=LOOK_AGAIN)
        return False

    async def reply_with_link(self, render: Render, posting: Posting) -> str:
        """Post the answer as text alone; returns its `ts`."""
        message = Message(build_answer(render, posting, now=self._now()))
        return await post(self._calls, _thread_of(posting), message, Mark(POSTING_EVENT, posting.id))

    async def find_reply(self, posting: Posting) -> str | None:
        """The `ts` of a text answer posted earlier, by its metadata."""
        since = posting.intent_at or posting.due_at
        return await find(self._calls, _thread_of(posting), Mark(POSTING_EVENT, posting.id), since)

    async def tell_expired(self, render: Render, posting: Posting) -> None:
        """Say by DM that the link ended before it could be delivered."""
        await self._tell(render, posting, build_expired_notice(render))

    async def tell_undelivered(self, render: Render, posting: Posting) -> None:
        """Tell the requester by DM that Slack refused the answer in the thread."""
        await self._tell(render, posting, build_undelivered_notice(render, posting, now=self._now()))

    async def _tell(self, render: Render, posting: Posting, message: Message) -> None:
        mark = Mark(NOTICE_EVENT, posting.id)
        await send_privately(self._calls, _thread_of(posting), render.user_id, message, mark)


def _thread_of(posting: Posting) -> Place:
    return Place(posting.team_id, posting.destination.channel_id, posting.thread_ts or None)


def _file_name(posting: Posting) -> str:
    number = f"-{posting.position + 1}" if posting.position else ""
    return f"herald-{posting.render_id[:8]}{number}.{posting.file_type}"


def _channels(file: dict[str, Any]) -> set[str]:
    """The channels that a file is shared in: https://docs.slack.dev/reference/objects/file-object"""
    shares = file.get("shares") or {}
    return {channel_id for kind in ("public", "private") for channel_id in shares.get(kind) or {}}
