"""Clients for what Herald asks of others: no proxy of the environment's, and no error but httpx's own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

import httpx

_LIMITS: Final = httpx.Limits(max_connections=100, max_keepalive_connections=20)


class SteadyTransport(httpx.AsyncBaseTransport):
    """Says of a socket that was reset as soon as it stood what httpx says of any other: that it cannot be read.

    Below httpx, anyio asks things of a socket that asyncio has already taken away, and stumbles over None.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The inner transport's answer."""
        with _named():
            answer = await self._inner.handle_async_request(request)
        if isinstance(answer.stream, httpx.AsyncByteStream):
            answer.stream = _SteadyBody(answer.stream)
        return answer

    async def aclose(self) -> None:
        """Close what is open."""
        await self._inner.aclose()


class _SteadyBody(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _named():
            async for piece in self._inner:
                yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except AttributeError as error:
        raise httpx.ReadError("the connection was reset") from error


def open_transport(limits: httpx.Limits = _LIMITS) -> httpx.AsyncBaseTransport:
    """The way to others, with so many connections."""
    return SteadyTransport(httpx.AsyncHTTPTransport(trust_env=False, limits=limits))


def open_http(timeout: float = 5.0) -> httpx.AsyncClient:
    """A client that waits so many seconds for each piece of an answer, unless a request says otherwise."""
    return httpx.AsyncClient(transport=open_transport(), trust_env=False, timeout=timeout)
