"""Traces: off and without their SDK unless a collector is named; one a render; never a person's text."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, ParentBased
from redis.asyncio import Redis

from bot import tracing
from bot.errors import PostRefused, SlackBusy
from bot.slack.called import called
from bot.store import keys
from bot.store.traces import began
from bot.trace_export import QuietSampler
from bot.tracing import read_traceparent, span, step_span, traceparent
from bot.watched_steps import watched

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """The spans that ended; recorded as with a collector, for this test alone."""
    kept, provider = InMemorySpanExporter(), TracerProvider(sampler=QuietSampler(ParentBased(ALWAYS_ON)))
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("herald"))
    yield kept
    provider.shutdown()


def by_name(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    """The spans that ended."""
    return {ended.name: ended for ended in spans.get_finished_spans()}


def test_without_a_collector_neither_exporter_nor_tracing_sdk_is_imported() -> None:
    code = (
        "import sys, bot.__main__\n"
        "from bot.tracing import span, traceparent, traces_to\n"
        "with traces_to(None, 'web'), span('x'): assert traceparent() == ''\n"
        "print([n for n in sys.modules if n.startswith(('opentelemetry.sdk.trace', 'opentelemetry.exporter'))])\n"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (run.stdout, run.stderr) == ("[]\n", "")


def test_a_traceparent_is_read_as_it_is_written(spans: InMemorySpanExporter) -> None:
    with span("listener command"):
        written = traceparent()

    read = read_traceparent(written)
    (ended,) = spans.get_finished_spans()
    assert read is not None
    assert ended.context is not None
    assert (read.trace_id, read.span_id) == (ended.context.trace_id, ended.context.span_id)


@pytest.mark.parametrize(
    "text",
    ["", "00", "00-x-y-01", PARENT[:-1], PARENT + "0", PARENT.replace("0af", "zzz"), "00-" + "0" * 32 + PARENT[35:]],
)
def test_what_is_no_traceparent_is_none(text: str) -> None:
    assert read_traceparent(text) is None


def test_a_step_is_in_its_render_s_trace_and_linked_to_the_queue(spans: InMemorySpanExporter) -> None:
    with span("the queue's own"), step_span("step submit", PARENT):
        pass

    ended = by_name(spans)
    step, queue = ended["step submit"], ended["the queue's own"]
    assert step.parent is not None
    assert f"{step.parent.trace_id:032x}" in PARENT
    assert [link.context for link in step.links] == [queue.context]


def test_a_step_whose_record_has_no_trace_is_in_the_queue_s(spans: InMemorySpanExporter) -> None:
    with span("the queue's own"), step_span("step home", ""):
        pass

    ended = by_name(spans)
    assert ended["step home"].parent == ended["the queue's own"].context


@pytest.mark.parametrize("error", [ValueError("canary"), PostRefused("chat.postMessage", "canary")])
def test_an_error_is_named_by_its_kind_and_not_by_its_words(spans: InMemorySpanExporter, error: Exception) -> None:
    with pytest.raises(type(error)), span("step post"):
        raise error

    (ended,) = spans.get_finished_spans()
    assert ended.status.status_code is trace.StatusCode.ERROR
    assert ended.attributes is not None
    assert ended.attributes["herald.outcome"] == type(error).__name__
    assert "canary" not in ended.to_json()


def test_what_slack_said_is_the_outcome_of_its_span(spans: InMemorySpanExporter) -> None:
    with pytest.raises(PostRefused), called("chat.postMessage"):
        raise PostRefused("chat.postMessage", "is_archived")

    attributes = by_name(spans)["slack chat.postMessage"].attributes
    assert attributes is not None
    assert attributes["herald.outcome"] == "is_archived"


@pytest.mark.parametrize("name", ["poll-0", "hasten", "reconcile", "docket.add"])
def test_the_queue_s_rounds_are_no_traces(spans: InMemorySpanExporter, name: str) -> None:
    with span(name), span("a part of it"):
        pass

    assert by_name(spans) == {}


def test_what_is_under_a_render_s_trace_is_kept_whatever_its_name(spans: InMemorySpanExporter) -> None:
    with step_span("step anchor", PARENT), span("docket.add"):
        pass

    assert set(by_name(spans)) == {"step anchor", "docket.add"}


@pytest.mark.parametrize("record_id", ["r1", "r1-0"])
async def test_a_posting_is_in_its_render_s_trace(redis: Redis, record_id: str) -> None:
    await redis.hset(keys.record("T1", "render", "r1"), "trace", PARENT)
    await redis.expire(keys.record("T1", "render", "r1"), 60)

    assert await began(redis, "T1", record_id) == PARENT
    assert await began(redis, "T2", record_id) == ""


async def test_without_traces_a_step_reads_nothing_more(spans: InMemorySpanExporter, redis: Redis) -> None:
    async def step(_team_id: str, _record_id: str) -> None:
        return None

    await redis.config_resetstat()
    await watched({"show": step}, redis)["show"]("T1", "r1")

    assert "cmdstat_hget" not in await redis.info("commandstats")
    (ended,) = spans.get_finished_spans()
    assert dict(ended.attributes or {}) == {
        "herald.team_id": "T1",
        "herald.record_id": "r1",
        "herald.outcome": "done",
    }


async def test_a_step_that_is_busy_tells_its_error(spans: InMemorySpanExporter, redis: Redis) -> None:
    async def step(_team_id: str, _record_id: str) -> timedelta | None:
        raise SlackBusy("chat.update", retry_after=timedelta(seconds=1))

    with pytest.raises(SlackBusy):
        await watched({"show": step}, redis)["show"]("T1", "r1")

    (ended,) = spans.get_finished_spans()
    assert (ended.attributes or {})["herald.outcome"] == "SlackBusy"
