"""What every benchmark shares: its results, the median of several runs, the table and the file."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

RUNS: Final = 5


@dataclass(frozen=True)
class Measure:
    """One measured value; its bar is what it may be at most or has to be at least, or it has none."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the value keeps to its bar."""
        below = self.at_most is None or self.value <= self.at_most
        return below and (self.at_least is None or self.value >= self.at_least)

    @property
    def bar(self) -> str | None:
        """The bar in words: `<= 60`."""
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return None if self.at_least is None else f">= {self.at_least:g}"


def median_of_runs(run: Callable[[], Mapping[str, float]], *, runs: int = RUNS) -> dict[str, float]:
    """Do the same several times; the median of each value."""
    results = [run() for _ in range(runs)]
    return {name: statistics.median(result[name] for result in results) for name in results[0]}


def percentile(values: Iterable[float], percent: float) -> float:
    """The value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def machine() -> dict[str, str | int]:
    """Where the values were measured."""
    return {
        "cpu": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    """The processor's name; on Linux the kernel knows it better than Python."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def report(measures: Sequence[Measure]) -> dict[str, Any]:
    """What the file says."""
    results = [{"name": m.name, "value": m.value, "unit": m.unit, "bar": m.bar, "holds": m.holds} for m in measures]
    return {"machine": machine(), "results": results}


def write_report(measures: Sequence[Measure], path: Path) -> None:
    """Write the file."""
    path.write_text(json.dumps(report(measures), indent=2) + "\n")


def print_table(measures: Sequence[Measure]) -> None:
    """Show the results to whoever runs them."""
    table = Table(
        "benchmark", "value", "unit", "bar", "holds", title=f"{machine()['cpu']}, Python {sys.version.split()[0]}"
    )
    for column in (1, 3):
        table.columns[column].justify = "right"
    for measure in measures:
        verdict = "yes" if measure.holds else "[bold red]no[/]"
        table.add_row(
            measure.name, f"{measure.value:,.4g}", measure.unit, measure.bar or "", verdict if measure.bar else ""
        )
    Console().print(table)
