"""How each mutant is caught: by the faults that it is about, and by seeds that know nothing of it."""

from dataclasses import dataclass
from itertools import count

from tests.faults.campaign import STORIES, Case, judge, places, seeded
from tests.faults.faults import Plan
from tests.faults.mutants import MUTANTS, Mutant
from tests.faults.world import play

SEED = 1
MOST_SEEDS = 5_000


@dataclass(frozen=True)
class Caught:
    """What a mutant broke first: at the faults that it is about, and at which of the seeds in turn."""

    mutant: str
    directly: str | None
    by_seeds: str | None
    seeds: int


def directly(mutant: Mutant) -> str | None:
    """The first promise that the mutant breaks: without a fault, or with one at the call that it is about."""
    scenario = STORIES[mutant.story]
    found = places(scenario, SEED, mutant.faults, mutant.mutate)
    plans = [Plan()] + [Plan({number: fault}) for number, fault, name in found if name == mutant.call]
    cases = (Case(mutant.story, scenario, plan, SEED) for plan in plans)
    return next((promise for case in cases if (promise := broken(case, mutant)) is not None), None)


def broken(case: Case, mutant: Mutant) -> str | None:
    """The first promise that the mutant breaks in a run, but for what nothing on our side could keep."""
    violations = judge(case, play(case.scenario, case.plan, case.seed, mutant.mutate))
    return next((each.promise for each in violations if not each.unfenced), None)


def hunt(name: str) -> Caught:
    """Look for a mutant both ways."""
    mutant = MUTANTS[name]
    for seed in count():
        promise = broken(seeded(seed), mutant)
        if promise is not None or seed + 1 == MOST_SEEDS:
            return Caught(name, directly(mutant), promise, seed + 1)
    raise AssertionError("there are always more seeds")
