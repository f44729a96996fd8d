"""Two of the three steps of Slack's upload: an address, and a file's bytes from the disk to there; nobody sees it yet.

https://docs.slack.dev/messaging/working-with-files#upload
"""

import asyncio
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from bot.errors import PostRefused, SlackBusy
from bot.slack.calls import SlackCalls
from bot.slack.clients import read_retry_after
from bot.slack.door import SOON, translated
from bot.slack.origins import Origins

UPLOAD: Final = "upload"
TRANSFER_TIMEOUT: Final = aiohttp.ClientTimeout(total=600, sock_connect=5, sock_read=60)


class UploadHost:
    """Sends files to upload addresses, but only on the origins that Slack keeps files on, and never a token."""

    def __init__(self, session: aiohttp.ClientSession, file_origins: Collection[str]) -> None:
        self._session = session
        self._origins = Origins(file_origins)

    async def send(self, path: Path, upload_url: str) -> None:
        """Stream the file; raises PostRefused for a place or a file that is not taken, SlackBusy to send it anew."""
        if not self._origins.have(upload_url):
            raise PostRefused(UPLOAD, "upload_url_not_allowed")
        with path.open("rb") as file, translated(UPLOAD, repeatable=True):
            async with self._session.post(
                upload_url,
                data=file,
                headers={"Content-Type": "application/octet-stream"},
                timeout=TRANSFER_TIMEOUT,
                allow_redirects=False,
            ) as answer:
                self._check(answer)

    def _check(self, answer: aiohttp.ClientResponse) -> None:
        if answer.status == 200:
            return
        if answer.status == 429 or answer.status >= 500:
            raise SlackBusy(UPLOAD, retry_after=read_retry_after(dict(answer.headers)) or SOON)
        raise PostRefused(UPLOAD, f"http_{answer.status}")


@dataclass(frozen=True)
class Parcel:
    """A file to be uploaded: its name in Slack, where it lies, and what it says to those who cannot see it."""

    name: str
    path: Path
    alt_text: str | None = None


async def upload(calls: SlackCalls, host: UploadHost, team_id: str, parcel: Parcel) -> str:
    """Upload the file without sharing it; returns its id. A second time makes a second file, which nobody sees.

    Raises PostRefused or SlackBusy.
    """
    length = (await asyncio.to_thread(parcel.path.stat)).st_size
    answer = await calls.repeat(
        team_id,
        "files.getUploadURLExternal",
        lambda slack: slack.files_getUploadURLExternal(filename=parcel.name, length=length, alt_txt=parcel.alt_text),
        needs=["upload_url", "file_id"],
    )
    await host.send(parcel.path, str(answer["upload_url"]))
    return str(answer["file_id"])


@dataclass(frozen=True)
class Content:
    """A small file that lies nowhere yet; the rest as above."""

    name: str
    content: bytes
    alt_text: str | None = None


async def upload_bytes(calls: SlackCalls, host: UploadHost, team_id: str, file: Content) -> str:
    """As `upload`."""
    with tempfile.TemporaryDirectory(prefix="herald-") as folder:
        path = Path(folder, "content")
        await asyncio.to_thread(path.write_bytes, file.content)
        return await upload(calls, host, team_id, Parcel(file.name, path, file.alt_text))
