"""A deployment costs no request its answer."""

from pathlib import Path

from tests.faults.real.rolling import roll
from tests.faults.real.stand import Plan, standing

RESTARTS = 2
RATE = 20.0
PATIENCE = 30.0
"""Slack waits for three seconds; a machine that is busy with other tests may take longer."""


async def test_rolling_restarts_under_load_leave_no_request_unanswered(tmp_path: Path) -> None:
    async with standing(tmp_path, Plan(webs=2, workers=0)) as stand:
        rolled = await roll(stand, RESTARTS, rate=RATE, patience=PATIENCE)

    assert rolled.unanswered == []
    assert set(rolled.answers) == {200}
    assert rolled.answers[200] > RESTARTS
    assert len(rolled.ends) == RESTARTS
