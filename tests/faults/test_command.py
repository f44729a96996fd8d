"""The command plays its parts in processes of their own and reports what came of them."""

import pytest

from tests.faults.__main__ import replay
from tests.faults.chunks import Chunk, play_all
from tests.faults.hunting import Caught
from tests.faults.losses import WAYS, Loss, lose
from tests.faults.reporting import broken, lines, mutant_lines, report


def test_parts_are_played_in_other_processes_and_reported() -> None:
    *_, (tallies, left) = play_all([Chunk("seeds", "", 0, 3), Chunk("singles", "plain", 0, 2)])
    told = report(tallies, [], 1.0, left=left)

    assert left == 0
    assert sum(tally["runs"] for kind, tally in told["kinds"].items() if kind != "singles") == 3
    assert told["kinds"]["singles"]["runs"] == 2
    assert not broken(told)
    assert sum(told["faults"].values()) == sum(tally["faults"] for tally in told["kinds"].values()) > 0
    assert any("violating" in line for line in lines(told))


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_lost_in_any_way_costs_no_render_and_nothing_twice(way: str) -> None:
    loss = lose(way, 25)

    assert (loss.delivered, loss.billed, loss.finals, loss.violating) == (25, 25, 25, 0)
    assert loss.lost >= 25


def test_a_render_that_was_posted_twice_breaks_a_promise() -> None:
    assert broken(report({}, [Loss("reset", 9, lost=9, delivered=9, billed=9, finals=10, violating=1)], 1.0))


def test_mutants_stand_in_a_table_with_what_caught_them() -> None:
    table = list(mutant_lines([Caught("no guard", "billed once", "nothing lost", 7), Caught("none", None, None, 9)]))

    assert table[1].split("  ")[0] == "no guard"
    assert "billed once" in table[1]
    assert table[-1] == "1 of 2 caught"


def test_a_seed_is_told_event_by_event_to_its_end() -> None:
    told = list(replay(7, hostile=False))

    assert told[0].startswith("Scenario(")
    assert any(" accepted " in line for line in told)
    assert " ended " in told[-1]
