"""Fetching media from a URL: bounded in size, time and redirects."""

import asyncio
from typing import Final

import aiohttp
from yarl import URL

from playground.studio.service.media.addresses import (
    ForbiddenAddress,
    PublicResolver,
    check_number,
    names_this_machine,
)
from playground.studio.service.media.library import LARGEST_BYTES
from playground.studio.service.media.sources import is_http_url

FETCH_SECONDS: Final = 20.0
_REDIRECTS: Final = 3
_PIECE_BYTES: Final = 64 * 1024
_REDIRECTED: Final = frozenset({301, 302, 303, 307, 308})


class NotFetched(Exception):
    """Media that could not be had; the text says why."""


async def fetch(url: str, *, seconds: float = FETCH_SECONDS) -> bytes:
    """The bytes at an address; raises `NotFetched`."""
    connector = aiohttp.TCPConnector(resolver=PublicResolver())
    try:
        async with asyncio.timeout(seconds), aiohttp.ClientSession(connector=connector) as session:
            return await _follow(session, URL(url, encoded=url.isascii()))
    except TimeoutError as error:
        raise NotFetched(f"it took longer than {seconds:g} s") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        reason = _forbidden(error) or f"there was no connection ({type(error).__name__})"
        raise NotFetched(reason) from error


async def _follow(session: aiohttp.ClientSession, url: URL) -> bytes:
    """Follow a few redirects; only an address that named this machine may lead to this machine."""
    local = names_this_machine(url)
    for _ in range(_REDIRECTS + 1):
        if not is_http_url(str(url)):
            raise NotFetched("it leads to something that is not http or https")
        if names_this_machine(url) and not local:
            raise ForbiddenAddress("the address is private")
        check_number(url, local=local)
        async with session.get(url, allow_redirects=False) as answer:
            if answer.status in _REDIRECTED and "Location" in answer.headers:
                url = url.join(URL(answer.headers["Location"], encoded=True))
                continue
            if answer.status != 200:
                raise NotFetched(f"the answer was HTTP {answer.status}")
            return await _read(answer)
    raise NotFetched(f"it redirects more than {_REDIRECTS} times")


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE_BYTES):
        content += piece
        if len(content) > LARGEST_BYTES:
            raise NotFetched(f"it is larger than {LARGEST_BYTES // 2**20} MiB")
    return bytes(content)


def _forbidden(error: BaseException) -> str | None:
    """The words of a forbidden address, which the connector may have wrapped."""
    wrapped = getattr(error, "os_error", None) or error.__cause__
    found = next((cause for cause in (error, wrapped) if isinstance(cause, ForbiddenAddress)), None)
    return None if found is None else str(found)
