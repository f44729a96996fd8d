"""What strangers can do to the web process: send anything, send very much, and send very slowly."""

import asyncio
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from bench.harness import Measure, percentile
from bench.hostile_requests import Stranger
from bench.load import poisson
from bench.processes import cores_apart, running, running_redis, until_ready
from bench.requests import TEAM, slash_command
from bench.servers import web_environment
from bench.sockets import free_port
from bot.installation import Installation
from bot.store.connection import connected
from bot.store.installations import Installations
from bot.store.sealing import Sealer, new_key

REQUESTS: Final = 100_000
AT_ONCE: Final = 64
ANSWER_SECONDS: Final = 0.25
"""How long an answer is waited for: some of these requests never end, and get none."""
HALF_OPEN: Final = 1_500
HALF_OPEN_SECONDS: Final = 15.0
GOOD_RATE: Final = 50.0
MEBIBYTE: Final = 1024 * 1024
_STATUS: Final = re.compile(rb"HTTP/1\.1 (\d{3})")
_PUBLIC: Final = (b" /healthz", b" /readyz", b" /slack/install", b" /slack/oauth_redirect")
"""Anybody gets an answer there."""


@dataclass
class Herald:
    """The web process that is tried: its port, its process, and what it wrote."""

    port: int
    pid: int
    written: Path

    def resident(self, what: str = "VmRSS") -> float:
        """Its memory in MiB, now or (`VmHWM`) at most."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024

    def forget_peak(self) -> float:
        """Let the highest mark of its memory begin anew; its memory now."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")
        return self.resident()

    def tracebacks(self) -> int:
        """How many stack traces it wrote."""
        return self.written.read_text(errors="replace").count("Traceback")


@dataclass
class Answers:
    """What came back: how often each status, and how many that look as if somebody had been believed."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    acks: int = 0

    @property
    def broken(self) -> int:
        """Answers that admit a fault of Herald's own."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


async def run(*, quick: bool = False) -> list[Measure]:
    """All three; a small part of each when it is to be `quick`."""
    _raise_file_limit()
    async with herald() as web:
        answers = await _insult(web, REQUESTS // 100 if quick else REQUESTS)
        grown = await _flood(web, 20 if quick else 200)
        quiet = await poisson(web.port, slash_command, rate=GOOD_RATE, seconds=0.5 if quick else 8.0, seed=2)
        closed, kept, p99, failed = await _hold(web, HALF_OPEN // 10 if quick else HALF_OPEN)
        tracebacks = web.tracebacks()
    return [
        Measure("hostile: requests sent", answers.sent, ""),
        Measure("hostile: requests answered", answers.statuses.total(), ""),
        Measure("hostile: answers of 5xx", answers.broken, "", at_most=0),
        Measure("hostile: acks", answers.acks, "", at_most=0),
        Measure("hostile: tracebacks", tracebacks, "", at_most=0),
        Measure("hostile: memory added by large bodies", grown, "MiB", at_most=5),
        Measure("hostile: seconds until all half-open connections were closed", closed, "s", at_most=HALF_OPEN_SECONDS),
        Measure("hostile: half-open connections still open", kept, "", at_most=0),
        Measure("hostile: p99 of good requests before", percentile(quiet.took_ms, 99), "ms"),
        Measure("hostile: p99 of good requests meanwhile", p99, "ms", at_most=50),
        Measure("hostile: good requests that failed", failed, "", at_most=0),
    ]


@asynccontextmanager
async def herald() -> AsyncIterator[Herald]:
    """`python -m bot web` for many workspaces, installed in the bench's, while the block runs."""
    slack, port, key = free_port(), free_port(), new_key()
    async with AsyncExitStack() as stack:
        cores = stack.enter_context(cores_apart())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-bench-"))
        _, url = await stack.enter_async_context(running_redis(cores.servers))
        await _install(url, key)
        double = (sys.executable, "-m", "bench.slack_double", str(slack))
        await stack.enter_async_context(running(*double, core=cores.clients))
        environment = web_environment(port, redis_url=url, slack=slack) | {
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "bench",
            "HERALD_ENCRYPTION_KEYS": key,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LOG_LEVEL": "INFO",
        }
        del environment["SLACK_BOT_TOKEN"]
        written = Path(folder) / "web.log"
        web = running(sys.executable, "-m", "bot", "web", core=cores.servers, environment=environment, output=written)
        pid = await stack.enter_async_context(web)
        await until_ready(f"http://127.0.0.1:{port}/readyz")
        yield Herald(port, pid, written)


async def _install(url: str, key: str) -> None:
    installation = Installation(
        id=TEAM,
        name="Bench",
        bot_token=SecretStr("xoxb-bench"),
        bot_id="B0BENCH",
        bot_user_id="U0BENCH",
        installed_at=datetime.now(UTC),
        revision="1",
    )
    async with connected(url) as redis:
        await Installations(redis, Sealer((key,))).save(installation)


async def _insult(web: Herald, count: int) -> Answers:
    """Send so many hostile requests, each over a connection of its own."""
    answers, left = Answers(), iter(range(count))
    stranger = Stranger(seed=1)

    async def one_after_the_other() -> None:
        for _ in left:
            request = stranger.request()
            statuses = [int(status) for status in _STATUS.findall(await _answer(web.port, request))]
            answers.sent += 1
            answers.statuses.update(statuses)
            public = any(path in request[:60] for path in _PUBLIC)
            answers.acks += sum(status // 100 == 2 for status in statuses) if not public else 0

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(one_after_the_other())
    return answers


async def _answer(port: int, request: bytes) -> bytes:
    """What comes back until the connection is closed, or as far as one answer goes; nothing where none comes."""
    received = b""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            writer.write(request)
            while more := await reader.read(65_536):
                received += more
                if b"\r\n\r\n" in received and b"connection: close" not in received.lower():
                    break
    except (TimeoutError, OSError):
        pass
    finally:
        writer.close()
    return received


async def _flood(web: Herald, mebibytes: int) -> float:
    """Send very large bodies, with their length and without; how much more memory was used at most than before."""
    before = web.forget_peak()
    head = b"POST /slack/events HTTP/1.1\r\nHost: herald\r\n"
    shape = b"X-Slack-Request-Timestamp: %d\r\nX-Slack-Signature: v0=%s\r\n" % (int(time.time()), b"a" * 64)
    long = b"Content-Length: %d\r\n\r\n" % (mebibytes * MEBIBYTE)
    hidden = b"Transfer-Encoding: chunked\r\n\r\n"
    piece = b"x" * MEBIBYTE
    chunk = b"%x\r\n%s\r\n" % (len(piece), piece)
    told = [(start + long, piece) for start in (head, head + shape)]
    untold = [(start + hidden, chunk) for start in (head, head + shape)]
    for beginning, part in (*told, *untold):
        _, writer = await asyncio.open_connection("127.0.0.1", web.port)
        try:
            writer.write(beginning)
            for _ in range(mebibytes):
                writer.write(part)
                await writer.drain()
        except ConnectionError:
            continue
        finally:
            writer.close()
    return max(0.0, web.resident("VmHWM") - before)


async def _hold(web: Herald, count: int) -> tuple[float, int, float, int]:
    """Leave connections half open while good requests come: seconds until the last was closed, and how those fared."""
    begun = time.perf_counter()
    held = [await asyncio.open_connection("127.0.0.1", web.port) for _ in range(count)]
    writers = [writer for _, writer in held]
    trickling = asyncio.ensure_future(_trickle(writers))
    good = asyncio.create_task(poisson(web.port, slash_command, rate=GOOD_RATE, seconds=8.0, seed=1))
    try:
        async with asyncio.timeout(HALF_OPEN_SECONDS + 5):
            await asyncio.gather(*(_closed(reader) for reader, _ in held))
    except TimeoutError:
        pass
    closed = time.perf_counter() - begun
    kept = sum(not reader.at_eof() and reader.exception() is None for reader, _ in held)
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)
    for writer in writers:
        writer.close()
    outcome = await good
    return closed, kept, percentile(outcome.took_ms, 99), outcome.failed


async def _trickle(writers: list[asyncio.StreamWriter]) -> None:
    """Begin a request on each but every third, and send one more byte of it every second."""
    line = b"POST /slack/events HTTP/1.1\r\n"
    beginnings = (b"", line + b"X-A: b", line + b"Content-Length: 9999\r\n\r\nx")
    for place, writer in enumerate(writers):
        writer.write(beginnings[place % len(beginnings)])
    while True:
        await asyncio.sleep(1)
        for place, writer in enumerate(writers):
            if place % len(beginnings) and not writer.is_closing():
                writer.write(b"x")


async def _closed(reader: asyncio.StreamReader) -> None:
    try:
        await reader.read()
    except ConnectionError:
        return


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = HALF_OPEN + 500
    able = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < able:
        resource.setrlimit(resource.RLIMIT_NOFILE, (able, hard))
