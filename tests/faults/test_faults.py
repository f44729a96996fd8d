"""No fault, and no two faults, break what Herald promises."""

import random
from itertools import islice

import pytest

from tests.faults.campaign import STORIES, UNFENCED, UNFENCED_WITHOUT_DEDUPE, Case, pairs, places, run, seeded, singles
from tests.faults.faults import FAULTS, Fault, Plan
from tests.faults.studio import Manner
from tests.faults.world import Scenario, play

SAMPLED = 40
"""How many of a story's single faults are played, but for the plain one's, of which it is all."""


@pytest.mark.parametrize("story", STORIES)
def test_a_story_without_a_fault_makes_one_anchor_and_keeps_every_promise(story: str) -> None:
    tally = run([Case(story, STORIES[story], Plan(), seed) for seed in range(3)])

    assert tally.violating == []
    assert tally.blemished == 0


def test_no_single_fault_breaks_a_promise() -> None:
    tally = run(singles("plain"))

    assert tally.violating == []
    assert {fault for _, fault in tally.faults} == {fault.value for fault in Fault}


@pytest.mark.parametrize("story", [story for story in STORIES if story != "plain"])
def test_no_single_fault_breaks_a_promise_in_other_stories(story: str) -> None:
    cases = list(singles(story))
    sample = random.Random(story).sample(cases, min(SAMPLED, len(cases)))

    assert run(sample).violating == []


def test_no_two_faults_break_a_promise() -> None:
    every_thousandth = islice(pairs("plain"), 400, None, 1_009)

    assert run(islice(every_thousandth, 100)).violating == []


def test_no_seed_breaks_a_promise() -> None:
    assert run(map(seeded, range(120))).violating == []


def test_a_seed_is_played_again_exactly() -> None:
    case = seeded(7)
    histories = [play(case.scenario, case.plan, case.seed).history for _ in range(2)]

    assert histories[0].events == histories[1].events
    assert len(list(histories[0].of("fault"))) > 0


@pytest.mark.parametrize(
    ("dedupe", "lag_seconds", "broken"), [(True, 30.0, set()), (False, 1.5, set()), (False, 5.0, {"billed once"})]
)
def test_only_a_service_that_neither_refuses_a_repetition_nor_shows_it_soon_bills_twice(
    dedupe: bool, lag_seconds: float, broken: set[str]
) -> None:
    scenario = Scenario(manner=Manner(dedupe, lag_seconds))
    submissions = [place for place in places(scenario, 1, frozenset(Fault)) if place[2] == "runware submit"]
    plans = [Plan({number: fault}, without=UNFENCED_WITHOUT_DEDUPE) for number, fault, _ in submissions]

    tally = run([Case("submission", scenario, plan, 1) for plan in plans])

    assert {violation.promise for _, found in tally.violating for violation in found} == broken


@pytest.mark.parametrize(("call", "fault"), sorted(UNFENCED, key=str))
def test_what_only_slack_could_keep_apart_is_known(call: str, fault: Fault) -> None:
    scenario = Scenario(workers=2)
    found = [number for number, name in enumerate(play(scenario, Plan(), 1).calls, start=1) if name == call]
    tally = run([Case("unfenced", scenario, Plan({number: fault}), 1) for number in found])

    broken = {violation.promise for _, violations in tally.violating for violation in violations}
    assert broken <= {"posted once", "never backwards"}
    assert broken or tally.blemished


def test_every_service_can_suffer_a_crash_and_a_long_sleep() -> None:
    assert all({Fault.CRASH_AFTER, Fault.SLEEP_AFTER} <= set(faults) for faults in FAULTS.values())
