"""How soon Slack's requests are acknowledged, what must last stored before, beside the floor of the same run."""

import random
import statistics
from collections.abc import Callable, Iterator
from itertools import repeat

from bench.harness import RUNS, Measure, percentile
from bench.load import poisson
from bench.requests import review, slash_command
from bench.servers import Servers, keep_drafts, serving

RATE = 200.0
SECONDS = 8.0
WARM_UP_SECONDS = 2.0


def mixed(seed: int, drafts: Iterator[str]) -> Callable[[], bytes]:
    """Commands and submissions of reviews, one as often as the other."""
    chance = random.Random(seed)
    return lambda: review(next(drafts)) if chance.random() < 0.5 else slash_command()


async def run(*, quick: bool = False) -> list[Measure]:
    """Five runs of both, in turn; the median of each value. One when it is to be `quick`."""
    runs = 1 if quick else RUNS
    async with serving() as servers:
        stocked = await keep_drafts(servers.redis_url, int(RATE * (WARM_UP_SECONDS + runs * SECONDS)))
        drafts = iter([each.id for each in stocked])
        await poisson(servers.herald, mixed(0, drafts), rate=RATE, seconds=WARM_UP_SECONDS, seed=0)
        await poisson(servers.floor, mixed(0, repeat("none")), rate=RATE, seconds=WARM_UP_SECONDS, seed=0)
        rounds = [await _round(servers, seed, drafts) for seed in range(1, runs + 1)]
    values = {name: statistics.median(found[name] for found in rounds) for name in rounds[0]}
    return [
        Measure("ack: p50 at 200/s", values["p50"], "ms", at_most=2),
        Measure("ack: p99 at 200/s", values["p99"], "ms", at_most=10),
        Measure("ack: p99 of the floor", values["floor p99"], "ms"),
        Measure("ack: p99 against the floor's", values["ratio"], "times", at_most=3),
        Measure("ack: requests without an ack", sum(found["failed"] for found in rounds), "", at_most=0),
    ]


async def _round(servers: Servers, seed: int, drafts: Iterator[str]) -> dict[str, float]:
    floor = await poisson(servers.floor, mixed(seed, repeat("none")), rate=RATE, seconds=SECONDS, seed=seed)
    herald = await poisson(servers.herald, mixed(seed, drafts), rate=RATE, seconds=SECONDS, seed=seed)
    floor_p99, herald_p99 = percentile(floor.took_ms, 99), percentile(herald.took_ms, 99)
    return {
        "p50": percentile(herald.took_ms, 50),
        "p99": herald_p99,
        "floor p99": floor_p99,
        "ratio": herald_p99 / floor_p99,
        "failed": herald.failed + floor.failed,
    }
