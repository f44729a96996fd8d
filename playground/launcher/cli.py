"""The launcher's command line."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Final

import httpx
import typer
from rich.console import Console

from playground.launcher.children import ChildFailed
from playground.launcher.fields import parse_fields
from playground.launcher.once import Wish, play_once
from playground.launcher.report import Report, Trouble
from playground.launcher.running import Options, Playground, running_playground
from playground.launcher.telling import Told
from playground.launcher.tether import adopt_orphans, end_orphans

STOPPED_BY_SIGNAL: Final = 128

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def playground() -> None:
    """Herald's playground."""


@app.command()
def play(  # noqa: PLR0913 - typer makes an option of each parameter
    *,
    once: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Play one journey with this script, then end.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --once: write what happened as JSON.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="With --once: save the delivered files there.")
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="With --once: set a field of the modal, such as voice=jenny."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="With --once: how long to wait.")] = 300.0,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; a free one when not given.")] = 0,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep all data there; else it is thrown away.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the logs of all three.")] = False,
) -> None:
    """Run Herald against a local Slack and a local studio: no account, no key, nothing leaves this machine."""
    wish = None if once is None else Wish(once, _fields(field), out.resolve() if out else None, timeout)
    told = Told(Console(highlight=False))
    options = Options(page_port=port, data_dir=data.resolve() if data else None, verbose=verbose)
    adopt_orphans()
    try:
        code = asyncio.run(_until_signal(_run(options, wish, told, report)))
    finally:
        end_orphans()
    sys.exit(code)


def _fields(pairs: list[str] | None) -> dict[str, str]:
    try:
        return parse_fields(pairs or [])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--field") from error


async def _run(options: Options, wish: Wish | None, told: Told, report_path: Path | None) -> int:
    try:
        async with running_playground(options, say=told.say, echo=told.echo) as playground:
            if wish is None:
                told.welcome(playground.page_url)
                await playground.watch()
            else:
                report = await _watched(playground, play_once(playground, wish, told))
                return _finish(report, told, report_path)
    except ChildFailed as failed:
        told.say(str(failed))
        if wish is not None:
            trouble = Trouble(code="not_running", text=str(failed))
            _write(Report(outcome="failed", error=trouble), report_path)
    return 1


def _finish(report: Report, told: Told, path: Path | None) -> int:
    told.report(report)
    if report.outcome != "delivered":
        told.say("With --verbose the logs of all three are shown.")
    _write(report, path)
    return 0 if report.outcome == "delivered" else 1


def _write(report: Report, path: Path | None) -> None:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")


async def _watched(playground: Playground, playing: Coroutine[None, None, Report]) -> Report:
    """The journey's report, unless one of the children ends first."""
    journey, watching = asyncio.create_task(playing), asyncio.create_task(playground.watch())
    try:
        await asyncio.wait({journey, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not journey.done():
            watching.result()
        return await journey
    except httpx.HTTPError as error:
        await asyncio.wait({watching}, timeout=1.0)
        if watching.done():
            watching.result()
        raise ChildFailed(f"A service of the playground does not answer: {error}") from error
    finally:
        journey.cancel()
        watching.cancel()
        await asyncio.gather(journey, watching, return_exceptions=True)


async def _until_signal(running: Coroutine[None, None, int]) -> int:
    """Run to the end, or to the first signal that asks to stop; what was started is stopped in either case."""
    task = asyncio.create_task(running)
    received: list[int] = []

    def stop(signum: int) -> None:
        received.append(signum)
        task.cancel()

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(signum, stop, signum)
    try:
        return await task
    except asyncio.CancelledError:
        return STOPPED_BY_SIGNAL + received[0] if received else 1
