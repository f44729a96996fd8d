"""A small text file, such as a table, sent to one person in their direct message."""

import asyncio
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.slack.calls import SlackCalls
from bot.slack.upload import Parcel, UploadHost, upload


@dataclass(frozen=True)
class Document:
    """A file to be made and sent; `comment` is what is said above it, as mrkdwn."""

    name: str
    content: bytes
    title: str
    comment: str


class SlackDocuments:
    """Sends documents; nobody but the person sees them."""

    def __init__(self, calls: SlackCalls, host: UploadHost) -> None:
        self._calls = calls
        self._host = host

    async def __call__(self, team_id: str, user_id: str, document: Document) -> None:
        """Send the document; raises PostRefused, SlackBusy, and PostUncertain where it may have arrived."""
        with tempfile.TemporaryDirectory(prefix="herald-") as folder:
            path = Path(folder, "document")
            await asyncio.to_thread(path.write_bytes, document.content)
            file_id = await upload(self._calls, self._host, team_id, Parcel(document.name, path))
        opened = await self._calls.repeat(
            team_id, "conversations.open", lambda slack: slack.conversations_open(users=user_id), needs=["channel"]
        )
        shared = {
            "files": json.dumps([{"id": file_id, "title": document.title}]),
            "channel_id": str(opened["channel"]["id"]),
            "initial_comment": document.comment,
        }
        await self._calls.once(
            team_id,
            "files.completeUploadExternal",
            # as a form: slack_sdk's own method would put the comment into the URL
            lambda slack: slack.api_call("files.completeUploadExternal", data=shared),
        )
