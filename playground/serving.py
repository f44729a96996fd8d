"""Running a playground service: on loopback, until it is told to stop, having printed what it chose."""

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

HOST = "127.0.0.1"


def listening_socket(port: int) -> socket.socket:
    """A socket that listens on loopback at `port`, or at a free one for 0."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, port))
    sock.listen(128)
    return sock


@asynccontextmanager
async def running(app: web.Application, sock: socket.socket) -> AsyncIterator[str]:
    """Serve `app` on `sock` while the block runs; yields its URL, without a slash at the end."""
    runner = web.AppRunner(app, access_log=None, handler_cancellation=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.SockSite(runner, sock).start()
        yield f"http://{HOST}:{sock.getsockname()[1]}"
    finally:
        await runner.cleanup()


async def serve_until_stopped(app: web.Application, sock: socket.socket, chosen: Mapping[str, str]) -> None:
    """Serve until SIGINT or SIGTERM; first prints `chosen` as one line of JSON, so that a script can read it."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    async with running(app, sock):
        print(json.dumps(dict(chosen)), flush=True)  # noqa: T201 - the service's one line of output is its interface
        await stop.wait()
