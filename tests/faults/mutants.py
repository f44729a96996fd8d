"""Herald with one of its guards taken away at a time: what the checker has to catch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.faults import without
from tests.faults.faults import Fault
from tests.faults.world import Mutation


@dataclass(frozen=True)
class Mutant:
    """What is wrong, and where faults show it: the story, the call (its whole name, or any) and the faults there."""

    mutate: Mutation
    story: str = "plain"
    call: str = ""
    faults: frozenset[Fault] = frozenset()


SHARE: Final = "slack files.completeUploadExternal"
SUBMIT: Final = "runware submit"


def _at(mutate: Mutation, call: str, *faults: Fault, story: str = "plain") -> Mutant:
    return Mutant(mutate, story, call, frozenset(faults))


MUTANTS: Final[Mapping[str, Mutant]] = {
    "compare-and-set dropped": _at(without.swaps_blindly, "redis change render", Fault.SLEEP_BEFORE),
    "a lost race is not noticed": _at(without.works_when_stale, "redis change posting", Fault.SLEEP_BEFORE),
    "operation ids of changes ignored": _at(
        without.ignores_ops_of_changes, "redis change posting", Fault.TWICE, story="no leave to look"
    ),
    "plain INCRBY reserves again": Mutant(without.reserves_again),
    "settled without a look": _at(without.settles_again, "redis settle", Fault.RESET_AFTER),
    "no limit at acceptance": Mutant(without.has_no_limit, "a small budget"),
    "never settled": Mutant(without.never_settles),
    "settled at the price": Mutant(without.settles_at_the_price),
    "a new task UUID at each sending": Mutant(without.mints_anew),
    "an unknown outcome sent again anew": _at(without.sends_again_at_once, SUBMIT, Fault.RESET_AFTER),
    "the task UUID not stored first": _at(without.forgets_doubt, SUBMIT, Fault.CRASH_AFTER),
    "a conflict taken for a no": _at(without.takes_conflict_for_no, SUBMIT, Fault.CRASH_AFTER, story="a lag"),
    "silence of the service taken for failure": Mutant(without.takes_silence_for_failure, "a lag"),
    "a forged word of a result believed": Mutant(without.believes_anybody),
    "a lost share made again": _at(without.posts_again, SHARE, Fault.RESET_AFTER),
    "no look whether it was shared": _at(without.never_looks, SHARE, Fault.RESET_AFTER),
    "what may have been sent counts as sent": _at(without.always_believes, SHARE, Fault.RESET_BEFORE),
    "no intent stored": _at(without.stores_no_intent, SHARE, Fault.RESET_AFTER),
    "a refused share counts as made": _at(without.posts_unsent, SHARE, Fault.LIMITED),
    "trouble taken for a refusal": _at(without.takes_trouble_for_no, SHARE, Fault.RESET_AFTER),
    "posted before it is": _at(without.ends_early, "redis change posting", Fault.CRASH_AFTER),
    "reconciler off": _at(without.never_reconciles, "queue wake submit", Fault.LOST),
    "work popped before it is done": _at(without.pops_first, "redis get render", Fault.CRASH_AFTER),
    "taken polls do not come back": _at(without.polls_no_more, "runware poll", Fault.CRASH_BEFORE),
    "the anchor is never made": Mutant(without.drops("anchor")),
    "the end is never settled": Mutant(without.drops("close")),
    "results are never kept": Mutant(without.drops("keep")),
    "submission gives up at once": _at(without.swallows("submit"), SUBMIT, Fault.RESET_BEFORE),
    "posting gives up at once": _at(without.swallows("post"), SHARE, Fault.LIMITED),
    "a failure is told nobody": Mutant(without.tells_nobody, "a task that is refused"),
    "results handed to another channel": Mutant(without.hands_on_to_others),
    "what was deleted stays": Mutant(without.drops("remove"), "deleted"),
    "people's files stay at the service": Mutant(without.drops("forget_media"), "a person's file"),
    "Retry-After ignored": _at(without.hurries("post"), SHARE, Fault.LIMITED, story="a link that ends"),
    "what was called off is sent": Mutant(without.never_calls_off, "called off in time"),
    "each handing on makes a posting": _at(
        without.hands_on_under_new_names, "redis change render", Fault.CRASH_BEFORE, story="two results"
    ),
}
"""Each mutant by what is wrong with it."""
