"""The command line of the real processes: `scripts/faults --real --kills N [--json FILE]`."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.faults.real.kills import describe, run_kills
from tests.faults.real.money import spend
from tests.faults.real.rolling import Rolled, roll
from tests.faults.real.stand import Plan, standing


def _spend(folder: Path, people: int) -> None:
    spent = asyncio.run(spend(folder, people))
    sys.stdout.write(f"{spent}\n" + "".join(f"BROKEN {promise}\n" for promise in spent.broken))
    raise typer.Exit(bool(spent.broken))


async def _rolled(folder: Path, restarts: int, rate: float) -> Rolled:
    async with standing(folder, Plan(webs=2, workers=0)) as stand:
        return await roll(stand, restarts, rate=rate)


def _roll(folder: Path, restarts: int, rate: float, json_file: Path | None) -> None:
    rolled = asyncio.run(_rolled(folder, restarts, rate))
    if json_file is not None:
        json_file.write_text(json.dumps(rolled.as_json(), indent=1) + "\n")
    sys.stdout.write("\n".join(rolled.told()) + "\n")
    raise typer.Exit(bool(rolled.broken))


def main(  # noqa: PLR0917  # typer names the options after them
    kills: Annotated[int, typer.Option(help="How many processes to kill, stop or end.")] = 20,
    seed: Annotated[int, typer.Option(help="Of the moments and the bytes at which connections are cut.")] = 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to write the report.")] = None,
    logs: Annotated[Path | None, typer.Option(help="A folder that keeps the processes' logs and data.")] = None,
    only: Annotated[str | None, typer.Option(help="Kill this one each time: web, worker-1, worker-2, redis.")] = None,
    people: Annotated[int, typer.Option(help="Instead: how many people ask at once against one budget.")] = 0,
    rolling: Annotated[int, typer.Option(help="Instead: how many web processes to end and start in turn.")] = 0,
    rate: Annotated[float, typer.Option(help="Requests a second meanwhile.")] = 100.0,
    appendfsync: Annotated[str, typer.Option(help="How Redis writes its file: always or everysec.")] = "everysec",
) -> None:
    """Kill, stop and end real processes under load and cut their connections; exits 1 when a promise is broken."""
    with tempfile.TemporaryDirectory(prefix="herald-faults-") as made:
        folder = logs or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        if people:
            _spend(folder, people)
        if rolling:
            _roll(folder, rolling, rate, json_file)
        plan = Plan(appendfsync=appendfsync)
        report = asyncio.run(run_kills(folder, kills, seed=seed, plan=plan, victim=only))
    if json_file is not None:
        json_file.write_text(json.dumps(report.as_json(), indent=1) + "\n")
    sys.stdout.write("\n".join(describe(report)) + "\n")
    raise typer.Exit(bool(report.broken))


if __name__ == "__main__":
    typer.run(main)
