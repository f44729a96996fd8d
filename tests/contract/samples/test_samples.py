"""Every recorded answer is read by Herald's own client as Herald takes for granted; true ones go in a folder beside."""

from pathlib import Path

import pytest

from bot.operator.findings import problems_in
from bot.operator.live.assumptions import ASSUMPTIONS, EXPECTED, hold_against
from bot.operator.live.samples import read_samples

RECORDINGS = sorted(path for path in Path(__file__).parent.iterdir() if path.is_dir() and any(path.glob("*.json")))


@pytest.mark.parametrize("folder", RECORDINGS, ids=[folder.name for folder in RECORDINGS])
async def test_what_herald_takes_for_granted_holds(folder: Path) -> None:
    findings = await hold_against(read_samples(folder))

    assert [finding.line() for finding in findings if finding.is_problem] == []
    assert problems_in(findings) == 0


@pytest.mark.parametrize("folder", RECORDINGS, ids=[folder.name for folder in RECORDINGS])
def test_a_recording_has_all_that_matters(folder: Path) -> None:
    names = {sample.name for sample in read_samples(folder)}

    assert names >= EXPECTED
    assert names <= {assumption.name for assumption in ASSUMPTIONS}


def test_there_is_a_recording_of_the_studio() -> None:
    assert "studio" in [folder.name for folder in RECORDINGS]
