"""Answers that are lost after the request took effect: how many renders are delivered, billed and posted even so."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from tests.faults.campaign import PLAIN, Case, Tally
from tests.faults.facts import sort
from tests.faults.faults import Fault, Plan
from tests.faults.world import play

WAYS: Final = {
    "submission: reset": Plan(named=("runware submit", Fault.RESET_AFTER), chance=1.0, most=1),
    "submission: truncated": Plan(named=("runware submit", Fault.TRUNCATED), chance=1.0, most=1),
    "submission: 500": Plan(named=("runware submit", Fault.ERROR_AFTER), chance=1.0, most=1),
    "submission: HTML": Plan(named=("runware submit", Fault.HTML), chance=1.0, most=1),
    "submission: time-out": Plan(named=("runware submit", Fault.SLOW), chance=1.0, most=1),
    "Slack: one in five reset": Plan(named=("slack", Fault.RESET_AFTER), chance=0.2, most=10_000),
}
"""What is lost: of each render's first submission, or of every fifth of Slack's answers."""


@dataclass(frozen=True)
class Loss:
    """What came of renders whose answers were lost."""

    way: str
    renders: int
    lost: int
    delivered: int
    billed: int
    finals: int
    violating: int


def lose(way: str, renders: int, *, first: int = 0) -> Loss:
    """Play renders one by one, each with its own seed."""
    tally, counted = Tally(), Counter[str]()
    for seed in range(first, first + renders):
        case = Case(way, PLAIN, WAYS[way], seed)
        run = play(case.scenario, case.plan, case.seed)
        facts = sort(run.history)
        tally.add(case, run)
        counted["lost"] += len(run.faults)
        counted["delivered"] += sum(said["state"] == "posted" for said in facts.last("posting"))
        counted["billed"] += sum(1 for _ in run.history.of("billed"))
        counted["finals"] += sum(1 for _ in facts.finals())
    return Loss(way, renders, violating=len(tally.violating) + len(tally.unfenced), **counted)
