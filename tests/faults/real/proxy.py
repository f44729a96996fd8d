"""A TCP proxy that cuts what goes through it: at a chosen byte, in either direction, in one of several ways."""

import asyncio
import random
import socket
import struct
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CHUNK: Final = 64 * 1024
SLOW_PIECES: Final = 5
"""How many pieces trickle before a slow stream is as quick as ever."""
NO_LINGER: Final = struct.pack("ii", 1, 0)
"""Closing a socket with this set sends a reset instead of the orderly end."""


class Way(StrEnum):
    """How a connection ends, or drags on."""

    RESET = "reset"
    HALF_CLOSE = "half-close"
    SLOW = "slow"
    SILENT = "silent"


class Towards(StrEnum):
    """Which of the two streams is cut."""

    SERVER = "server"
    CLIENT = "client"


@dataclass(frozen=True)
class Cut:
    """What happens once `after` bytes went through `towards` one side: counted from when the cut was asked for.

    `reset` aborts both sides; `half-close` ends this stream and takes no more of it; `slow` lets the next pieces
    trickle, `pause` seconds to each; `silent` drops the rest and keeps the connection, until it is given up.
    """

    way: Way
    towards: Towards
    after: int = 0
    pause: float = 0.5


class Proxy:
    """Passes bytes on to `target`; every cut that is asked for is done once, to the next connection that gets there.

    `refusing` turns new connections away and ends those that are there. `cuts` counts what was done.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.cuts: Counter[str] = Counter()
        self.chance: float = 0.0
        """How likely it is, of each piece of an answer, that it is lost: see `lose_answers`."""
        self._wanted: deque[Cut] = deque()
        self._rng = random.Random(0)
        self._links: set[_Link] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._refusing = False

    def cut(self, *cuts: Cut) -> None:
        """Do these to the next connections that carry anything."""
        self._wanted.extend(cuts)

    def lose_answers(self, chance: float, *, seed: int = 0) -> None:
        """Reset the connection instead of passing an answer on, with that probability for each piece of one."""
        self.chance = chance
        self._rng = random.Random(seed)

    def refuse(self, refusing: bool) -> None:
        """Be away, or be back."""
        self._refusing = refusing
        for link in [*self._links] if refusing else []:
            link.reset()

    def next_cut(self, towards: Towards) -> Cut | None:
        """The next cut of a stream, taken off the list."""
        for cut in self._wanted:
            if cut.towards is towards:
                self._wanted.remove(cut)
                return cut
        if towards is Towards.CLIENT and self.chance and self._rng.random() < self.chance:
            return Cut(Way.RESET, towards)
        return None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        if self._refusing:
            _reset(writer)
            return
        try:
            there = await asyncio.open_connection(*self.target)
        except OSError:
            _reset(writer)
            return
        link = _Link(self, (reader, writer), there)
        self._links.add(link)
        try:
            await link.carry()
        finally:
            self._links.discard(link)

    async def end(self) -> None:
        """End every connection."""
        for task in [*self._running]:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Link:
    """A connection of a client, and the one to the server that belongs to it."""

    def __init__(self, proxy: Proxy, client: Streams, server: Streams) -> None:
        self._proxy = proxy
        self._client = client
        self._server = server

    async def carry(self) -> None:
        """Both streams until both have ended, or one was cut."""
        (from_client, to_client), (from_server, to_server) = self._client, self._server
        ways = [
            asyncio.create_task(self._pass_on(from_client, to_server, Towards.SERVER)),
            asyncio.create_task(self._pass_on(from_server, to_client, Towards.CLIENT)),
        ]
        try:
            await asyncio.gather(*ways)
        except OSError:
            self.reset()
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for writer in (to_client, to_server):
                writer.close()

    def reset(self) -> None:
        """End both sides at once, with a reset."""
        for _, writer in (self._client, self._server):
            _reset(writer)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, towards: Towards) -> None:
        cut, seen = None, 0
        while data := await reader.read(CHUNK):
            if cut is None and (cut := self._proxy.next_cut(towards)) is not None:
                seen = 0
            if cut is not None and seen + len(data) > cut.after:
                writer.write(data[: cut.after - seen])
                await self._end(cut, reader, writer, data[cut.after - seen :])
                return
            seen += len(data)
            writer.write(data)
            await writer.drain()
        with suppress(OSError):
            writer.write_eof()

    async def _end(self, cut: Cut, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rest: bytes) -> None:
        self._proxy.cuts[f"{cut.way} towards the {cut.towards}"] += 1
        if cut.way is Way.RESET:
            await writer.drain()
            self.reset()
            return
        if cut.way is Way.HALF_CLOSE:
            writer.write_eof()
        while rest:
            if cut.way is Way.SLOW:
                await asyncio.sleep(cut.pause)
                writer.write(rest)
                await writer.drain()
            rest = await reader.read(CHUNK)


def _reset(writer: asyncio.StreamWriter) -> None:
    sock: socket.socket | None = writer.get_extra_info("socket")
    if sock is not None:
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    writer.transport.abort()


@asynccontextmanager
async def proxied(target_port: int, port: int = 0) -> AsyncIterator[tuple[Proxy, int]]:
    """A proxy in front of a port of this machine while the block runs; yields it and its own port."""
    proxy = Proxy(("127.0.0.1", target_port))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", port)
    try:
        yield proxy, int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        await proxy.end()
        await server.wait_closed()


def random_cuts(rng: random.Random, most_bytes: int) -> Sequence[Cut]:
    """One cut at a random byte, in a random way, of a random stream."""
    way = rng.choice([Way.RESET, Way.RESET, Way.RESET, Way.HALF_CLOSE, Way.SLOW])
    return [Cut(way, rng.choice(list(Towards)), rng.randrange(most_bytes), pause=rng.uniform(0.05, 0.5))]
