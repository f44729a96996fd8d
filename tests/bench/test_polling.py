"""The arithmetic of the polling benchmark, and its double of the service."""

import asyncio
import json
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr

from bench.polling_meters import Reading, Span, latencies, microseconds_per_question, read_notes
from bench.polling_service import Service
from bot.rendering.tasks import Finished, Processing
from bot.runware.client import RunwareClient

TASK = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")


def test_a_span_is_what_happened_between_two_readings_a_second() -> None:
    before = Reading(at=100.0, worker_cpu=3.0, redis_cpu=1.0, requests=50)
    after = Reading(at=110.0, worker_cpu=4.0, redis_cpu=1.5, requests=150)

    assert Span.between(before, after) == Span(requests_per_second=10, worker_percent=10, redis_percent=5)


def test_a_render_is_known_when_its_first_line_was_written() -> None:
    assert read_notes("r1 10.5\nr2 11\nr1 12\n") == {"r1": 10.5, "r2": 11.0}


def test_the_latency_runs_from_the_end_of_each_render() -> None:
    assert latencies({"r1": 10.0, "r2": 10.0}, {"r2": 10.5, "r1": 12.0, "r3": 99.0}) == [2.0, 0.5]


def test_an_end_that_was_never_known_is_no_small_matter() -> None:
    with pytest.raises(RuntimeError, match="1 of 2 renders"):
        latencies({"r1": 10.0, "r2": 10.0}, {"r1": 12.0})


def test_a_question_costs_its_share_of_the_processor_time() -> None:
    assert microseconds_per_question({"cpu": 0.3}, 10_000) == 30


async def test_the_double_answers_as_the_service_does() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Service()), base_url="http://service") as http:
        client = RunwareClient(http, api_key=SecretStr("key"), api_url="http://service/v1")
        await http.post("/_finish", content=str(OTHER))
        reports = await client.poll([TASK, OTHER])
        counts = (await http.get("/_counts")).json()

    assert isinstance(reports[TASK], Processing)
    assert isinstance(reports[OTHER], Finished)
    assert counts == {"requests": 1, "questions": 2}


async def test_the_double_counts_no_submission_as_a_question() -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"body": json.dumps([{"taskType": "videoInference", "taskUUID": str(TASK)}]).encode()}

    async def send(message: Any) -> None:
        sent.append(message)

    service = Service()
    await service({"path": "/v1"}, receive, send)
    await service({"path": "/_counts"}, receive, send)

    assert json.loads(sent[1]["body"])["data"] == [{"taskType": "videoInference", "taskUUID": str(TASK)}]
    assert json.loads(sent[3]["body"]) == {"requests": 0, "questions": 0}
