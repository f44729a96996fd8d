"""`python -m tests.journeys.hooked_worker URL`: a worker whose webhooks come to that address, until it is killed."""

import asyncio
import sys

from bot.ground import opened
from bot.settings import Settings, read_settings
from bot.steps import teach_worker
from bot.worker import run_worker


async def work(settings: Settings, redis_url: str) -> None:
    """Run steps."""
    async with opened(settings, redis_url) as ground:
        teach_worker(ground)
        await run_worker(ground.docket, asyncio.Event())


def main() -> None:
    """Read the environment, and work."""
    settings = read_settings("worker").model_copy(update={"public_url": sys.argv[1]})
    if settings.redis_url is None:
        raise SystemExit("a worker needs REDIS_URL")
    asyncio.run(work(settings, settings.redis_url.get_secret_value()))


if __name__ == "__main__":
    main()
