"""Herald's worker with room for so many steps at once: `python -m bench.scale_worker STEPS`; settings as ever."""

import asyncio
import signal
import sys

import uvloop
from pydantic import SecretStr

from bot.ground import opened
from bot.settings import read_settings
from bot.steps import teach_worker
from bot.worker import run_worker


async def work(steps: int) -> None:
    """Run steps until the process is told to stop."""
    stop, settings = asyncio.Event(), read_settings("worker")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with opened(settings, (settings.redis_url or SecretStr("")).get_secret_value()) as ground:
        teach_worker(ground)
        await run_worker(ground.docket, stop, concurrency=steps)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work(int(sys.argv[1])))
