"""No connection stays half open, sends endless headers, or keeps others out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import guard_connections
from bot.guard_connections import HEAD_LIMIT, PatientProtocol, Waiting, allowed_connections, patient_config
from playground.serving import listening_socket

PATIENCE = 0.2
GOOD = b"POST / HTTP/1.1\r\nHost: herald\r\nContent-Length: 2\r\n\r\nhi"


class Server:
    """A server whose patience is short, and how to talk to it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: list[asyncio.StreamWriter] = []

    async def call(self, beginning: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which this was said."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._open.append(writer)
        writer.write(beginning)
        return reader, writer

    def hang_up(self) -> None:
        """Close what is still open."""
        for writer in self._open:
            writer.close()


async def status(reader: asyncio.StreamReader) -> int:
    """The status of the next answer, which is read to its end."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(length)
    return int(head[9:12])


async def is_closed(reader: asyncio.StreamReader) -> bool:
    """Wait until the other side has closed; what it still says does not matter."""
    async with asyncio.timeout(10):
        try:
            await reader.read()
        except ConnectionError:
            return True
    return reader.at_eof()


@asynccontextmanager
async def serving(
    monkeypatch: pytest.MonkeyPatch, *, most: int = 100, patience: float = PATIENCE
) -> AsyncIterator[Server]:
    """The server, which reads a whole request before it answers."""
    monkeypatch.setattr(guard_connections, "LOOK_EVERY_SECONDS", 0.02)

    async def echo(request: Request) -> Response:
        return PlainTextResponse(await request.body())

    sock = listening_socket(0)
    config = patient_config(Starlette(routes=[Route("/", echo, methods=["POST"])]), timeout_keep_alive=1)
    config.http = partial(PatientProtocol, waiting=Waiting(most=most, patience=patience))  # type: ignore[assignment]
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve([sock]))
    talk = Server(sock.getsockname()[1])
    try:
        yield talk
    finally:
        talk.hang_up()
        server.should_exit = True
        await running


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """A server of little patience."""
    async with serving(monkeypatch) as running:
        yield running


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"\r\n",
        b"P",
        b"POST / HTTP/1.1\r\nX-A: b",
        GOOD[:-1],
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
async def test_a_request_that_is_not_finished_is_closed(server: Server, beginning: bytes) -> None:
    reader, _ = await server.call(beginning)

    assert await is_closed(reader)


@pytest.mark.parametrize(
    "beginning", [b"", b"POST / HTTP/1.1\r\nX-A: b", b"POST / HTTP/1.1\r\nContent-Length: 9999\r\n\r\n"]
)
async def test_a_byte_now_and_then_buys_no_time(server: Server, beginning: bytes) -> None:
    reader, writer = await server.call(beginning)

    async def trickle() -> None:
        while not writer.is_closing():
            writer.write(b"\r\n" if not beginning else b"x")
            await asyncio.sleep(0.01)

    trickling = asyncio.create_task(trickle())
    assert await is_closed(reader)
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


async def test_good_requests_are_answered_one_after_the_other(server: Server) -> None:
    reader, writer = await server.call()

    for _ in range(3):
        writer.write(GOOD)
        assert await status(reader) == 200


async def test_a_second_request_that_is_not_finished_is_closed_too(server: Server) -> None:
    reader, _ = await server.call(GOOD + GOOD[:20])

    assert await status(reader) == 200
    assert await is_closed(reader)


async def test_requests_sent_at_once_are_all_answered(server: Server) -> None:
    reader, _ = await server.call(GOOD * 3)

    assert [await status(reader) for _ in range(3)] == [200, 200, 200]


async def test_headers_that_come_bit_by_bit_without_end_are_refused(server: Server) -> None:
    reader, writer = await server.call(b"POST / HTTP/1.1\r\n")
    for number in range(HEAD_LIMIT // 1_000 + 2):
        writer.write(b"X-%d: " % number + b"y" * 1_000 + b"\r\n")

    assert b" 400 " in await reader.readline()


async def test_large_headers_that_come_at_once_are_refused(server: Server) -> None:
    reader, _ = await server.call(GOOD.replace(b"\r\n\r\n", b"\r\nX: " + b"y" * (HEAD_LIMIT + 1) + b"\r\n\r\n"))

    assert b" 4" in await reader.readline()


async def test_a_large_body_is_not_taken_for_headers(server: Server) -> None:
    body = b"y" * (HEAD_LIMIT * 4)
    reader, _ = await server.call(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    assert await status(reader) == 200


async def test_where_there_are_too_many_the_one_that_owes_longest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(monkeypatch, most=3, patience=60) as server:
        first, _ = await server.call(b"P")
        others = [await server.call(b"P") for _ in range(2)]
        reader, _ = await server.call(GOOD)

        assert await status(reader) == 200
        assert await is_closed(first)
        assert len(others) == 2


def test_there_are_fewer_callers_than_files_that_can_be_open() -> None:
    assert 1 <= allowed_connections() <= guard_connections.CONNECTIONS
