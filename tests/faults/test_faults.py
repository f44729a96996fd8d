"""No fault, and no two faults, break what Herald promises."""

import random

import pytest

from tests.faults.campaign import BREAKABLE, STORIES, Case, pairs, places, run, seeded, singles
from tests.faults.faults import FAULTS, Fault, Plan
from tests.faults.studio import Manner
from tests.faults.world import Scenario, play

OTHERS = [story for story in STORIES if story != "plain"]
SAMPLED = 25
"""How many of a story's single faults are played, but for the plain one's, of which it is all."""
PARTS = 4
"""In how many parts the plain story is played, so that they can be played side by side."""
PAIRS = 120
SEEDS = 120


@pytest.mark.parametrize("story", STORIES)
def test_a_story_without_a_fault_makes_one_anchor_and_keeps_every_promise(story: str) -> None:
    tally = run([Case(story, STORIES[story], Plan(), 2)])

    assert tally.violating == []
    assert tally.unfenced == []
    assert tally.blemished == 0


@pytest.mark.parametrize("part", range(PARTS))
def test_no_single_fault_breaks_a_promise(part: int) -> None:
    tally = run(list(singles("plain"))[part::PARTS])

    assert tally.violating == []
    assert {fault for _, fault in tally.faults} == {fault.value for fault in Fault}


@pytest.mark.parametrize("story", OTHERS)
def test_no_single_fault_breaks_a_promise_in_other_stories(story: str) -> None:
    cases = list(singles(story))
    sample = random.Random(story).sample(cases, min(SAMPLED, len(cases)))

    assert run(sample).violating == []


def test_no_two_faults_break_a_promise() -> None:
    sample = random.Random("pairs").sample(list(pairs("plain")), PAIRS)

    assert run(sample).violating == []


def test_no_seed_breaks_a_promise() -> None:
    assert run(map(seeded, range(SEEDS))).violating == []


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

    tally = run([Case("submission", scenario, Plan({number: fault}), 1) for number, fault, _ in submissions])

    assert {violation.promise for _, found in tally.violating for violation in found} == broken


@pytest.mark.parametrize("fault", [Fault.LATE, Fault.SLEEP_BEFORE])
def test_an_edit_that_comes_late_is_put_right(fault: Fault) -> None:
    found = [
        n for n, name in enumerate(play(STORIES["plain"], Plan(), 1).calls, start=1) if name == "slack chat.update"
    ]

    tally = run([Case("late edit", STORIES["plain"], Plan({number: fault}), 1) for number in found])

    assert tally.violating == tally.unfenced == []
    assert len(found) > 1


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("slack files.completeUploadExternal", Fault.SLEEP_BEFORE),
        ("runware submit", Fault.SLEEP_BEFORE),
    ],
)
def test_what_only_the_service_could_keep_apart_is_counted_apart(call: str, fault: Fault) -> None:
    """Slack has no key for repetitions; a service may not refuse a repeated UUID."""
    scenario = Scenario(manner=Manner(dedupe=False))
    found = [number for number, name in enumerate(play(scenario, Plan(), 1).calls, start=1) if name == call]

    tally = run([Case("unfenced", scenario, Plan({number: fault}), 1) for number in found])

    assert tally.violating == []
    assert tally.unfenced


@pytest.mark.parametrize("step", BREAKABLE)
def test_a_defect_is_seen_by_the_operator_and_ends_nobodys_render_in_silence(step: str) -> None:
    story = f"a defect in {step}"
    played = play(STORIES[story], Plan(), 1)

    last = {event.said["id"]: event.said for event in played.history.of("stored")}
    assert {step} == {given_up for said in last.values() for given_up in said["given_up"]}
    assert run([Case(story, STORIES[story], Plan(), 1)]).violating == []


def test_every_service_can_suffer_a_crash_and_a_long_sleep() -> None:
    assert all({Fault.CRASH_AFTER, Fault.SLEEP_AFTER} <= set(faults) for faults in FAULTS.values())
