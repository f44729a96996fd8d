"""The bytes of files that Herald keeps in Slack, on their way back out.

https://docs.slack.dev/reference/objects/file-object
"""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Final

import aiohttp

from bot.errors import PostRefused, SlackBusy
from bot.slack.calls import SlackCalls
from bot.slack.door import SOON, translated
from bot.slack.upload import TRANSFER_TIMEOUT, origin_of

FETCH: Final = "files.fetch"
"""Not one of Slack's methods: the bytes come from the file's own address."""
LARGEST: Final = 1 << 30
_CHUNK: Final = 256 * 1024


class KeptFiles:
    """Fetches files with the workspace's token, but only from the origins that Slack keeps files on."""

    def __init__(self, calls: SlackCalls, session: aiohttp.ClientSession, file_origins: Collection[str]) -> None:
        self._calls = calls
        self._session = session
        self._file_origins = frozenset(origin.rstrip("/").lower() for origin in file_origins)

    async def fetch(self, team_id: str, file_id: str, path: Path) -> None:
        """Bring the file's bytes to `path`; raises PostRefused (`file_deleted`, `missing_scope`, …) or SlackBusy."""
        answer = await self._calls.repeat(
            team_id, "files.info", lambda slack: slack.files_info(file=file_id), needs=["file"]
        )
        url = str(answer["file"].get("url_private") or "")
        if origin_of(url) not in self._file_origins:
            raise PostRefused(FETCH, "file_url_not_allowed")
        workspace = await self._calls.workspace(team_id, FETCH)
        headers = {"Authorization": f"Bearer {workspace.bot_token}"}
        with translated(FETCH, repeatable=True):
            async with self._session.get(
                url, headers=headers, timeout=TRANSFER_TIMEOUT, allow_redirects=False
            ) as response:
                _check(response)
                await _take(response, path)


def _check(response: aiohttp.ClientResponse) -> None:
    """Slack sends those who may not read a file to its login page."""
    if response.status == 429 or response.status >= 500:
        raise SlackBusy(FETCH, retry_after=SOON)
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
