"""A real connection that is slow, cut or refused: the step ends in time, and says whether the task may have arrived."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.errors import RunwareBusy, TaskUncertain
from bot.outgoing import open_http
from bot.runware.client import RunwareClient
from bot.runware.line import Patience
from tests.bot.runware.samples import API_KEY, ORDER, Watch

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def _client_of(behaviour: Behaviour) -> AsyncIterator[RunwareClient]:
    """A client of a service on loopback that does so with every connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await behaviour(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, open_http() as http:
        yield RunwareClient(
            http,
            api_key=SecretStr(API_KEY),
            api_url=f"http://127.0.0.1:{port}/v1",
            patience=Patience(deadline=timedelta(milliseconds=300)),
        )


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An answer that comes a byte at a time, for ever."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.transport.abort()


async def _cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"data":[')
    await writer.drain()


async def _garble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"\x00\xff not HTTP at all\r\n\r\n")
    await writer.drain()


async def test_an_answer_that_drips_is_given_up_in_time() -> None:
    async with _client_of(_drip) as client:
        begun = time.monotonic()
        with pytest.raises(TaskUncertain, match=r"0\.3 s"):
            await client.submit(ORDER)
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("behaviour", [_reset, _cut, _garble])
async def test_an_answer_that_is_cut_is_uncertain(behaviour: Behaviour) -> None:
    async with _client_of(behaviour) as client:
        with pytest.raises(TaskUncertain):
            await client.submit(ORDER)


async def test_a_closed_port_is_busy(unused_port: int) -> None:
    async with open_http() as http:
        client = RunwareClient(
            http, api_key=SecretStr(API_KEY), api_url=f"http://127.0.0.1:{unused_port}/v1", patience=Watch().patience
        )
        with pytest.raises(RunwareBusy):
            await client.submit(ORDER)


@pytest.fixture
async def unused_port() -> int:
    """A port that was free a moment ago."""
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        port: int = server.sockets[0].getsockname()[1]
    return port
