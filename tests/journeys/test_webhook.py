"""Runware says that a video is there, and Herald asks at once; where it cannot say so, polling alone does it.

The bot's clock stands still in most of these journeys, so that no poll comes due by itself.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.runware.hooks import Hooks
from bot.store.connection import connected
from playground.serving import listening_socket, running
from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import STUDIO_KEY, Json, MovedClock, Stage, bot_running, services, until

SCRIPT = "Good morning, team. The release is out."
ANSWER_SECONDS = 1.5


class StoppedClock(MovedClock):
    """A clock that only moves when a test moves it."""

    def __init__(self) -> None:
        super().__init__()
        self._begun = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self._begun + self.offset


@pytest.fixture
def quick_studio(tmp_path: Path, ready_file: Path) -> StudioSettings:
    """A studio that answers every task in a moment."""
    return StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready_file, 0.3))


@asynccontextmanager
async def standing_still(studio: StudioSettings, redis_url: str, *, public: bool = True) -> AsyncIterator[Stage]:
    """A stage whose bot has a stopped clock, and an address that the studio reaches if it is `public`."""
    async with services(studio, redis_url, hastened=public) as stage:
        stage.clock = StoppedClock()
        yield stage


async def webhooks(stage: Stage) -> list[Json]:
    """What became of the webhooks for the one result, once it is there."""

    async def finished() -> list[Json] | None:
        async with stage.session.get(f"{stage.studio_url}/_control/state") as answer:
            tasks = (await answer.json())["tasks"]
        results = tasks[0]["results"] if tasks else []
        return [results[0]] if results and results[0]["state"] == "success" else None

    (result,) = await until(finished)
    return [delivery for delivery in result["deliveries"] if delivery["kind"] == "webhook"]


async def test_a_webhook_brings_the_video_before_any_poll_is_due(
    quick_studio: StudioSettings, redis_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with standing_still(quick_studio, redis_url) as stage, bot_running(stage):
            await stage.ask_for(SCRIPT)
            await stage.delivered()
            (webhook,) = await webhooks(stage)

    assert webhook["fate"] == "delivered"
    assert "/runware/hooks/" not in caplog.text


async def test_without_a_public_address_nothing_is_sent_and_polling_alone_does_it(
    quick_studio: StudioSettings, redis_url: str
) -> None:
    async with standing_still(quick_studio, redis_url, public=False) as stage, bot_running(stage):
        await stage.ask_for(SCRIPT)
        sent = await webhooks(stage)
        early = await stage.final_posts()
        stage.clock.offset = timedelta(seconds=5)
        await stage.delivered()

    assert (sent, early) == ([], [])


@asynccontextmanager
async def slow_way_back(stage: Stage) -> AsyncIterator[None]:
    """A way to the studio on which what it answers to a submission takes long."""

    async def forward(request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type")}
        async with stage.session.post(f"{stage.studio_url}/v1", data=body, headers=headers) as answer:
            read = await answer.read()
        if b"videoInference" in body:
            await asyncio.sleep(ANSWER_SECONDS)
        return web.Response(body=read, status=answer.status, content_type="application/json")

    app = web.Application()
    app.router.add_post("/v1", forward)
    async with running(app, listening_socket(0)) as url:
        stage.settings = stage.settings.model_copy(update={"runware_api_url": f"{url}/v1"})
        yield


async def test_a_webhook_that_overtakes_the_answer_to_the_submission_is_not_lost(
    quick_studio: StudioSettings, redis_url: str
) -> None:
    async with (
        standing_still(quick_studio, redis_url) as stage,
        slow_way_back(stage),
        bot_running(stage),
        connected(redis_url) as redis,
    ):
        await stage.ask_for(SCRIPT)
        await until(lambda: redis.keys("herald:polls:hastened:*"))
        await stage.delivered()
        posts = await stage.final_posts()

    assert len(posts) == 1


async def test_a_webhook_that_comes_twice_is_one_post(quick_studio: StudioSettings, redis_url: str) -> None:
    twice = {"on": "webhook", "kind": "duplicate"}
    async with standing_still(quick_studio, redis_url) as stage, bot_running(stage):
        await stage.dial("studio", "faults", {"faults": [twice]})
        await stage.ask_for(SCRIPT)
        await stage.delivered()
        await stage.anchor_saying("Ready")
        posts = await stage.final_posts()
        counts = await stage.studio_counts()

    assert len(posts) == 1
    assert counts["tasks_submitted"] == 1


async def test_a_webhook_that_is_lost_is_made_up_for_by_polling(quick_studio: StudioSettings, redis_url: str) -> None:
    lost = {"on": "webhook", "kind": "lost"}
    async with standing_still(quick_studio, redis_url) as stage, bot_running(stage):
        await stage.dial("studio", "faults", {"faults": [lost]})
        await stage.ask_for(SCRIPT)
        (webhook,) = await webhooks(stage)
        stage.clock.offset = timedelta(seconds=5)
        await stage.delivered()

    assert webhook["fate"] == "lost"


async def test_a_stranger_hastens_nothing_and_an_old_webhook_does_no_harm(
    quick_studio: StudioSettings, redis_url: str
) -> None:
    hooks = Hooks(SecretStr(STUDIO_KEY), "")
    strangers = Hooks(SecretStr("another key"), "")
    task = UUID("11111111-1111-4111-8111-111111111111")
    async with standing_still(quick_studio, redis_url) as stage, bot_running(stage):
        base = str(stage.settings.public_url)
        statuses = [
            await answer_to(stage, f"{base}{path}")
            for path in (
                str(strangers.address("T1", "r1", task)),
                "/runware/hooks/guess",
                str(hooks.address("T1", "long-gone", task)),
            )
        ]
        await stage.ask_for(SCRIPT)
        await stage.delivered()

    assert statuses == [404, 404, 204]


async def answer_to(stage: Stage, url: str) -> int:
    """The status with which a webhook is answered."""
    async with stage.session.post(url, json={"taskType": "videoInference", "status": "success"}) as answer:
        return answer.status
