"""The command plays its parts in processes of their own and reports what came of them."""

from tests.faults.__main__ import lines, play_all, replay, report
from tests.faults.chunks import Chunk


def test_parts_are_played_in_other_processes_and_reported() -> None:
    told = report(play_all([Chunk("seeds", "", 0, 3), Chunk("singles", "plain", 0, 2)]), 1.0)

    assert {kind: tally["runs"] for kind, tally in told["kinds"].items()} == {"seeds": 3, "singles": 2}
    assert sum(told["faults"].values()) == sum(tally["faults"] for tally in told["kinds"].values()) > 0
    assert any("violating" in line for line in lines(told))


def test_a_seed_is_told_event_by_event_to_its_end() -> None:
    told = list(replay(7, hostile=False))

    assert told[0].startswith("Scenario(")
    assert any(" accepted " in line for line in told)
    assert " ended " in told[-1]
