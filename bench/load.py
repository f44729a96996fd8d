"""An open loop: requests are due at random instants whatever became of those before, and time runs from then."""

import asyncio
import itertools
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

CONNECTIONS: Final = 16


@dataclass
class Outcome:
    """Milliseconds from the instant each request was due to its answer; how many answers were not 200."""

    took_ms: list[float] = field(default_factory=list)
    failed: int = 0


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def send(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self.writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        body = await self._reader.readexactly(length) if length else b""
        return int(head[9:12]), body


async def exchange(port: int, request: bytes) -> tuple[int, bytes]:
    """Status and body of the answer to one request, on a connection of its own."""
    connection = _Connection(*await asyncio.open_connection("127.0.0.1", port))
    try:
        return await connection.send(request)
    finally:
        connection.writer.close()


async def poisson(port: int, make: Callable[[], bytes], *, rate: float, seconds: float, seed: int) -> Outcome:
    """Send what `make` makes to `port`, `rate` a second on average, for so many seconds."""
    chance = random.Random(seed)
    instants = list(itertools.accumulate(chance.expovariate(rate) for _ in range(int(rate * seconds))))
    requests = [make() for _ in instants]
    idle: asyncio.Queue[_Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        idle.put_nowait(_Connection(*await asyncio.open_connection("127.0.0.1", port)))
    outcome = Outcome()

    async def send(request: bytes, due: float) -> None:
        connection = await idle.get()
        status, _ = await connection.send(request)
        outcome.took_ms.append((time.perf_counter() - due) * 1000)
        outcome.failed += status != 200
        idle.put_nowait(connection)

    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for request, instant in zip(requests, instants, strict=True):
            await asyncio.sleep(max(0.0, start + instant - time.perf_counter()))
            group.create_task(send(request, start + instant))
    while not idle.empty():
        idle.get_nowait().writer.close()
    return outcome
