"""A small text file, such as a table, sent to one person in their direct message."""

from dataclasses import dataclass

from bot.slack.calls import SlackCalls
from bot.slack.messages import Place
from bot.slack.sharing import share
from bot.slack.upload import Content, UploadHost, upload_bytes


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
        content = Content(document.name, document.content)
        file_id = await upload_bytes(self._calls, self._host, team_id, content)
        await share(self._calls, Place(team_id, user_id), {file_id: document.title}, comment=document.comment)
