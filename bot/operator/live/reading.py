"""A sample as Herald's own client reads it: the answer is played back to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import httpx
from pydantic import SecretStr

from bot.errors import RunwareError
from bot.operator.live.samples import Sample
from bot.rendering.render import Choices
from bot.rendering.tasks import TaskOrder, TaskReport
from bot.runware.client import RunwareClient
from bot.runware.line import Patience

_NOBODY: Final = "https://played-back.example/v1"
_ONCE: Final = Patience(attempts=1)


@dataclass(frozen=True)
class Accepted:
    """The task counts as accepted, now or earlier."""


@dataclass(frozen=True)
class Price:
    """What a dry run tells, in US dollars; None where it does not."""

    amount: Decimal | None


Reading = Mapping[UUID, TaskReport] | RunwareError | Accepted | Price
"""What a poll reports, what was raised, or what became of a task that was sent."""


class PlayedBack(httpx.AsyncBaseTransport):
    """Answers every request with the sample."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The sample's answer."""
        body = self._sample.body
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return httpx.Response(self._sample.status, content=content, request=request)


async def read_with_client(sample: Sample) -> Reading:
    """What Herald makes of the sample's answer."""
    task = sample.tasks[0]
    task_uuid = UUID(task["taskUUID"])
    async with httpx.AsyncClient(transport=PlayedBack(sample)) as http:
        client = RunwareClient(
            http, api_key=SecretStr("played-back"), api_url=_NOBODY, patience=_ONCE, new_uuid=lambda: task_uuid
        )
        try:
            if task["taskType"] == "getResponse":
                return await client.poll([task_uuid])
            if sample.dry_run:
                return Price(await client.price(_order(task, task_uuid)))
            await client.submit(_order(task, task_uuid))
        except RunwareError as error:
            return error
    return Accepted()


def _order(task: dict[str, Any], task_uuid: UUID) -> TaskOrder:
    """An order that can be sent, whatever was wrong with the sample's: only the answer is of interest."""
    choices = Choices(avatar=task["inputs"]["avatar"], voice=task["speech"]["voice"])
    return TaskOrder(task_uuid, task["speech"]["text"], choices, ttl_seconds=3600)
