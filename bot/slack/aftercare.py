"""What is done in Slack about results that were posted: links that ended are taken out, what is unwanted is removed."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.errors import PostRefused
from bot.posting.posting import Posting
from bot.rendering.render import Render
from bot.slack.calls import SlackCalls
from bot.slack.delivery import POSTING_EVENT, place_of_posting
from bot.slack.messages import Mark, Place, delete, edit, find, send_privately
from bot.slack.sharing import GONE, shared_ts
from bot.slack.surfaces.answer import build_answer, build_leftover_notice
from bot.slack.surfaces.blocks import Message
from bot.slack.thread import NOTICE_EVENT


class SlackAftercare:
    """Finds, edits and removes the messages and files of postings; an `Aftercare`."""

    def __init__(self, calls: SlackCalls, *, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._now = now

    async def locate(self, posting: Posting) -> str | None:
        """By the file that it shares, or by its metadata where it is text alone."""
        if posting.file_id is None:
            since = posting.intent_at or posting.due_at
            return await find(self._calls, place_of_posting(posting), Mark(POSTING_EVENT, posting.id), since)
        try:
            return await shared_ts(self._calls, place_of_posting(posting), posting.file_id)
        except PostRefused as refused:
            if refused.code in GONE:
                return None
            raise

    async def end_link(self, render: Render, posting: Posting) -> None:
        """Edit the comment under which the file is shared, or the text reply."""
        if posting.message_ts is not None:
            message = Message(build_answer(render, posting, now=self._now()))
            await edit(self._calls, place_of_posting(posting), posting.message_ts, message)

    async def remove(self, posting: Posting) -> tuple[str, ...]:
        """The message first, since its files tell where it is."""
        left = []
        if posting.message_ts is not None:
            try:
                await delete(self._calls, place_of_posting(posting), posting.message_ts)
            except PostRefused as refused:
                left.append(f"message:{refused.code}")
        for file_id in filter(None, (posting.file_id, *(posting.text_file_ids or ()))):
            try:
                await self._delete_file(posting.team_id, file_id)
            except PostRefused as refused:
                left.append(f"file:{refused.code}")
        return tuple(left)

    async def tell_leftover(self, render: Render, postings: Sequence[Posting]) -> None:
        """By DM."""
        mark = Mark(NOTICE_EVENT, render.id)
        place = Place(render.team_id, render.user_id)
        await send_privately(self._calls, place, render.user_id, build_leftover_notice(render, postings), mark)

    async def _delete_file(self, team_id: str, file_id: str) -> None:
        try:
            await self._calls.repeat(team_id, "files.delete", lambda slack: slack.files_delete(file=file_id))
        except PostRefused as refused:
            if refused.code not in GONE:
                raise
