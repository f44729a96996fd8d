"""The proof can fail: Herald without one of its guards is caught."""

import pytest

from tests.faults.campaign import STORIES, places
from tests.faults.checker import check
from tests.faults.faults import Plan
from tests.faults.mutants import MUTANTS, Mutant
from tests.faults.world import play

SEED = 1


def first_caught(mutant: Mutant) -> str | None:
    """The first promise that the mutant breaks: without a fault, or with one at the call that it is about."""
    scenario = STORIES[mutant.story]
    found = places(scenario, SEED, mutant.faults, mutant.mutate)
    plans = [Plan()] + [Plan({number: fault}) for number, fault, name in found if name == mutant.call]
    for plan in plans:
        broken = check(play(scenario, plan, SEED, mutant.mutate).history, reachable=scenario.refuses_posts is None)
        if broken:
            return broken[0].promise
    return None


@pytest.mark.parametrize("name", MUTANTS)
def test_herald_without_a_guard_is_caught(name: str) -> None:
    assert first_caught(MUTANTS[name]) is not None
