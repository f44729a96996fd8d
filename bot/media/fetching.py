"""Files that people gave by their address, fetched so that no machine is called which only this one can reach.

A host is looked up once, all its numbers are checked, and the connection goes to one that was checked; each redirect is
an address like any other. No token, cookie or name goes with it.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

import httpx

from bot.errors import FileNotNow, FileRefused
from bot.media.addresses import Address, is_public, read_address
from bot.outgoing import open_transport

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""The numbers of a host; raises OSError."""

DEADLINE: Final = timedelta(seconds=30)
REDIRECTS: Final = 3
PORT: Final = 443
_TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
_HEADERS: Final = {"Accept": "image/jpeg, image/png, image/webp", "Accept-Encoding": "identity", "User-Agent": "Herald"}
_GONE: Final = ("file_address_gone", "is not there: its site does not give it to me")
_HIDDEN: Final = ("file_address_hidden", "is on a machine that is not open to the internet")
_TOO_OFTEN: Final = ("file_address_gone", f"leads on to other addresses more than {REDIRECTS} times")


async def look_up(host: str) -> Sequence[str]:
    """The numbers of a host, as the system knows them; raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


class PinnedTransport(httpx.AsyncBaseTransport):
    """Connects to a checked number of the host instead of its name; the certificate must be the name's all the same."""

    def __init__(self, inner: httpx.AsyncBaseTransport, lookup: Lookup, port: int = PORT) -> None:
        self._inner = inner
        self._lookup = lookup
        self._port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of a public machine; raises FileRefused where the host has any other."""
        numbers = await self._lookup(request.url.host)
        if not numbers or not all(is_public(number) for number in numbers):
            raise FileRefused(*_HIDDEN)
        *others, last = numbers
        for number in others:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):  # such as a number of IPv6 where there is none
                return await self._call(number, request)
        return await self._call(last, request)

    async def _call(self, number: str, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=number, port=self._port),
            headers=[(b"Host", host.encode("ascii")), *headers],
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self._inner.handle_async_request(pinned)


def public_transport() -> httpx.AsyncBaseTransport:
    """To the internet and nowhere else; a connection serves one request, since others may be meant for other names."""
    limits = httpx.Limits(max_connections=10, max_keepalive_connections=0)
    return PinnedTransport(open_transport(limits), look_up)


class AddressFetcher:
    """Fetches what stands at an address that a person gave; no connection outlives its request, so none is closed."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._http = httpx.AsyncClient(transport=transport, trust_env=False, headers=_HEADERS, timeout=_TIMEOUT)

    async def get(self, address: str, *, max_bytes: int) -> bytes:
        """The bytes; raises FileRefused for what cannot be had there, FileNotNow for what may be later."""
        try:
            async with asyncio.timeout(DEADLINE.total_seconds()):
                return await self._follow(read_address(address), max_bytes)
        except TimeoutError:
            raise FileNotNow(f"it took longer than {DEADLINE.total_seconds():g} s") from None
        except (httpx.HTTPError, OSError) as error:
            raise FileNotNow(f"its site cannot be reached: {type(error).__name__}") from None

    async def _follow(self, address: Address, max_bytes: int) -> bytes:
        for _ in range(REDIRECTS + 1):
            self._http.cookies.clear()
            async with self._http.stream("GET", address.url, follow_redirects=False) as answer:
                if not answer.has_redirect_location:
                    return await _read(answer, max_bytes)
                onwards = _join(address, answer.headers["Location"])
            address = read_address(onwards)
        raise FileRefused(*_TOO_OFTEN)


def _join(address: Address, location: str) -> str:
    """Where a redirect leads to, as text that is read like any other address."""
    try:
        return str(httpx.URL(address.url).join(location)).partition("#")[0]
    except httpx.InvalidURL:
        raise FileRefused(*_GONE) from None


async def _read(answer: httpx.Response, max_bytes: int) -> bytes:
    """The body as it was sent: nothing is unpacked, since little can become much."""
    if answer.status_code == 429 or answer.status_code >= 500:
        raise FileNotNow(f"its site answered HTTP {answer.status_code}")
    if answer.status_code != 200:
        raise FileRefused(*_GONE)
    content = bytearray()
    async for chunk in answer.aiter_raw():
        content += chunk
        if len(content) > max_bytes:
            raise FileRefused("file_too_large", f"is too large; {max_bytes // 1000**2} MB is the most")
    return bytes(content)
