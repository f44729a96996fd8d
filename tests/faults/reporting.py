"""What came of a campaign, as JSON and in lines for a person."""

import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from tests.faults.campaign import Tally
from tests.faults.facts import Violation
from tests.faults.faults import FAULTS
from tests.faults.hunting import Caught
from tests.faults.losses import Loss

SHOWN: Final = 20
HOSTILE: Final = "hostile"
BILLED_TWICE: Final = "billed once"
"""What a service may do that neither refuses a repeated UUID nor shows an accepted task soon."""


def report(tallies: Mapping[str, Tally], losses: Sequence[Loss], seconds: float, *, left: int = 0) -> dict[str, Any]:
    """What came of a campaign, as JSON has it; `left` parts of it are still to be played."""
    counted = sum(
        (tally.faults for kind, tally in tallies.items() if kind != HOSTILE), start=Counter[tuple[str, str]]()
    )
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "seconds": round(seconds, 1),
        "parts left": left,
        "kinds": {kind: _of_tally(kind, tally) for kind, tally in sorted(tallies.items())},
        "losses": [asdict(loss) for loss in losses],
        "faults": {f"{call}: {fault}": times for (call, fault), times in sorted(counted.items())},
        "rarest": _rarest(counted),
    }


def _of_tally(kind: str, tally: Tally) -> dict[str, Any]:
    allowed = {BILLED_TWICE} if kind == HOSTILE else set[str]()
    others = [(case, found) for case, found in tally.violating if {each.promise for each in found} - allowed]
    return {
        "runs": tally.runs,
        "faults": sum(tally.faults.values()),
        "violating": len(others),
        "billed twice": len(tally.violating) - len(others),
        "unfenced": len(tally.unfenced),
        "blemished": tally.blemished,
        "violations": _told(others[:1_000]),
        "unfenced cases": _told(tally.unfenced[:SHOWN]),
        "unfenced by promise": Counter(
            promise for _, found in tally.unfenced for promise in {v.promise for v in found}
        ),
    }


def _told(cases: Iterable[tuple[str, list[Violation]]]) -> list[dict[str, Any]]:
    return [
        {"case": case, "broken": [f"{each.promise}: {each.about}: {each.how}" for each in found]}
        for case, found in cases
    ]


def _rarest(counted: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """How often the rarest fault was put into each call that was made at all; one that never was counts as none."""
    calls = sorted({call for call, _ in counted})
    return {call: min(counted.get((call, f.value), 0) for f in FAULTS[call.partition(" ")[0]]) for call in calls}


def broken(told: Mapping[str, Any]) -> bool:
    """Whether a promise was."""
    lost = any(loss["renders"] != loss[what] for loss in told["losses"] for what in ("delivered", "billed", "finals"))
    return lost or any(tally["violating"] for tally in told["kinds"].values())


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The report for a person."""
    width = max((len(name) for name in told["faults"]), default=0)
    yield from (f"  {name:{width}} {times:>8,}" for name, times in told["faults"].items())
    for kind, tally in told["kinds"].items():
        rate = f", {tally['billed twice'] / max(tally['runs'], 1):.2%} billed twice" if kind == HOSTILE else ""
        yield (
            f"{kind:8} {tally['runs']:>8,} runs {tally['faults']:>9,} faults {tally['violating']:>5,} violating"
            f" {tally['unfenced']:>5,} unfenced {tally['blemished']:>6,} blemished{rate}"
        )
    for loss in told["losses"]:
        yield (
            f"{loss['way']:26} {loss['lost']:>6,} answers lost: {loss['renders']:,} renders, {loss['delivered']:,}"
            f" delivered, {loss['billed']:,} billed, {loss['finals']:,} final posts"
        )
    for kind, tally in told["kinds"].items():
        for each in tally["violations"][:SHOWN]:
            yield f"VIOLATED {kind}: {each['case']}: {'; '.join(each['broken'])}"
    yield f"{told['seconds']} s on {told['machine']}"


def mutant_lines(caught: Sequence[Caught]) -> Iterator[str]:
    """A table: which guard was taken away, what caught it where it counts, and what caught it after how many seeds."""
    width = max(len(each.mutant) for each in caught)
    yield f"{'mutant':{width}}  {'caught by':18}  {'by seeds':18}  seeds"
    for each in caught:
        yield f"{each.mutant:{width}}  {each.directly or '–':18}  {each.by_seeds or '–':18}  {each.seeds:>5,}"
    yield f"{sum(each.by_seeds is not None for each in caught)} of {len(caught)} caught"
