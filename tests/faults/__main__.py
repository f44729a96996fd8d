"""The command line of the simulation: many runs on all cores, a report, and one run played again."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from tests.faults.campaign import judge, seeded
from tests.faults.chunks import campaign, hunt_all, lose_all, play_all
from tests.faults.replay import write_corpus
from tests.faults.reporting import broken, lines, mutant_lines, report
from tests.faults.world import play

WRITE_SECONDS: Final = 30.0
"""How often the report is written while the campaign goes on."""


def replay(seed: int, *, hostile: bool) -> Iterator[str]:
    """One seed's history, event by event, and what it breaks."""
    case = seeded(seed, hostile=hostile)
    played = play(case.scenario, case.plan, case.seed)
    yield str(case.scenario)
    for event in played.history.events:
        yield f"{event.at:10.3f} {event.kind:9} {json.dumps(event.said)}"
    for violation in judge(case, played):
        word = "UNFENCED" if violation.unfenced else "VIOLATED"
        yield f"{word} {violation.promise}: {violation.about}: {violation.how}"


def _write(path: Path | None, result: dict[str, Any]) -> None:
    if path is not None:
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _replay(seed: int, *, hostile: bool) -> None:
    told = list(replay(seed, hostile=hostile))
    sys.stdout.write("\n".join(told) + "\n")
    raise typer.Exit(any(line.startswith("VIOLATED") for line in told))


def main(  # noqa: PLR0917  # typer names the options after them
    seeds: Annotated[int, typer.Option(help="How many seeds to play.")] = 1_000,
    with_singles: Annotated[bool, typer.Option("--singles/--no-singles", help="Play all single faults too.")] = True,
    with_pairs: Annotated[bool, typer.Option("--pairs", help="Play all pairs of faults too.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to write the report.")] = None,
    seed: Annotated[int | None, typer.Option(help="Play this one seed and tell all of it.")] = None,
    first: Annotated[int, typer.Option(help="The first seed.")] = 0,
    hostile: Annotated[int, typer.Option(help="Seeds for a service without deduplication that shows tasks late.")] = 0,
    of_hostile: Annotated[bool, typer.Option("--of-hostile", help="The seed is one of those.")] = False,
    mutants: Annotated[bool, typer.Option("--mutants", help="Take away one guard at a time: what catches it?")] = False,
    lost: Annotated[int, typer.Option(help="Renders for each way in which answers are lost.")] = 0,
    corpus: Annotated[Path | None, typer.Option(help="Write this release's records for later ones into it.")] = None,
) -> None:
    """Put faults into simulated lives of renders; exits 1 when a promise is broken, or a mutant is not caught.

    The hostile service is counted apart: it can bill twice, and nothing on this side can prevent that.
    """
    if seed is not None:
        _replay(seed, hostile=of_hostile)
    if corpus is not None:
        sys.stdout.write(f"{write_corpus(corpus)} moments in {corpus}\n")
        raise typer.Exit
    begun = time.monotonic()
    if mutants:
        caught = hunt_all()
        sys.stdout.write("\n".join(mutant_lines(caught)) + "\n")
        raise typer.Exit(int(any(each.directly is None or each.by_seeds is None for each in caught)))
    losses = lose_all(lost)
    parts = list(campaign(seeds, first, with_singles=with_singles, with_pairs=with_pairs, hostile=hostile))
    result, written = report({}, losses, 0.0), begun
    for tallies, left in play_all(parts):
        if not left or time.monotonic() - written > WRITE_SECONDS:
            written = time.monotonic()
            result = report(tallies, losses, written - begun, left=left)
            _write(json_file, result)
    sys.stdout.write("\n".join(lines(result)) + "\n")
    raise typer.Exit(int(broken(result)))


if __name__ == "__main__":
    typer.run(main)
