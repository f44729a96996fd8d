"""A sample of the probes: who reaches for somebody else's things is told nothing, and changes nothing."""

from pathlib import Path

import pytest

from bench.probes import FOREIGN, NEAR, Probing, Seen, probe_all
from bench.probes_surfaces import SURFACES
from bench.probes_things import Someone, actors
from bench.probes_town import town

SAMPLE = 1_000


async def test_a_sample_of_probes_over_two_workspaces_and_an_organisation_finds_nothing(
    redis_url: str, tmp_path: Path
) -> None:
    async with town(redis_url, tmp_path) as place:
        seen, changed = await probe_all(place, SAMPLE)

    assert (seen.leaks, changed, seen.different) == ([], [], [])
    assert seen.probes == SAMPLE
    assert len(seen.answers) > len(SURFACES) // 2


def place_of_nobody() -> Probing:
    """Probing of which only the judgement is used."""
    return Probing(None, [], seed=1)  # type: ignore[arg-type]  # no probe is handed in


@pytest.mark.parametrize("whose", [actors()[1], actors()[2]], ids=["a colleague's", "a stranger's"])
def test_anything_of_somebody_else_is_a_leak(whose: Someone) -> None:
    probing = place_of_nobody()

    probing.judge(actors()[0], f"Hello {whose.canary}", "there")

    assert len(probing.seen.leaks) == 1


def test_ones_own_is_no_leak() -> None:
    probing = place_of_nobody()

    probing.judge(actors()[0], f"Hello {actors()[0].canary}", "there")

    assert probing.seen.leaks == []


def test_another_answer_for_what_is_there_is_found() -> None:
    seen = Seen()
    seen.answers["a"][NEAR].add("not yours")
    seen.answers["a"][FOREIGN].add("not there")
    seen.answers["b"][NEAR].add("not there")
    seen.answers["b"][FOREIGN].add("not there")

    assert seen.different == ["a"]
