"""The bytes of files that Herald keeps in Slack, on their way back out.

https://docs.slack.dev/reference/objects/file-object
"""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Final

import aiohttp

from bot.errors import PostRefused
from bot.slack.calls import SlackCalls
from bot.slack.download import FileHost
from bot.slack.upload import TRANSFER_TIMEOUT

FETCH: Final = "files.fetch"
"""Not one of Slack's methods: the bytes come from the file's own address."""
LARGEST: Final = 1 << 30
_CHUNK: Final = 256 * 1024


class KeptFiles:
    """Fetches files with the workspace's token, but only from the origins that Slack keeps files on."""

    def __init__(self, calls: SlackCalls, session: aiohttp.ClientSession, file_origins: Collection[str]) -> None:
        self._host = FileHost(calls, session, file_origins)

    async def fetch(self, team_id: str, file_id: str, path: Path) -> None:
        """Bring the file's bytes to `path`; raises PostRefused (`file_deleted`, `missing_scope`, …) or SlackBusy."""
        file = await self._host.describe(team_id, file_id)
        url = str(file.get("url_private") or "")
        if not self._host.keeps(url):
            raise PostRefused(FETCH, "file_url_not_allowed")
        async with self._host.opened(team_id, url, method=FETCH, patience=TRANSFER_TIMEOUT) as response:
            _check(response)
            await _take(response, path)


def _check(response: aiohttp.ClientResponse) -> None:
    """Slack sends those who may not read a file to its login page."""
    if 300 <= response.status < 400 or response.content_type == "text/html":
        raise PostRefused(FETCH, "missing_scope")
    if response.status != 200:
        raise PostRefused(FETCH, "file_not_found")


async def _take(response: aiohttp.ClientResponse, path: Path) -> None:
    taken = 0
    with path.open("wb") as file:
        async for chunk in response.content.iter_chunked(_CHUNK):
            taken += len(chunk)
            if taken > LARGEST:
                raise PostRefused(FETCH, "file_upload_size_restricted")
            await asyncio.to_thread(file.write, chunk)
