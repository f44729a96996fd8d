"""The benchmarks' own rules: what holds, what is written, what is typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.__main__ import app
from bench.harness import Measure, median_of_runs, percentile, write_report
from bench.keystrokes import KEYSTROKES_FILE, make_keystrokes, voice_ids


@pytest.mark.parametrize(
    ("measure", "bar", "holds"),
    [
        (Measure("a", 60.0, "µs", at_most=60), "<= 60", True),
        (Measure("a", 60.1, "µs", at_most=60), "<= 60", False),
        (Measure("a", 98.0, "%", at_least=98), ">= 98", True),
        (Measure("a", 97.9, "%", at_least=98), ">= 98", False),
        (Measure("a", 1e9, "µs"), None, True),
    ],
)
def test_a_value_keeps_to_its_bar_or_not(measure: Measure, bar: str | None, holds: bool) -> None:
    assert (measure.bar, measure.holds) == (bar, holds)


def test_the_file_tells_the_machine_and_each_result(tmp_path: Path) -> None:
    write_report([Measure("a", 1.5, "ms", at_most=1)], tmp_path / "results.json")
    written = json.loads((tmp_path / "results.json").read_text())
    assert written["machine"]["cores"] >= 1
    assert written["results"] == [{"name": "a", "value": 1.5, "unit": "ms", "bar": "<= 1", "holds": False}]


def test_each_value_is_the_median_of_five_runs() -> None:
    runs = iter([9.0, 1.0, 5.0, 2.0, 100.0])
    assert median_of_runs(lambda: {"value": next(runs)}) == {"value": 5.0}


def test_the_percentile_is_one_of_the_values() -> None:
    assert percentile(range(1, 101), 99) == 100
    assert percentile([3.0], 99) == 3.0


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    result = CliRunner().invoke(app, ["nonsense"])
    assert result.exit_code == 2
    assert all(word in result.output for word in ("nonsense", "ack", "suggestions"))


def test_the_committed_keystrokes_are_what_their_function_makes() -> None:
    assert json.loads(KEYSTROKES_FILE.read_text()) == make_keystrokes()


def test_the_keystrokes_are_as_many_and_as_mistyped_as_promised() -> None:
    keystrokes = make_keystrokes()["keystrokes"]
    assert (len(keystrokes), sum(typed["typo"] for typed in keystrokes)) == (2000, 300)
    assert len(set(voice_ids())) == 2300
