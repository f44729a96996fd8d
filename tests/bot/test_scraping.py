"""What Prometheus reads: the store's figures as they are now, or that Redis is away."""

import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from docket import Docket
from redis.asyncio import Redis

from bot import metrics
from bot.scraping import HELD_SECONDS, VERSION, Scraper, look_at_queue
from bot.store import keys
from bot.store.connection import connected
from bot.store.money import Treasury
from bot.worker import QueueWakeups, opened_docket, register_names
from tests.bot.figures import figure
from tests.bot.rendering.fakes import a_render


@pytest.fixture
async def docket(redis_url: str) -> AsyncIterator[Docket]:
    """A queue that nobody works on."""
    async with opened_docket(redis_url) as docket:
        register_names(docket, ("show",))
        yield docket


def scraper(redis: Redis, docket: Docket, *, time: list[float], ago: timedelta | None = None) -> Scraper:
    """What a process says, at a time."""
    return Scraper(
        redis,
        docket,
        clock=lambda: datetime.now(UTC),
        fetched_at=lambda: None if ago is None else datetime.now(UTC) - ago,
        monotonic=lambda: time[0],
    )


async def accepted(redis: Redis, render_id: str) -> None:
    """A render under way."""
    await Treasury(redis).accept(a_render(id=render_id, reserved=Decimal("0.40")), Decimal(50))


async def test_the_page_has_what_is_true_of_the_store(redis: Redis, docket: Docket) -> None:
    await accepted(redis, "r1")
    await redis.zadd(keys.POLLS, {"T1/r1/x": datetime.now(UTC).timestamp() - 30})

    page = (await scraper(redis, docket, time=[0.0], ago=timedelta(hours=2)).page()).decode()

    assert 'herald_records{record="render",state="requested"} 1.0\n' in page
    assert "herald_held_usd 0.4\n" in page
    assert "herald_redis_up 1.0\n" in page
    assert 29 < figure("poll_overdue_seconds") < 60
    assert figure("catalogue_age_seconds", service="runware") == pytest.approx(7_200, abs=60)
    assert abs(figure("clock_skew_seconds")) < 5


async def test_a_state_that_nobody_is_in_any_more_is_told_no_more(redis: Redis, docket: Docket) -> None:
    time = [0.0]
    asked = scraper(redis, docket, time=time)
    await accepted(redis, "r1")
    await asked.page()
    await redis.delete(keys.open_index("render"))
    time[0] += HELD_SECONDS

    assert b'herald_records{record="render"' not in await asked.page()


async def test_readers_in_quick_succession_cost_redis_one_look(redis: Redis, docket: Docket) -> None:
    time = [0.0]
    asked = scraper(redis, docket, time=time)
    await asked.page()
    await accepted(redis, "r1")

    time[0] += HELD_SECONDS - 0.1
    assert b'herald_records{record="render"' not in await asked.page()
    time[0] += 0.2
    assert b'herald_records{record="render"' in await asked.page()


async def test_a_redis_that_is_away_is_a_figure_and_no_error(docket: Docket) -> None:
    async with connected("redis://127.0.0.1:1/0") as away:
        page = await scraper(away, docket, time=[0.0]).page()

    assert b"herald_redis_up 0.0" in page


async def test_the_queue_tells_what_waits_and_since_when(redis: Redis, docket: Docket) -> None:
    wakeups = QueueWakeups(docket)
    await wakeups.wake("show", "T1", "r1")
    await wakeups.wake("show", "T1", "r2", delay=timedelta(minutes=5))
    now = datetime.now(UTC).timestamp()

    queue = await look_at_queue(redis, docket, now=now + 1)
    later = await look_at_queue(redis, docket, now=now + 400)

    assert (queue.due, queue.scheduled, queue.running) == (1, 1, 0)
    assert (later.due, later.scheduled) == (2, 0)
    assert queue.waiting_since == pytest.approx(now, abs=10)


async def test_an_empty_queue_waits_for_nobody(redis: Redis, docket: Docket) -> None:
    queue = await look_at_queue(redis, docket, now=datetime.now(UTC).timestamp())

    assert (queue.due, queue.scheduled, queue.running, queue.waiting_since) == (0, 0, 0, None)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION


async def test_the_age_of_a_list_that_was_never_fetched_is_not_told(redis: Redis, docket: Docket) -> None:
    metrics.CATALOGUE_AGE.clear()

    page = (await scraper(redis, docket, time=[0.0]).page()).decode()

    assert not [line for line in page.splitlines() if line.startswith("herald_catalogue_age_seconds")]
