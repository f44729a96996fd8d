"""What an operator sees of real processes: figures, traces, health; and a pause as people see it."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from pydantic import SecretStr
from redis.asyncio import Redis

from bench.sockets import free_port
from bot.store.pauses import Pause, Pauses
from playground.serving import listening_socket, running
from tests.journeys.processes import process
from tests.journeys.stage import STUDIO_KEY, Stage, is_up, until

CANARY = "canarytext"
SCRIPT = f"Good morning, {CANARY}."
TOKEN = "a-token-of-the-operator"


@dataclass
class Collector:
    """An OpenTelemetry collector that keeps what it gets."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)

    def application(self) -> web.Application:
        """The collector as a server."""

        async def take(request: web.Request) -> web.Response:
            self.bodies.append(await request.read())
            return web.Response(body=b"", content_type="application/x-protobuf")

        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.add_routes([web.post("/v1/traces", take)])
        return application

    def spans(self) -> list[Span]:
        """All spans so far."""
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [
            span
            for request in requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    async def trace(self) -> list[Span] | None:
        """The spans of the trace that the request for a video began, once its last step is in it."""
        spans = self.spans()
        submitted = {span.trace_id for span in spans if span.name == "step submit"}
        found = [span for span in spans if span.trace_id in submitted]
        return found if "step post" in {span.name for span in found} else None


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    """A collector on the loopback."""
    kept = Collector()
    async with running(kept.application(), listening_socket(0)) as url:
        kept.url = url
        yield kept


@pytest.fixture
async def operated(stage: Stage, collector: Collector) -> AsyncIterator[Stage]:
    """Web and worker as processes of their own, each with its figures, both with traces."""
    more = {
        "herald_metrics_token": SecretStr(TOKEN),
        "herald_worker_port": free_port(),
        "otel_exporter_otlp_endpoint": collector.url,
    }
    settings = stage.settings.model_copy(update=more)
    async with AsyncExitStack() as stack:
        for part in ("web", "worker"):
            await stack.enter_async_context(process(part, settings))
        operated = replace(stage, settings=settings)
        await until(lambda: is_up(operated))
        yield operated


async def figures(stage: Stage, port: int | None) -> str:
    """What Prometheus reads of a process."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with stage.session.get(f"http://127.0.0.1:{port}/metrics", headers=headers) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_video_is_one_trace_and_figures_in_both_processes(operated: Stage, collector: Collector) -> None:
    await operated.ask_for(SCRIPT)
    await operated.delivered()
    spans = await until(collector.trace)

    names = {span.name for span in spans}
    assert "listener view_submission" in names
    assert {"step anchor", "step submit", "step close", "step keep", "step post"} <= names
    assert {"slack chat.postMessage", "runware videoInference"} <= names
    ids = {span.span_id for span in spans}
    assert sum(span.parent_span_id not in ids for span in spans) == 1  # they hang together
    assert all(span.links for span in spans if span.name == "step submit")
    for secret in (
        CANARY,
        TOKEN,
        STUDIO_KEY,
        operated.settings.slack_bot_token,
        operated.settings.slack_signing_secret,
    ):
        text = secret.get_secret_value() if isinstance(secret, SecretStr) else str(secret)
        assert not any(text.encode() in body for body in collector.bodies), text[:4]

    web_page = await figures(operated, operated.settings.port)
    worker_page = await figures(operated, operated.settings.herald_worker_port)
    assert 'herald_ack_seconds_count{kind="view_submission"} ' in web_page
    assert 'herald_transitions_total{record="posting",state_from="posting",state_to="posted"} 1.0' in worker_page
    assert 'herald_build_info{part="worker",version="0.1.0"} 1.0' in worker_page
    for page in (web_page, worker_page):
        assert "herald_redis_up 1.0" in page
        assert "process_resident_memory_bytes" in page
        assert not {CANARY, "T0HERALD", "U0ALICE", "C0GENERAL"} & set(page.replace('"', " ").split())


async def test_a_worker_says_how_it_is(operated: Stage) -> None:
    async def says(path: str, status: str) -> bool | None:
        async with operated.session.get(f"http://127.0.0.1:{operated.settings.herald_worker_port}/{path}") as answer:
            return (answer.status, json.loads(await answer.text())["status"]) == (200, status) or None

    assert await says("healthz", "alive")
    assert await until(lambda: says("readyz", "ready"))  # once it has looked for a catalogue, as the web process has


async def test_in_a_pause_people_read_why_and_nothing_is_lost(operated: Stage, redis: Redis) -> None:
    await Pauses(redis).begin(Pause(why="We move house."))
    view = await operated.open_modal()
    typed = {"type": "plain_text_input", "value": SCRIPT}
    review = await operated.review(view, script=typed)

    refused = await operated.make_it(review)
    assert "We move house." in json.dumps(refused) + json.dumps(await operated.top_view())
    assert (await operated.studio_counts())["tasks_submitted"] == 0

    await Pauses(redis).end()
    await operated.make_it(await operated.top_view())
    await operated.delivered()
