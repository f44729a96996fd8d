"""How soon Slack's requests are acknowledged when all kinds of listeners are asked, one as often as the other.

Slack takes a fifth of a second for each call. What follows an ack runs beside the acks of others, as for people.
"""

import asyncio
import random
import secrets
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from redis.asyncio import Redis

from bench.harness import RUNS, Measure, percentile
from bench.listener_requests import Kind, Stock, kinds
from bench.load import exchange, poisson
from bench.processes import processor_seconds
from bench.requests import TEAM, USER, draft
from bench.servers import Servers, keep_drafts, serving
from bot.rendering.consent import Consent
from bot.rendering.render import Choices, Destination, Render
from bot.store import keys
from bot.store.connection import connected
from bot.store.kinds import RENDERS
from bot.store.records import Records

RATE: Final = 200.0
SECONDS: Final = 8.0
WARM_UP_SECONDS: Final = 4.0
LOOKING_UP_SECONDS: Final = 1.0
_CHOICES: Final = Choices(avatar="Aditya_public_4", voice="jenny_female_english")


async def run(*, quick: bool = False) -> list[Measure]:
    """Five runs, one when it is to be `quick`; the median of each value."""
    runs = 1 if quick else RUNS
    async with serving() as servers:
        asked = kinds(await _stock(servers, int(RATE * (WARM_UP_SECONDS + runs * SECONDS))))
        await require_answers(servers.herald, asked)
        await _round(servers, asked, seed=0, seconds=WARM_UP_SECONDS)
        rounds = [await _round(servers, asked, seed=seed, seconds=SECONDS) for seed in range(1, runs + 1)]
    values = {name: statistics.median(found[name] for found in rounds) for name in rounds[0]}
    return [
        Measure("listeners: kinds of requests", len(asked), ""),
        Measure("listeners: p50 at 200/s, all kinds mixed", values["p50"], "ms", at_most=3),
        Measure("listeners: p99 at 200/s, all kinds mixed", values["p99"], "ms", at_most=15),
        Measure("listeners: processor time a request, what follows it included", values["cpu"], "ms"),
        Measure("listeners: requests without an ack", sum(found["failed"] for found in rounds), "", at_most=0),
    ]


async def require_answers(port: int, asked: Sequence[Kind]) -> None:
    """Ask for each kind, once more when Herald has looked up the person; raises RuntimeError for an odd answer."""
    for kind in asked:
        await exchange(port, kind.make())
    await asyncio.sleep(LOOKING_UP_SECONDS)
    for kind in asked:
        status, body = await exchange(port, kind.make())
        if status != 200 or kind.expected not in body or (not kind.expected and body):
            raise RuntimeError(f"the request “{kind.name}” was answered with {status}: {body[:300]!r}")


async def _round(servers: Servers, asked: Sequence[Kind], *, seed: int, seconds: float) -> dict[str, float]:
    chance, before = random.Random(seed), processor_seconds(servers.herald_pid)
    outcome = await poisson(servers.herald, lambda: chance.choice(asked).make(), rate=RATE, seconds=seconds, seed=seed)
    await asyncio.sleep(1)  # until what follows the last acks is done
    used = processor_seconds(servers.herald_pid) - before
    return {
        "p50": percentile(outcome.took_ms, 50),
        "p99": percentile(outcome.took_ms, 99),
        "cpu": 1000 * used / len(outcome.took_ms),
        "failed": outcome.failed,
    }


async def _stock(servers: Servers, requests: int) -> Stock:
    """Drafts for the requests, two videos, and what the person chose last."""
    response_url = f"http://127.0.0.1:{servers.slack}/hooks/respond"
    render = _render()
    asked_about = _render().model_copy(update={"consent": _waiting()})
    async with connected(servers.redis_url) as redis:
        records = Records(redis, RENDERS)
        for each in (render, asked_about):
            await records.create(each)
        await _choose(redis)
    drafts = await keep_drafts(servers.redis_url, requests)
    return Stock(iter(drafts), draft(secrets.token_hex(16)), render, asked_about, response_url)


async def _choose(redis: Redis) -> None:
    await redis.set(keys.choices(TEAM, USER["id"]), _CHOICES.model_dump_json(), ex=keys.CHOICES_TTL)


def _waiting() -> Consent:
    return Consent(person_id=USER["id"], expires_at=datetime.now(UTC) + timedelta(days=1))


def _render() -> Render:
    return Render(
        id=secrets.token_hex(16),
        team_id=TEAM,
        user_id=USER["id"],
        version=1,
        script="Good morning, team. The release is out.",
        choices=_CHOICES,
        destination=Destination(channel_id="C0GENERAL"),
        ttl_seconds=3600,
        expected_seconds=12,
        price=Decimal("1.20"),
        reserved=Decimal("1.56"),
        requested_at=datetime.now(UTC),
        anchor_ts="1795337070.000200",
    )
