"""How a finished video reaches its thread in Slack."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.errors import PostRefused
from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Render
from bot.slack.calls import SlackCalls
from bot.slack.kept_files import KeptFiles
from bot.slack.messages import Mark, Place, edit, find, post, send_privately, settled
from bot.slack.sharing import is_shared, share
from bot.slack.surfaces.anchor import AI_MARK, LabelsOf, build_results_anchor
from bot.slack.surfaces.announce_cards import build_refused_channel
from bot.slack.surfaces.answer import (
    build_answer,
    build_expired_notice,
    build_undelivered_notice,
    build_unshared_notice,
)
from bot.slack.surfaces.blocks import Message
from bot.slack.surfaces.escape import one_line
from bot.slack.surfaces.media import shown_script
from bot.slack.thread import NOTICE_EVENT, place_of
from bot.slack.upload import Parcel, UploadHost, upload

ALT_TEXT: Final = f"{AI_MARK} of a presenter who speaks to the camera, made with Herald"
POSTING_EVENT: Final = "herald_posting"
TITLE_LIMIT: Final = 80
TEXT_TITLES: Final = ("Transcript", "Captions")
"""What the files that go with a video are called, in the order in which they are kept."""


class SlackDelivery:
    """Uploads, shares and links results, and tells the person where that fails; a `Delivery`."""

    def __init__(
        self,
        calls: SlackCalls,
        upload_host: UploadHost,
        kept_files: KeptFiles,
        *,
        labels: LabelsOf,
        now: Callable[[], datetime],
    ) -> None:
        self._calls = calls
        self._upload_host = upload_host
        self._kept_files = kept_files
        self._labels = labels
        self._now = now

    async def keep(self, posting: Posting, path: Path) -> str:
        """Upload the file without sharing it; returns its id."""
        return await upload(self._calls, self._upload_host, posting.team_id, Parcel(file_name(posting), path, ALT_TEXT))

    async def bring_back(self, posting: Posting, path: Path) -> None:
        """Fetch the bytes of a file that is in Slack already."""
        await self._kept_files.fetch(posting.team_id, posting.copy_of or "", path)

    async def show_results(self, render: Render, postings: Sequence[Posting]) -> None:
        """Edit the anchor to the results."""
        if render.anchor_ts is not None and postings:
            labels = await self._labels(render.team_id)
            message = build_results_anchor(render, postings, now=self._now(), labels=labels)
            await edit(self._calls, place_of(render), render.anchor_ts, message)

    async def address(self, posting: Posting) -> str:
        """The channel, or the DM with a person."""
        try:
            return (await settled(self._calls, place_of_posting(posting))).channel_id
        except PostRefused:
            return posting.destination.channel_id  # the post itself is refused likewise, and says so to its person

    async def share(self, render: Render, posting: Posting) -> None:
        """Share the kept file and those that go with it, with the answer as its comment."""
        titles = (f"{AI_MARK}: {one_line(shown_script(render), TITLE_LIMIT)}", *TEXT_TITLES)
        ids = (posting.file_id or "", *(posting.text_file_ids or ()))
        comment = build_answer(render, posting, now=self._now())
        await share(self._calls, place_of_posting(posting), dict(zip(ids, titles, strict=False)), comment=comment)

    async def is_shared(self, posting: Posting) -> bool:
        """Whether the kept file stands in the destination; SlackBusy while Slack may still be sharing it."""
        if posting.file_id is None:
            return False
        waited = self._now() - (posting.intent_at or posting.due_at)
        return await is_shared(self._calls, place_of_posting(posting), posting.file_id, waited=waited)

    async def reply_with_link(self, render: Render, posting: Posting) -> str:
        """Post the answer as text alone; returns its `ts`."""
        message = Message(build_answer(render, posting, now=self._now()))
        return await post(self._calls, place_of_posting(posting), message, Mark(POSTING_EVENT, posting.id))

    async def find_reply(self, posting: Posting) -> str | None:
        """The `ts` of a text answer posted earlier, by its metadata."""
        since = posting.intent_at or posting.due_at
        return await find(self._calls, place_of_posting(posting), Mark(POSTING_EVENT, posting.id), since)

    async def tell_expired(self, render: Render, posting: Posting) -> None:
        """Say by DM that the link ended before it could be delivered."""
        ended = posting.model_copy(update={"state": PostingState.EXPIRED})
        await self._tell(
            render, posting, _unshared(render, ended) if posting.elsewhere else build_expired_notice(render)
        )

    async def tell_undelivered(self, render: Render, posting: Posting) -> None:
        """Tell the requester by DM that Slack refused the answer in the thread."""
        if posting.elsewhere:
            await self._tell(render, posting, _unshared(render, posting))
        else:
            await self._tell(render, posting, build_undelivered_notice(render, posting, now=self._now()))

    async def _tell(self, render: Render, posting: Posting, message: Message) -> None:
        if render.batch_id is not None:  # the batch's message tells what became of its clips
            return
        mark = Mark(NOTICE_EVENT, posting.id)
        await send_privately(self._calls, place_of_posting(posting), render.user_id, message, mark)


def _unshared(render: Render, posting: Posting) -> Message:
    if posting.announcement_id is not None:
        return build_refused_channel(posting, shown_script(render))
    return build_unshared_notice(render, posting)


def place_of_posting(posting: Posting) -> Place:
    """Where the posting goes: a thread, a channel, or a person."""
    return Place(posting.team_id, posting.address or posting.destination.channel_id, posting.thread_ts or None)


def file_name(posting: Posting, ending: str | None = None) -> str:
    """What a file of the posting is called in Slack; the video itself unless another `ending` is given."""
    number = f"-{posting.position + 1}" if posting.position else ""
    return f"herald-{posting.render_id[:8]}{number}.{ending or posting.file_type}"
