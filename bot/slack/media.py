"""A person's file, from Slack: https://docs.slack.dev/messaging/working-with-files#downloading."""

from collections.abc import Collection
from typing import Any, Final, Protocol

import aiohttp

from bot.errors import FileRefused, PostRefused
from bot.media.kinds import is_web_page
from bot.rendering.given import PersonFile
from bot.slack.calls import SlackCalls
from bot.slack.download import FileHost
from bot.slack.surfaces.escape import one_line

DOWNLOAD: Final = "download"
TRANSFER_TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=5, sock_read=15)
NAME_LIMIT: Final = 60
_CHUNK_BYTES: Final = 64 * 1024
_HOSTED: Final = frozenset({"hosted", "snippet", ""})

_GONE: Final = ("file_deleted", "was deleted in Slack before I could fetch it")
_HIDDEN: Final = ("file_hidden", "is not shared with Herald, so I cannot see it")
_NO_SCOPE: Final = ("file_scope", "cannot be read: Herald was installed here without the permission to read files")
_ELSEWHERE: Final = ("file_elsewhere", "is not kept in Slack itself, so I cannot fetch it")
_REFUSALS: Final = {
    "file_deleted": _GONE,
    "file_not_found": _HIDDEN,
    "access_denied": _HIDDEN,
    "not_allowed_token_type": _NO_SCOPE,
    "no_permission": _NO_SCOPE,
    "missing_scope": _NO_SCOPE,
}


class Asked(Protocol):
    """What a file was given for: a render, or a batch of them."""

    @property
    def team_id(self) -> str: ...
    @property
    def user_id(self) -> str: ...


class SlackFiles:
    """Fetches files that people gave, with the workspace's token and from Slack's own hosts only; a `FileSource`."""

    def __init__(self, calls: SlackCalls, session: aiohttp.ClientSession, file_origins: Collection[str]) -> None:
        self._host = FileHost(calls, session, file_origins)

    async def fetch(self, asked: Asked, file_id: str, *, max_bytes: int, own: bool) -> PersonFile:
        """A file that was given for what is `asked`; where it has to be the person's `own`, nobody else's will do.

        Raises FileRefused where it cannot be had, PostRefused where Slack lets Herald do nothing, SlackBusy.
        """
        file = await self._look_up(asked.team_id, file_id)
        name = one_line(str(file.get("name") or ""), NAME_LIMIT)
        try:
            if own and file.get("user") != asked.user_id:
                raise FileRefused(*_HIDDEN)
            content = await self._download(asked.team_id, _address(file, max_bytes), max_bytes)
        except FileRefused as refused:
            raise refused.named(name) from None
        return PersonFile(name, content)

    async def _look_up(self, team_id: str, file_id: str) -> dict[str, Any]:
        try:
            return await self._host.describe(team_id, file_id)
        except PostRefused as refused:
            if refused.code in _REFUSALS:
                raise FileRefused(*_REFUSALS[refused.code]) from None
            raise

    async def _download(self, team_id: str, url: str, max_bytes: int) -> bytes:
        if not self._host.keeps(url):
            raise FileRefused(*_ELSEWHERE)
        async with self._host.opened(team_id, url, method=DOWNLOAD, patience=TRANSFER_TIMEOUT) as answer:
            _check(answer)
            content = await _read(answer, max_bytes)
        if answer.content_type == "text/html" or is_web_page(content):
            raise FileRefused(*_NO_SCOPE)  # Slack shows its sign-in page to whom it does not let in, as a success
        return content


def _address(file: dict[str, Any], max_bytes: int) -> str:
    """Where the file is, if it is there and small enough."""
    mode, url, size = str(file.get("mode") or ""), file.get("url_private"), file.get("size")
    if mode == "tombstone":
        raise FileRefused(*_GONE)
    if mode not in _HOSTED or file.get("is_external") or not isinstance(url, str) or not url:
        raise FileRefused(*_ELSEWHERE)
    if isinstance(size, int) and size > max_bytes:
        raise _too_large(f"has {size / 1000**2:.1f} MB", max_bytes)
    return url


def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status in {404, 410}:
        raise FileRefused(*_GONE)
    if answer.status != 200:
        raise FileRefused(*_NO_SCOPE)


async def _read(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    """The whole body; what says that it is too long, or is, is read no further."""
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > max_bytes:
            raise _too_large("is too large", max_bytes)
    return bytes(content)


def _too_large(what: str, max_bytes: int) -> FileRefused:
    return FileRefused("file_too_large", f"{what}; {max_bytes // 1000**2} MB is the most")
