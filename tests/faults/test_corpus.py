"""What an earlier release stored is finished by this one, wherever in its life it was."""

from collections import Counter

import pytest

from bot.posting.posting import PostingState
from bot.rendering.render import RenderState
from tests.faults.checker import check
from tests.faults.faults import Plan
from tests.faults.replay import CORPUS, Moment, moments, read_corpus, states
from tests.faults.world import Scenario, play

RELEASES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())
UNSEEN_BEFORE = {"within budget", "reserved first"}
"""What the part of the history that was not recorded would have to show."""


def finished(moment: Moment) -> Counter[str]:
    """The final messages of each posting once the moment was played to its end, which keeps every promise."""
    scenario = Scenario(renders=0, kept=moment.put, begins_at=moment.at)
    run = play(scenario, Plan(), 1)
    broken = [violation for violation in check(run.history) if violation.promise not in UNSEEN_BEFORE]
    assert broken == []
    return Counter(
        str(event.said["record"]) for event in run.history.of("posted") if event.said["event"] == "herald_posting"
    )


@pytest.mark.parametrize("release", RELEASES)
def test_every_stored_moment_of_a_release_is_finished(release: str) -> None:
    kept = [moment for _, moment in read_corpus() if _.startswith(f"{release} ")]

    for moment in kept:
        assert all(times == 1 for times in finished(moment).values())

    assert len(kept) > 50


def test_the_corpus_has_every_state_that_a_life_goes_through() -> None:
    found = set().union(*(states(moment) for _, moment in read_corpus()))
    rare = {"posting waiting for approval", "posting failed", "posting expired"}

    wanted = {f"render {state}" for state in RenderState} | {f"posting {state}" for state in PostingState} - rare

    assert wanted <= found


def test_a_moment_is_written_as_redis_has_it() -> None:
    *_, last = moments("plain")

    assert states(last) == {"render ready", "posting posted"}
