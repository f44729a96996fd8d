"""What it costs to wait for many tasks at once, and how soon the end of each is known: by polling, and with webhooks.

The poller is Herald's own with its queue and a real Redis, in a process of its own; the service is a double that costs
next to nothing, on the other core. Runware's own SDK polls the same service in the same run, for comparison.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil

from bench.harness import Measure, percentile
from bench.polling_load import Load
from bench.polling_meters import Reading, Span, latencies, microseconds_per_question, read_notes
from bench.processes import Cores, cores_apart, output_of, processor_seconds, running, running_redis, until_ready
from bench.servers import web_environment
from bench.sockets import free_port
from bot.rendering.polling import BATCH
from bot.store.connection import connected

SDK_TASKS: Final = 200
START_UP_SECONDS: Final = 3.0
GRACE_SECONDS: Final = 14.0
"""How long after the last end it may take until it is known."""


@dataclass(frozen=True)
class Plan:
    """How long each part takes, in seconds."""

    settle: float = 15.0
    few: float = 40.0
    many: float = 90.0
    alone: float = 20.0
    hooked: float = 40.0


QUICK: Final = Plan(settle=6.0, few=10.0, many=15.0, alone=5.0, hooked=10.0)


@dataclass(frozen=True)
class Bench:
    """The processes of one run, and the meters on them."""

    load: Load
    http: httpx.AsyncClient
    service_url: str
    redis_url: str
    notes: Path
    worker: psutil.Process
    redis: psutil.Process

    async def read(self) -> Reading:
        """The meters now."""
        counts = (await self.http.get(f"{self.service_url}/_counts")).json()
        now = asyncio.get_running_loop().time()
        worker, redis = processor_seconds(self.worker.pid), processor_seconds(self.redis.pid)
        return Reading(now, worker, redis, counts["requests"])

    async def span(self, *, rate: float, seconds: float, public_url: str | None = None) -> tuple[Span, Sequence[float]]:
        """End renders for so long; what that cost, and how many seconds each end took to be known."""
        before = await self.read()
        ended = await self.load.finish(rate=rate, seconds=seconds, public_url=public_url)
        span = Span.between(before, await self.read())
        await asyncio.sleep(GRACE_SECONDS)
        return span, latencies(ended, read_notes(self.notes.read_text()))


async def run(*, quick: bool = False) -> list[Measure]:
    """1,000 tasks, 10,000 tasks, 10,000 tasks with webhooks, and the two clients alone."""
    plan = QUICK if quick else Plan()
    with cores_apart() as cores:
        async with _benching(cores) as bench:
            base = bench.worker.memory_info().rss
            await bench.load.fill(1_000)
            await asyncio.sleep(plan.settle)
            few, few_late = await bench.span(rate=10, seconds=plan.few)
            await bench.load.fill(10_000)
            await asyncio.sleep(plan.settle)
            many, many_late = await bench.span(rate=35, seconds=plan.many)
            memory = (bench.worker.memory_info().rss - base) / 10_000
            hooked, hooked_late = await _with_webhooks(bench, cores, plan)
        alone = await _clients_alone(cores, plan, many.requests_per_second)
    return [
        *_measures("1,000 tasks", few, few_late, requests=5.5, known=2.5),
        *_measures("10,000 tasks", many, many_late, requests=12, known=11),
        Measure("polling: 10,000 tasks: worker, with its Redis work", many.worker_percent, "% of a core", at_most=10),
        Measure("polling: 10,000 tasks: the Redis server", many.redis_percent, "% of a core"),
        Measure("polling: 10,000 tasks: memory a task", memory / 1024, "KB", at_most=2),
        *alone,
        Measure("polling: with webhooks: finished to known, p50", percentile(hooked_late, 50), "s"),
        Measure("polling: with webhooks: finished to known, p95", percentile(hooked_late, 95), "s", at_most=1),
        Measure("polling: with webhooks: requests a second", hooked.requests_per_second, "/s"),
    ]


def _measures(name: str, span: Span, late: Sequence[float], *, requests: float, known: float) -> list[Measure]:
    return [
        Measure(f"polling: {name}: requests a second", span.requests_per_second, "/s", at_most=requests),
        Measure(f"polling: {name}: finished to known, p50", percentile(late, 50), "s"),
        Measure(f"polling: {name}: finished to known, p99", percentile(late, 99), "s", at_most=known),
    ]


async def _with_webhooks(bench: Bench, cores: Cores, plan: Plan) -> tuple[Span, Sequence[float]]:
    port, slack = free_port(), free_port()
    environment = web_environment(port, redis_url=bench.redis_url, slack=slack)
    async with (
        running(sys.executable, "-m", "bench.slack_double", str(slack), core=cores.clients),
        running(sys.executable, "-m", "bot", "web", core=cores.servers, environment=environment),
    ):
        public_url = f"http://127.0.0.1:{port}"
        await until_ready(f"{public_url}/healthz")
        return await bench.span(rate=35, seconds=plan.hooked, public_url=public_url)


async def _clients_alone(cores: Cores, plan: Plan, rate: float) -> list[Measure]:
    """The client at the poller's own rate, and Runware's SDK with a poll a task."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    client = (sys.executable, "-m", "bench.polling_clients")
    async with running(sys.executable, "-m", "bench.polling_service", str(port), core=cores.clients):
        await until_ready(f"{url}/_counts")
        ours = json.loads(await output_of(*client, "herald", url, str(rate), str(plan.alone), core=cores.servers))
        theirs = json.loads(await output_of(*client, "sdk", url, str(SDK_TASKS), str(plan.alone), core=cores.servers))
    our_question = microseconds_per_question(ours, rate * ours["elapsed"] * BATCH)
    their_question = microseconds_per_question(theirs, theirs["questions"])
    share = 100 * ours["cpu"] / ours["elapsed"]
    return [
        Measure("polling: 10,000 tasks: the client alone", share, "% of a core", at_most=3),
        Measure("polling: processor time a question, the client", our_question, "µs"),
        Measure("polling: processor time a question, runware-sdk", their_question, "µs"),
        Measure("polling: the client against runware-sdk", our_question / their_question, "times", at_most=0.1),
    ]


@asynccontextmanager
async def _benching(cores: Cores) -> AsyncIterator[Bench]:
    """Redis and the worker on one core, the service and the load on the other."""
    port = free_port()
    service_url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        notes = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-bench-"))) / "known"
        redis_pid, redis_url = await stack.enter_async_context(running_redis(cores.servers))
        service = (sys.executable, "-m", "bench.polling_service", str(port))
        await stack.enter_async_context(running(*service, core=cores.clients))
        await until_ready(f"{service_url}/_counts")
        worker = (sys.executable, "-m", "bench.polling_worker", redis_url, f"{service_url}/v1", str(notes))
        worker_pid = await stack.enter_async_context(running(*worker, core=cores.servers))
        redis = await stack.enter_async_context(connected(redis_url))
        http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        await asyncio.sleep(START_UP_SECONDS)
        yield Bench(
            load=Load(redis, http, service_url),
            http=http,
            service_url=service_url,
            redis_url=redis_url,
            notes=notes,
            worker=psutil.Process(worker_pid),
            redis=psutil.Process(redis_pid),
        )
