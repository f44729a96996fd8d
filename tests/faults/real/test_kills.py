"""Real processes are killed, stopped and cut off under load: nothing is lost, silent, or billed or posted twice."""

from pathlib import Path

from tests.faults.real.kills import describe, run_kills
from tests.faults.real.stand import Plan

KILLS = 20
FEWEST = 5
"""A machine that is busy with other tests takes fewer requests than one a fault."""
REDIS_KILLS = 4


async def test_twenty_faults_in_real_processes_break_no_promise(tmp_path: Path) -> None:
    report = await run_kills(tmp_path, KILLS)

    assert report.untrue == [], "\n".join(describe(report))
    assert sum(report.faults.values()) == KILLS
    assert report.delivered >= report.accepted > FEWEST  # one whose ack was cut off is delivered too


async def test_a_redis_that_syncs_each_write_loses_nothing_that_was_acked_when_it_is_killed(tmp_path: Path) -> None:
    report = await run_kills(tmp_path, REDIS_KILLS, plan=Plan(appendfsync="always"), victim="redis")

    assert report.untrue == [], "\n".join(describe(report))
    assert report.faults == {"kill -9 redis": REDIS_KILLS}
