"""Two clients that do nothing but poll, so that what they cost can be told from the rest.

`python -m bench.polling_clients herald URL RATE SECONDS` asks about 100 tasks in each of RATE requests a second, as the
poller does; `… sdk URL TASKS SECONDS` waits for TASKS tasks with Runware's own SDK, as its users do. Both print JSON:
`cpu` and `elapsed` in seconds.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Final
from uuid import uuid4

import httpx
import uvloop
from pydantic import SecretStr
from runware import Runware

from bench.servers import API_KEY
from bot.rendering.polling import BATCH
from bot.runware.client import RunwareClient

START_SECONDS: Final = 8.0
"""The tasks of the SDK start at instants spread over this time: people do not ask in step."""
SUBMIT_SECONDS: Final = 1.0


async def poll_with_herald(url: str, rate: float, seconds: float) -> dict[str, float]:
    """Ask at a steady rate about tasks that are all processing."""
    tasks = [uuid4() for _ in range(BATCH)]
    async with httpx.AsyncClient(trust_env=False) as http:
        client = RunwareClient(http, api_key=SecretStr(API_KEY), api_url=f"{url}/v1")
        await client.poll(tasks)
        cpu, begun = time.process_time(), time.monotonic()
        for turn in range(int(rate * seconds)):
            await asyncio.sleep(begun + turn / rate - time.monotonic())
            await client.poll(tasks)
        return {"cpu": time.process_time() - cpu, "elapsed": time.monotonic() - begun}


async def poll_with_the_sdk(url: str, tasks: float, seconds: float) -> dict[str, float]:
    """Wait for tasks that are all processing; what it takes to submit them is left out."""
    async with Runware(api_key=API_KEY, transport="rest", http_base_url=f"{url}/v1") as client:
        task = {"taskType": "videoInference", "model": "heygen:avatar@4"}
        chance = random.Random(1)

        async def wait() -> None:
            await asyncio.sleep(chance.uniform(0, START_SECONDS))
            await client.run(task)

        waiting = [asyncio.create_task(wait()) for _ in range(int(tasks))]
        await asyncio.sleep(START_SECONDS + SUBMIT_SECONDS)
        before = await _questions(url)
        cpu, begun = time.process_time(), time.monotonic()
        await asyncio.sleep(seconds)
        spent = {"cpu": time.process_time() - cpu, "elapsed": time.monotonic() - begun}
        questions = await _questions(url) - before
        for task_waiting in waiting:
            task_waiting.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return spent | {"questions": questions}


async def _questions(url: str) -> int:
    async with httpx.AsyncClient(trust_env=False) as http:
        return int((await http.get(f"{url}/_counts")).json()["questions"])


CLIENTS: Final[dict[str, Callable[[str, float, float], Coroutine[None, None, dict[str, float]]]]] = {
    "herald": poll_with_herald,
    "sdk": poll_with_the_sdk,
}

if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as main:
        found = main.run(CLIENTS[sys.argv[1]](sys.argv[2], float(sys.argv[3]), float(sys.argv[4])))
    print(json.dumps(found))
