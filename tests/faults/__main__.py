"""The command line of the simulation: many runs on all cores, a report, and one run played again."""

import json
import multiprocessing
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from tests.faults.campaign import STORIES, Tally, judge, pairs, seeded, singles
from tests.faults.chunks import CHUNK, Chunk, play_chunk
from tests.faults.world import play

SHOWN: Final = 20


def chunks(kind: str, total: int, *, story: str = "") -> Iterator[Chunk]:
    """A campaign in parts."""
    for start in range(0, total, CHUNK):
        yield Chunk(kind, story, start, min(start + CHUNK, total))


def campaign(seeds: int, first: int, *, with_pairs: bool, hostile: int) -> Iterator[Chunk]:
    """All that is asked for, in parts."""
    for story in STORIES:
        yield from chunks("singles", sum(1 for _ in singles(story)), story=story)
    if with_pairs:
        yield from chunks("pairs", sum(1 for _ in pairs("plain")), story="plain")
    for chunk in chunks("seeds", seeds):
        yield Chunk("seeds", "", chunk.start + first, chunk.stop + first)
    yield from chunks("hostile", hostile)


def play_all(parts: Iterable[Chunk]) -> dict[str, Tally]:
    """Play the parts on all cores; the tallies by kind."""
    tallies: dict[str, Tally] = {}
    with multiprocessing.get_context("spawn").Pool() as pool:
        for kind, tally in pool.imap_unordered(play_chunk, parts):
            tallies.setdefault(kind, Tally()).merge(tally)
    return tallies


def report(tallies: dict[str, Tally], seconds: float) -> dict[str, Any]:
    """What came of a campaign, as JSON has it."""
    told: dict[str, Any] = {"seconds": round(seconds, 1), "kinds": {}}
    for kind, tally in tallies.items():
        told["kinds"][kind] = {
            "runs": tally.runs,
            "faults": sum(tally.faults.values()),
            "violating": len(tally.violating),
            "blemished": tally.blemished,
            "violations": [
                {"case": case, "broken": [f"{each.promise}: {each.about}: {each.how}" for each in found]}
                for case, found in tally.violating[:1_000]
            ],
        }
    counted = sum((tally.faults for kind, tally in tallies.items() if kind != "hostile"), start=Tally().faults)
    told["faults"] = {f"{call}: {fault}": times for (call, fault), times in sorted(counted.items())}
    return told


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The report for a person."""
    for kind, tally in told["kinds"].items():
        rate = f" ({tally['violating'] / max(tally['runs'], 1):.2%})" if kind == "hostile" else ""
        yield (
            f"{kind:8} {tally['runs']:>8,} runs {tally['faults']:>9,} faults {tally['violating']:>6,} violating{rate}"
            f" {tally['blemished']:>6,} blemished"
        )
    width = max((len(name) for name in told["faults"]), default=0)
    for name, times in told["faults"].items():
        yield f"  {name:{width}} {times:>8,}"
    for kind, tally in told["kinds"].items():
        for each in tally["violations"][: SHOWN if kind != "hostile" else 3]:
            yield f"{kind}: {each['case']}: {'; '.join(each['broken'])}"
    yield f"{told['seconds']} s"


def replay(seed: int, *, hostile: bool) -> Iterator[str]:
    """One seed's history, event by event, and what it breaks."""
    case = seeded(seed, hostile=hostile)
    played = play(case.scenario, case.plan, case.seed)
    yield str(case.scenario)
    for event in played.history.events:
        yield f"{event.at:10.3f} {event.kind:9} {json.dumps(event.said)}"
    for violation in judge(case, played):
        yield f"VIOLATED {violation.promise}: {violation.about}: {violation.how}"


def main(  # noqa: PLR0917  # typer names the options after them
    seeds: Annotated[int, typer.Option(help="How many seeds to play.")] = 1_000,
    with_pairs: Annotated[bool, typer.Option("--pairs", help="Play all pairs of faults too.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to write the report.")] = None,
    seed: Annotated[int | None, typer.Option(help="Play this one seed and tell all of it.")] = None,
    first: Annotated[int, typer.Option(help="The first seed.")] = 0,
    hostile: Annotated[int, typer.Option(help="Seeds for a service without deduplication that shows tasks late.")] = 0,
    of_hostile: Annotated[bool, typer.Option("--of-hostile", help="The seed is one of those.")] = False,
) -> None:
    """Put faults into simulated lives of renders; exits 1 when a promise is broken.

    The hostile service is counted apart: it can bill twice, and nothing on this side can prevent that.
    """
    if seed is not None:
        told = list(replay(seed, hostile=of_hostile))
        sys.stdout.write("\n".join(told) + "\n")
        raise typer.Exit(any(line.startswith("VIOLATED") for line in told))
    begun = time.monotonic()
    tallies = play_all(campaign(seeds, first, with_pairs=with_pairs, hostile=hostile))
    result = report(tallies, time.monotonic() - begun)
    if json_file is not None:
        json_file.write_text(json.dumps(result, indent=1) + "\n")
    sys.stdout.write("\n".join(lines(result)) + "\n")
    broken = any(tally["violating"] for kind, tally in result["kinds"].items() if kind != "hostile")
    raise typer.Exit(int(broken))


if __name__ == "__main__":
    typer.run(main)
