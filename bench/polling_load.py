"""Renders under way, which end at random instants at a steady rate, each replaced by a new one."""

import asyncio
import random
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4

import httpx
from pydantic import SecretStr
from redis.asyncio import Redis

from bench.requests import TEAM
from bench.servers import API_KEY
from bot.rendering.ending import poll_entry
from bot.rendering.polling import interval
from bot.rendering.render import Choices, Destination, Render, RenderState
from bot.rendering.steps import FIRST_POLL
from bot.runware.hooks import Hooks
from bot.store.kinds import RENDERS
from bot.store.polls import Polls
from bot.store.records import Records

AT_ONCE: Final = 100
"""How many renders are stored side by side."""
YOUNG_SECONDS: Final = 6.0
"""No video takes less time than the wait before the first poll; none of the benchmark's does."""


def a_render() -> Render:
    """A render that was just submitted."""
    now = datetime.now(UTC)
    return Render(
        id=uuid4().hex,
        team_id=TEAM,
        user_id="U0ALICE",
        version=1,
        state=RenderState.SUBMITTED,
        script="Good morning, team. The release is out.",
        choices=Choices(avatar="Aditya_public_4", voice="jenny_female_english"),
        destination=Destination(channel_id="C0GENERAL"),
        anchor_ts="1763800000.000100",
        thread_ts="1763800000.000100",
        ttl_seconds=86_400,
        expected_seconds=3,
        price=Decimal("0.30"),
        reserved=Decimal("0.39"),
        requested_at=now,
        task_uuid=uuid4(),
        sent_at=now,
        submitted_at=now,
    )


class Load:
    """Puts renders under way and ends them at the service, with a webhook where `public_url` is given."""

    def __init__(self, redis: Redis, http: httpx.AsyncClient, service_url: str) -> None:
        self._records = Records(redis, RENDERS)
        self._polls = Polls(redis)
        self._http = http
        self._service_url = service_url
        self._under_way: deque[tuple[float, str, UUID]] = deque()
        self._chance = random.Random(1)

    async def fill(self, count: int) -> None:
        """Let so many renders be under way, due at instants spread over the interval that belongs to them."""
        missing = count - len(self._under_way)
        spread = interval(count).total_seconds()
        for start in range(0, missing, AT_ONCE):
            await asyncio.gather(
                *(self._begin(self._chance.uniform(0, spread)) for _ in range(min(AT_ONCE, missing - start)))
            )

    async def finish(self, *, rate: float, seconds: float, public_url: str | None = None) -> dict[str, float]:
        """End `rate` renders a second on average for so long; when each ended, by the system's monotonic clock."""
        hooks = Hooks(SecretStr(API_KEY), public_url)
        ended: dict[str, float] = {}
        begun, due = time.monotonic(), 0.0
        async with asyncio.TaskGroup() as replacing:
            while (due := due + self._chance.expovariate(rate)) < seconds:
                await asyncio.sleep(max(0.0, begun + due - time.monotonic()))
                since, render_id, task_uuid = self._under_way[0]
                if time.monotonic() - since < YOUNG_SECONDS:
                    raise RuntimeError(f"too few renders are under way to end {rate:g} a second")
                self._under_way.popleft()
                await self._http.post(f"{self._service_url}/_finish", content=str(task_uuid))
                ended[render_id] = time.monotonic()
                if (address := hooks.address(TEAM, render_id, task_uuid)) is not None:
                    replacing.create_task(self._call(address, task_uuid))
                replacing.create_task(self._begin(FIRST_POLL.total_seconds()))
        return ended

    async def _call(self, address: str, task_uuid: UUID) -> None:
        item = {"taskType": "videoInference", "taskUUID": str(task_uuid), "status": "success"}
        answer = await self._http.post(address, json=item)
        if not answer.is_success:
            raise RuntimeError(f"a webhook was answered with {answer.status_code}")

    async def _begin(self, first_poll_seconds: float) -> None:
        render = a_render()
        entry = poll_entry(render)
        await self._records.create(render)
        await self._polls.add(entry, datetime.now(UTC) + timedelta(seconds=first_poll_seconds))
        self._under_way.append((time.monotonic(), render.id, entry.task_uuid))
