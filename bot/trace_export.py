"""Traces on their way to a collector; the one module that imports the SDK, and only where a collector is named."""

import threading
from collections.abc import Sequence
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult
from opentelemetry.trace import Link, SpanKind, TraceState
from opentelemetry.util.types import Attributes

PATH: Final = "/v1/traces"
"""https://opentelemetry.io/docs/specs/otlp/#otlphttp-request"""
SEND_SECONDS: Final = 5.0
EVERY_MILLISECONDS: Final = 1_000
LAST_SECONDS: Final = 0.5
"""How long a process that ends waits for its last spans to be sent."""
ROUNDS: Final = frozenset({"poll-0", "poll-1", "hasten", "reconcile"})
"""The queue's recurring tasks: many a second, and no part of any render's trace."""


class QuietSampler(Sampler):
    """Leaves out the recurring tasks, and what no span of Herald's is around; of the rest `chosen` decides."""

    def __init__(self, chosen: Sampler) -> None:
        self._chosen = chosen

    def should_sample(  # noqa: PLR0913, PLR0917 - as the SDK calls it
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        """Whether the span is kept."""
        alone = not trace.get_current_span(parent_context).get_span_context().is_valid
        if alone and (name in ROUNDS or name.startswith("docket.")):
            return SamplingResult(Decision.DROP)
        return self._chosen.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)

    def get_description(self) -> str:
        """As the SDK names samplers."""
        return f"QuietSampler({self._chosen.get_description()})"


class Export:
    """Sends this process's spans; the standard OTEL_ variables hold for what is not said here."""

    def __init__(self, endpoint: str, part: str) -> None:
        named = Resource.create()
        if str(named.attributes.get("service.name", "")).startswith("unknown_service"):
            named = named.merge(Resource({"service.name": "herald"}))
        self._provider = TracerProvider(resource=named.merge(Resource({"herald.part": part})))
        self._provider.sampler = QuietSampler(self._provider.sampler)
        exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + PATH, timeout=SEND_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=EVERY_MILLISECONDS))
        trace.set_tracer_provider(self._provider)

    def close(self) -> None:
        """Send what is left, as far as that is done in a moment: a collector that is away holds up no process."""
        closing = threading.Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(LAST_SECONDS)
