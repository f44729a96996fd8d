"""The one way to the bytes of a file in Slack: https://docs.slack.dev/messaging/working-with-files#downloading."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.errors import SlackBusy
from bot.slack.calls import SlackCalls
from bot.slack.clients import read_retry_after
from bot.slack.door import SOON, translated
from bot.slack.origins import Origins


class FileHost:
    """Opens files with the workspace's token, which goes to the origins that Slack keeps files on and nowhere else."""

    def __init__(self, calls: SlackCalls, session: aiohttp.ClientSession, file_origins: Collection[str]) -> None:
        self._calls = calls
        self._session = session
        self._origins = Origins(file_origins)

    async def describe(self, team_id: str, file_id: str) -> dict[str, Any]:
        """What Slack says of the file; raises PostRefused or SlackBusy."""
        answer = await self._calls.repeat(
            team_id, "files.info", lambda slack: slack.files_info(file=file_id), needs=["file"]
        )
        file: dict[str, Any] = answer["file"] or {}
        return file

    def keeps(self, url: str) -> bool:
        """Whether the address is on an origin where files may live."""
        return self._origins.have(url)

    @asynccontextmanager
    async def opened(
        self, team_id: str, url: str, *, method: str, patience: aiohttp.ClientTimeout
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer to a download of an address that `keeps`, to be read in the block; a redirect is not followed.

        Raises SlackBusy, under the name `method`, when it is cut off or Slack has no time.
        """
        if not self.keeps(url):
            raise ValueError("the token must not leave Slack's own hosts")
        token = (await self._calls.workspace(team_id, method)).bot_token
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        with translated(method, repeatable=True):
            async with self._session.get(url, headers=headers, timeout=patience, allow_redirects=False) as answer:
                if answer.status == 429 or answer.status >= 500:
                    raise SlackBusy(method, retry_after=read_retry_after(dict(answer.headers)) or SOON)
                yield answer
