"""Many runs: every single fault, every pair, or as many seeds as one likes; and what came of them."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import Any, Final

from tests.faults.checker import Violation, blemishes, check
from tests.faults.faults import FAULTS, Fault, Plan
from tests.faults.people import Deed
from tests.faults.studio import Manner
from tests.faults.world import Mutation, Run, Scenario, play

PLAIN: Final = Scenario()
BREAKABLE: Final = ("anchor", "consent", "media", "submit", "poll", "close", "show", "keep", "accompany", "post")
"""What may have a defect that nobody foresaw."""
NEEDED: Final[Mapping[str | None, dict[str, Any]]] = {"consent": {"photo": True}, "media": {"media": True}}
"""What there has to be of a render so that it comes to a step."""
STORIES: Final = {
    "plain": PLAIN,
    "in a thread": Scenario(in_thread=True),
    "two results": Scenario(results=2),
    "a task that fails": Scenario(manner=Manner(outcomes=("failed",))),
    "a task that is refused": Scenario(manner=Manner(outcomes=("refused",))),
    "a channel that is closed": Scenario(refuses_posts="is_archived"),
    "no leave to look": Scenario(may_look=False),
    "a lag": Scenario(manner=Manner(lag_seconds=30.0)),
    "a small budget": Scenario(renders=3, budget=Decimal("0.80")),
    "a link that ends": Scenario(workers=1, ttl_seconds=60),
    "called off in time": Scenario(deeds=(Deed("cancel", 0.12),)),
    "called off when paid": Scenario(deeds=(Deed("cancel", 3.0),)),
    "shared elsewhere": Scenario(deeds=(Deed("share", 15.0),), clicks=2),
    "deleted": Scenario(deeds=(Deed("delete", 15.0),)),
    "one of two chosen": Scenario(results=2, deeds=(Deed("choose", 20.0),)),
    "webhooks": Scenario(hooks=True),
    "a person's file": Scenario(media=True),
    **{f"a defect in {step}": Scenario(breaks=step, renders=2, **NEEDED.get(step, {})) for step in BREAKABLE},
}
"""What single faults are put into, one after another."""

PAIRED: Final = frozenset(
    {
        Fault.REFUSED,
        Fault.RESET_BEFORE,
        Fault.RESET_AFTER,
        Fault.LIMITED,
        Fault.LOST,
        Fault.CRASH_BEFORE,
        Fault.CRASH_AFTER,
        Fault.SLEEP_AFTER,
    }
)
"""Of the faults that look alike to the caller, one for all."""


@dataclass(frozen=True)
class Case:
    """A run that can be played again: the story's name or a seed's own, what was planned, and the seed."""

    story: str
    scenario: Scenario
    plan: Plan
    seed: int


@dataclass
class Tally:
    """What came of many runs; those in `unfenced` break a promise only where nothing on this side could keep it."""

    runs: int = 0
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    violating: list[tuple[str, list[Violation]]] = field(default_factory=list)
    unfenced: list[tuple[str, list[Violation]]] = field(default_factory=list)
    blemished: int = 0

    def add(self, case: Case, run: Run) -> None:
        """Count a run."""
        self.runs += 1
        self.faults.update((call, fault.value) for call, fault in run.faults)
        self.blemished += bool(blemishes(run.history))
        found = judge(case, run)
        broken = [violation for violation in found if not violation.unfenced]
        if broken:
            self.violating.append((told(case), broken))
        elif found:
            self.unfenced.append((told(case), found))

    def merge(self, other: "Tally") -> None:
        """Count another's runs too."""
        self.runs += other.runs
        self.faults.update(other.faults)
        self.violating += other.violating
        self.unfenced += other.unfenced
        self.blemished += other.blemished


def judge(case: Case, run: Run) -> list[Violation]:
    """What a run breaks of Herald's promises.

    Where Herald may not look, what may have been sent counts as sent; but a command to the store that is made twice
    leaves nobody in doubt.
    """
    scenario = case.scenario
    certain = all(fault is Fault.TWICE for _, fault in run.faults)
    return check(run.history, reachable=scenario.refuses_posts is None, may_look=scenario.may_look or certain)


def told(case: Case) -> str:
    """What to say of a case so that it can be played again."""
    planned = ", ".join(f"{number}: {fault.name}" for number, fault in case.plan.at.items())
    return f"{case.story} seed {case.seed}" + (f" ({planned})" if planned else "")


def run(cases: Iterable[Case], mutate: Mutation | None = None) -> Tally:
    """Play the cases."""
    tally = Tally()
    for case in cases:
        tally.add(case, play(case.scenario, case.plan, case.seed, mutate))
    return tally


@cache
def _places_of(story: str, seed: int, kinds: frozenset[Fault]) -> Sequence[tuple[int, Fault, str]]:
    return places(STORIES[story], seed, kinds)


def singles(story: str, *, seed: int = 1) -> Iterator[Case]:
    """Each fault at each call of a story."""
    scenario = STORIES[story]
    for number, fault, _ in _places_of(story, seed, frozenset(Fault)):
        yield Case(story, scenario, Plan({number: fault}), seed)


def pairs(story: str, *, seed: int = 1) -> Iterator[Case]:
    """Each two faults at each two calls of a story."""
    scenario = STORIES[story]
    for (first, fault, _), (second, other, _) in combinations(_places_of(story, seed, PAIRED), 2):
        if first != second:
            yield Case(story, scenario, Plan({first: fault, second: other}), seed)


def places(
    scenario: Scenario, seed: int, kinds: frozenset[Fault], mutate: Mutation | None = None
) -> list[tuple[int, Fault, str]]:
    """Where those faults can be put in: the number of each call, the fault, and the call's name."""
    names = play(scenario, Plan(), seed, mutate).calls
    numbered = enumerate(names, start=1)
    return [(n, fault, name) for n, name in numbered for fault in FAULTS[name.partition(" ")[0]] if fault in kinds]


def seeded(seed: int, *, hostile: bool = False) -> Case:
    """What the seed makes of everything; `hostile`: a service that neither refuses repetitions nor shows tasks soon."""
    rng = random.Random(f"case {seed}")
    dedupe = not hostile and rng.random() < 0.7
    lag = rng.uniform(3, 10) if hostile else rng.choice([0.0, 0.0, 1.5]) if not dedupe else rng.choice([0.0, 2.0, 30.0])
    outcomes = tuple(rng.choices(["good", "failed", "refused"], [8, 1, 1], k=6))
    renders = rng.choice([1, 1, 2, 3])
    scenario = Scenario(
        renders=renders,
        results=rng.choice([1, 1, 1, 2]),
        workers=rng.choice([1, 2, 3]),
        manner=Manner(dedupe, lag, rng.uniform(3, 15), outcomes),
        may_look=rng.random() < 0.8,
        refuses_posts=rng.choice([None] * 9 + ["is_archived"]),
        in_thread=rng.random() < 0.3,
        ttl_seconds=rng.choice([86_400, 86_400, 60]),
        budget=Decimal(rng.choice(["50", "50", "0.80"])),
        clicks=rng.choice([1, 1, 2]),
        queue_lost_at=rng.choice([None, None, None, rng.uniform(0, 20)]),
    )
    plan = Plan(chance=rng.choice([0.02, 0.05, 0.1]), most=rng.randint(1, 6))
    scenario = replace(scenario, **_afterwards(rng, scenario))
    return Case("hostile" if hostile else "dedupe" if dedupe else "visible", scenario, plan, seed)


def _afterwards(rng: random.Random, scenario: Scenario) -> dict[str, Any]:
    """What people do about their renders, and what else there is to some of them."""
    wishes = ["cancel", "share", "delete", "choose"] if scenario.results > 1 else ["cancel", "share", "delete"]
    most = {"cancel": 20.0, "share": 60.0, "delete": 60.0, "choose": 60.0}
    kinds = rng.sample(wishes, rng.choice([0, 0, 1, 1, 2]))
    there: dict[str, Any] = {
        "deeds": tuple(Deed(kind, rng.uniform(0, most[kind]), rng.randrange(scenario.renders)) for kind in kinds),
        "media": rng.random() < 0.15,
        "hooks": rng.random() < 0.3,
        "breaks": rng.choice(BREAKABLE) if rng.random() < 0.05 else None,
    }
    return there | NEEDED.get(there["breaks"], {})
