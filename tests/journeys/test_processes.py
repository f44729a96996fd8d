"""Web and worker as processes of their own, one of which is killed."""

import asyncio
import signal

from tests.journeys.processes import process
from tests.journeys.stage import Stage, is_up, until

SCRIPT = "Good morning, team."


async def submitted(stage: Stage) -> bool:
    """Whether the studio has the task."""
    return bool((await stage.studio_counts())["tasks_submitted"] == 1)


async def test_two_workers_submit_once_and_post_once(stage: Stage) -> None:
    async with process("web", stage.settings), process("worker", stage.settings), process("worker", stage.settings):
        await until(lambda: is_up(stage))
        for number in range(3):
            await stage.ask_for(f"{SCRIPT} {number}")
        await until(lambda: all_delivered(stage, 3))
        counts = await stage.studio_counts()

    assert (counts["tasks_submitted"], counts["conflicts"]) == (3, 0)
    assert len(await stage.final_posts()) == 3


async def all_delivered(stage: Stage, number: int) -> bool:
    """Whether so many final posts are there."""
    return len(await stage.final_posts()) >= number


async def test_a_worker_killed_while_the_task_renders_loses_and_repeats_nothing(stage: Stage) -> None:
    async with process("web", stage.settings):
        await until(lambda: is_up(stage))
        async with process("worker", stage.settings) as first:
            await stage.ask_for(SCRIPT)
            await until(lambda: submitted(stage))
            first.kill()
            await first.wait()
        async with process("worker", stage.settings):
            await stage.delivered()

    assert (await stage.studio_counts())["tasks_submitted"] == 1
    assert len(await stage.final_posts()) == 1


async def test_a_stopped_process_ends_within_four_seconds_and_says_so_by_its_code(stage: Stage) -> None:
    async with process("web", stage.settings) as web, process("worker", stage.settings) as worker:
        await until(lambda: is_up(stage))
        await stage.ask_for(SCRIPT)
        await until(lambda: submitted(stage))
        for running in (web, worker):
            running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(4):
            codes = [await web.wait(), await worker.wait()]

    assert codes == [0, 0]
