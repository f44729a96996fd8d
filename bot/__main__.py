"""`python -m bot web | worker | all`, and the operator's commands."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import structlog
import typer
import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot.errors import SettingsInvalid
from bot.ground import Ground, opened
from bot.guard_connections import patient_config
from bot.last_exit import leave_soon
from bot.loop_lag import LoopLag
from bot.operator import catalogue, keys, ledger, pausing, renders
from bot.operator.doctor import doctor
from bot.operator.erase import erase
from bot.operator.estimates import estimates
from bot.operator.export import export
from bot.operator.release import release
from bot.parts.background import background
from bot.precedence import AcksFirstLoop
from bot.readiness import build_status
from bot.scraping import introduce
from bot.serving import build_application
from bot.settings import Part, Settings, read_settings
from bot.steps import teach_worker
from bot.store.connection import examine, patiently
from bot.store.embedded import embedded_redis
from bot.telemetry import configure_logs
from bot.tracing import traces_to
from bot.worker import run_worker

cli = typer.Typer(
    help="Herald: a script becomes a talking-avatar video in the Slack thread that asked for it.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
cli.add_typer(catalogue.commands, name="catalogue")
cli.add_typer(keys.commands, name="keys")
cli.add_typer(ledger.commands, name="ledger")
cli.add_typer(renders.commands, name="renders")
cli.command()(doctor)
cli.command()(erase)
cli.command()(estimates)
cli.command()(export)
cli.command()(release)
cli.command()(pausing.pause)
cli.command()(pausing.resume)
cli.command()(pausing.drain)
log = structlog.get_logger("herald")

READY_AGAIN_SECONDS: Final = 0.1
LEAVING_SECONDS: Final = 1.0
"""For how long a web process that is to end still takes requests: routers learn from `/readyz` to send no more."""


@cli.command()
def web() -> None:
    """Answer Slack: HTTP, and Socket Mode when SLACK_APP_TOKEN is set."""
    _run("web")


@cli.command()
def worker() -> None:
    """Run the renders' steps."""
    _run("worker")


@cli.command("all")
def everything() -> None:
    """Web and worker in one process; starts a private Redis when REDIS_URL is not set."""
    _run("all")


def _run(part: Part) -> None:
    try:
        settings = read_settings(part)
        configure_logs(settings.log_level, settings.log_format)
        introduce(part)
        tracing = traces_to(settings.otel_exporter_otlp_endpoint, part)
        with tracing, asyncio.Runner(loop_factory=AcksFirstLoop) as runner:
            runner.run(_serve(part, settings))
    except SettingsInvalid as error:
        sys.stderr.write("Herald cannot start:\n" + "".join(f"  - {problem}\n" for problem in error.problems))
        raise SystemExit(2) from None


async def _serve(part: Part, settings: Settings) -> None:
    stop = asyncio.Event()

    def leave() -> None:
        if settings.redis_url is not None and not stop.is_set():  # the embedded Redis is ended in order
            leave_soon()
        stop.set()

    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, leave)
    async with AsyncExitStack() as stack:
        port = settings.herald_worker_port if part == "worker" else settings.port
        listening = None if port is None else stack.enter_context(_listening(settings.host, port, part))
        redis_url = await stack.enter_async_context(_redis_url(settings))
        ground = await patiently(lambda: _begun(stack, settings, redis_url))
        if part != "web":
            teach_worker(ground)
        lag = LoopLag()
        await stack.enter_async_context(background(lag.watch()))
        async with asyncio.TaskGroup() as group:
            if listening is not None:
                serve = _serve_status if part == "worker" else _serve_web
                group.create_task(serve(ground, listening, stop, lag))
            if part != "web":
                group.create_task(run_worker(ground.docket, stop))
            log.info("herald is up", part=part, port=port)


async def _begun(stack: AsyncExitStack, settings: Settings, redis_url: str) -> Ground:
    await examine(redis_url)
    return await stack.enter_async_context(opened(settings, redis_url))


def _listening(host: str, port: int, part: Part) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (while ")[0]
        name = "HERALD_WORKER_PORT" if part == "worker" else "PORT"
        raise SettingsInvalid([f"HOST, {name}: nobody can listen on {host}:{port} ({reason}): set others."]) from None


@asynccontextmanager
async def _redis_url(settings: Settings) -> AsyncIterator[str]:
    if settings.redis_url is not None:
        yield settings.redis_url.get_secret_value()
        return
    async with embedded_redis(Path(settings.herald_data_dir)) as url:
        yield url


async def _serve_status(ground: Ground, listening: socket.socket, stop: asyncio.Event, lag: LoopLag) -> None:
    """Say how a worker is."""
    server = _Server(patient_config(Starlette(routes=build_status(ground, lag).routes())))
    serving = asyncio.create_task(server.serve([listening]))
    await stop.wait()
    server.should_exit = True
    await serving


async def _serve_web(ground: Ground, listening: socket.socket, stop: asyncio.Event, lag: LoopLag) -> None:
    application, bolt, finish = build_application(ground, stop, lag=lag)
    config = patient_config(application)
    server = _Server(config)
    gc.collect()
    gc.freeze()  # what the process starts with stays: a full collection over it would hold up acks
    async with _socket_mode(bolt, ground):
        serving = asyncio.create_task(server.serve([listening]))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        if not serving.done():
            await asyncio.sleep(LEAVING_SECONDS)
        server.should_exit = True
        await serving
    await finish()


@asynccontextmanager
async def _socket_mode(bolt: AsyncApp, ground: Ground) -> AsyncIterator[None]:
    """Take Slack's requests over a socket too, when there is a token."""
    app_token = ground.settings.slack_app_token
    if app_token is None:
        yield
        return
    handler = AsyncSocketModeHandler(bolt, app_token.get_secret_value())
    try:
        async with background(_connect_when_ready(handler, ground)):
            yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # as above


async def _connect_when_ready(handler: AsyncSocketModeHandler, ground: Ground) -> None:
    """Ask Slack for its requests once they can be served, as a router asks `/readyz`; goes on until Slack answers."""
    while await ground.ready():  # noqa: ASYNC110 - readiness is asked of Redis, and nobody sets an event for it
        await asyncio.sleep(READY_AGAIN_SECONDS)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types here


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the process has one stop for all its parts."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


if __name__ == "__main__":
    cli()
