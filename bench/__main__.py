"""`python -m bench NAME… [--json FILE] [--quick]`: runs benchmarks by name; exit code 1 when a bar does not hold."""

import asyncio
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer
import uvloop

from bench.harness import Measure, print_table, write_report

BENCHMARKS: Final = {
    "ack": "bench.ack",
    "delivery": "bench.delivery",
    "estimates": "bench.estimates",
    "home": "bench.home",
    "hostile": "bench.hostile",
    "listeners": "bench.listeners",
    "media": "bench.media",
    "polling": "bench.polling",
    "scale": "bench.scale",
    "probes": "bench.probes",
    "studio": "bench.studio",
    "suggestions": "bench.suggestions",
}
"""Each name's module; its `run` returns the measures."""


def measure(name: str, *, quick: bool) -> list[Measure]:
    """Run one benchmark."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return list(runner.run(import_module(BENCHMARKS[name]).run(quick=quick)))


def _known(names: list[str]) -> list[str]:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise typer.BadParameter(f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    return names


app = typer.Typer(add_completion=False)


@app.command()
def main(
    names: Annotated[list[str], typer.Argument(metavar="NAME…", callback=_known, help=", ".join(BENCHMARKS))],
    json: Annotated[Path | None, typer.Option(help="Write the results to this file too.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A short try: its values are no results.")] = False,
) -> None:
    """Run benchmarks by name and hold their values against the bars."""
    measures = [found for name in dict.fromkeys(names) for found in measure(name, quick=quick)]
    print_table(measures)
    if json is not None:
        write_report(measures, json)
    if not all(found.holds for found in measures):
        raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m bench")
