"""How long Home takes for a person with a thousand past videos: gathered, built, and published."""

import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from pydantic import SecretStr
from redis.asyncio import Redis

from bench.harness import RUNS, Measure, percentile
from bench.processes import cores_apart, running, running_redis, until_ready
from bench.sockets import free_port
from bot.ground import Ground, home_pages, opened
from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import Preset
from bot.rendering.render import Choices, Destination, Render, RenderState, Result
from bot.settings import Settings
from bot.store.drafts import KEPT_AT_MOST as MOST_DRAFTS
from bot.store.drafts import Drafts
from bot.store.history import KEPT_AT_MOST as MOST_RENDERS
from bot.store.money import Treasury
from bot.store.presets import KEPT_AT_MOST as MOST_PRESETS
from bot.store.presets import PresetStore

TEAM: Final = "T0BENCH"
PERSON: Final = "U0BENCH"
SCRIPT: Final = "Good morning, team. The release is out, and this is what is in it. " * 20
AVATAR: Final = "Aditya_public_4"
VOICE: Final = "jenny_female_english"
TIMES: Final = 50
START: Final = datetime(2026, 11, 1, tzinfo=UTC)


async def run(*, quick: bool = False) -> list[Measure]:
    """Publish the Home of a person with as much as there can be, to a Slack that takes a fifth of a second."""
    async with _furnished() as ground:
        pages = home_pages(ground)
        await pages.publish(TEAM, PERSON)  # the first call opens the connections
        milliseconds = []
        for _ in range(TIMES if quick else TIMES * RUNS):
            before = time.perf_counter()
            await pages.publish(TEAM, PERSON)
            milliseconds.append((time.perf_counter() - before) * 1000)
    return [
        Measure("home: published with 1,000 past videos, p50", statistics.median(milliseconds), "ms"),
        Measure("home: published with 1,000 past videos, p99", percentile(milliseconds, 99), "ms", at_most=300),
    ]


@asynccontextmanager
async def _furnished() -> AsyncIterator[Ground]:
    """What Herald stands on, with a person who has used it as much as one can."""
    slack = free_port()
    async with AsyncExitStack() as stack:
        cores = stack.enter_context(cores_apart())
        _, url = await stack.enter_async_context(running_redis(cores.servers))
        await stack.enter_async_context(
            running(sys.executable, "-m", "bench.slack_double", str(slack), core=cores.clients)
        )
        await until_ready(f"http://127.0.0.1:{slack}/")
        settings = Settings(
            slack_bot_token=SecretStr("xoxb-bench"),
            slack_api_url=f"http://127.0.0.1:{slack}/api/",
            runware_schema_url="http://127.0.0.1:9/none",
        )
        ground = await stack.enter_async_context(opened(settings, url))
        await _furnish(ground.redis)
        yield ground


async def _furnish(redis: Redis) -> None:
    """A thousand videos of each state, and as many drafts and presets as are kept."""
    treasury, drafts, presets = Treasury(redis), Drafts(redis), PresetStore(redis)
    for number in range(MOST_RENDERS):
        await treasury.accept(_render(number), Decimal(1_000_000))
    for number in range(MOST_DRAFTS):
        when = START + timedelta(hours=number)
        draft = Draft(id=f"d{number}", team_id=TEAM, user_id=PERSON, script=SCRIPT, updated_at=when)
        await drafts.save(draft)
    for number in range(2 * MOST_PRESETS):
        wishes = Wishes(avatar=AVATAR, voice=VOICE, speed=Decimal("1.1"), background_color="#1e90ff")
        await presets.save(
            Preset(
                id=f"p{number}",
                team_id=TEAM,
                maker_id=PERSON,
                name=f"Preset {number}",
                shared=number >= MOST_PRESETS,
                wishes=wishes,
                updated_at=START,
            )
        )


def _render(number: int) -> Render:
    """One of the past videos: ready, cancelled or under way."""
    when = START + timedelta(minutes=number)
    result = Result(video_uuid="v", url="https://im.runware.ai/v.mp4", expires_at=when, cost=Decimal("1.31"))
    states: tuple[dict[str, object], ...] = (
        {"state": RenderState.READY, "results": (result,), "closed": True},
        {"state": RenderState.CANCELLED, "closed": True},
        {"state": RenderState.SUBMITTED},
    )
    render = Render(
        id=f"r{number}",
        team_id=TEAM,
        user_id=PERSON,
        version=1,
        script=SCRIPT,
        choices=Choices(avatar=AVATAR, voice=VOICE),
        destination=Destination(channel_id="C0BENCH"),
        ttl_seconds=3600,
        expected_seconds=12,
        price=Decimal("1.20"),
        reserved=Decimal("1.56"),
        requested_at=when,
        anchor_ts="1795337070.000200",
    )
    return render.model_copy(update=states[number % len(states)])
