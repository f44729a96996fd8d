"""What is asked of the service, and that no more than one task is paid for."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr

from bot.operator.live.conversation import LOST_IN_A_ROW, Conversation
from bot.operator.live.samples import Sample
from bot.rendering.render import Choices
from bot.rendering.tasks import TaskOrder
from bot.runware.exchange import DRY_RUN, Exchange

ORDER = TaskOrder(
    UUID(int=1, version=4), "Hello.", Choices(avatar="Aditya_public_4", voice="john_doe_male_english"), 3600
)
Json = dict[str, Any]


@dataclass
class Service:
    """A service as Herald takes it for granted, but for what a test sets."""

    ignores_dry_runs: bool = False
    dry_runs_use_up_uuids: bool = False
    takes_repeats: bool = False
    away: bool = False
    refuses: bool = False
    polls_until_done: int = 2
    paid: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        (task,) = json.loads(request.content)
        if self.away:
            raise httpx.ConnectError("away")
        if task["taskType"] == "getResponse":
            return self._poll(task)
        dry = DRY_RUN in request.headers and not self.ignores_dry_runs
        return self._take(task, dry=dry)

    def _poll(self, task: Json) -> httpx.Response:
        if task["taskUUID"] not in self.paid:
            return httpx.Response(200, json={"data": []})
        self.polls_until_done -= 1
        done = {"status": "success", "videoURL": "https://vm.runware.ai/v.mp4", "videoUUID": "v", "cost": 0.2}
        return httpx.Response(
            200, json={"data": [{**task, **({"status": "processing"} if self.polls_until_done > 0 else done)}]}
        )

    def _take(self, task: Json, *, dry: bool) -> httpx.Response:
        if self.refuses and not dry:
            return httpx.Response(402, json={"errors": [{"code": "insufficientCredits", "taskUUID": task["taskUUID"]}]})
        if task["taskUUID"] in self.known and not self.takes_repeats:
            return httpx.Response(400, json={"errors": [{"code": "conflictTaskUUID", "taskUUID": task["taskUUID"]}]})
        if not dry or self.dry_runs_use_up_uuids:
            self.known.add(task["taskUUID"])
        if not dry:
            self.paid.append(task["taskUUID"])
        return httpx.Response(200, json={"data": [{"taskUUID": task["taskUUID"], **({"cost": 0.2} if dry else {})}]})


async def held(service: Callable[[httpx.Request], httpx.Response]) -> tuple[list[Sample], Conversation]:
    """The whole conversation, in no time."""
    samples: list[Sample] = []
    numbers = itertools.count(2)

    async def no_pause(_: float) -> None:
        pass

    async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as http:
        exchange = Exchange(http, api_key=SecretStr("key"), api_url="https://api.runware.example/v1")
        conversation = Conversation(
            exchange, ORDER, lambda: UUID(int=next(numbers), version=4), no_pause, samples.append, lambda _: None
        )
        await conversation.hold()
    return samples, conversation


async def test_everything_is_asked_once_and_one_task_is_paid_for() -> None:
    service = Service()

    samples, conversation = await held(service)

    assert [sample.name for sample in samples] == [
        *("unknown-task", "dry-run", "after-dry-run", "wrong-parameter", "unknown-parameter", "ack", "repeat"),
        *("poll-processing", "poll-success", "repeat-after-end", "poll-after-repeat"),
    ]
    assert (len(service.paid), conversation.lost) == (1, [])


async def test_a_dry_run_that_was_run_after_all_is_the_one_task() -> None:
    service = Service(ignores_dry_runs=True)

    samples, _ = await held(service)

    assert len(service.paid) == 1
    assert "wrong-parameter" not in [sample.name for sample in samples]


async def test_a_dry_run_that_uses_the_uuid_up_is_told_and_the_task_gets_another() -> None:
    service = Service(dry_runs_use_up_uuids=True)

    samples, _ = await held(service)

    names = [sample.name for sample in samples]
    assert names.index("conflict-after-dry-run") + 1 == names.index("ack")
    assert len(service.paid) == 1


async def test_a_service_that_takes_a_repeated_task_is_not_given_it_a_third_time() -> None:
    service = Service(takes_repeats=True)

    samples, _ = await held(service)

    assert "repeat-after-end" not in [sample.name for sample in samples]
    assert len(service.paid) == 2


async def test_a_service_that_is_away_is_given_up_in_the_end() -> None:
    samples, conversation = await held(Service(away=True))

    assert samples == []
    assert len(conversation.lost) > LOST_IN_A_ROW
    assert conversation.lost[-1].endswith("the task had not ended when it was given up")


async def test_a_task_that_is_refused_is_not_sent_again_and_not_asked_about() -> None:
    samples, conversation = await held(Service(refuses=True))

    assert [sample.name for sample in samples][-2:] == ["unknown-parameter", "ack"]
    assert conversation.lost == []
