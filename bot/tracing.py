"""Traces: one for each render, from the listener that took it through its steps to their calls.

Off unless a collector is named. Nothing here imports the SDK: that is `bot.trace_export`'s, which only a process with a
collector imports. A span holds names, ids, states and codes; never a person's text, an error's words, or a secret.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from opentelemetry import trace
from opentelemetry.trace import Link, NonRecordingSpan, Span, SpanContext, SpanKind, TraceFlags

from bot.metrics import Outcome

Attribute = str | int | float | bool
_PARTS: Final = (2, 32, 16, 2)
"""How many hexadecimal digits a traceparent's version, trace, span and flags have."""
_tracer: Final = trace.get_tracer("herald")


def traceparent() -> str:
    """The span that is open here, as W3C's trace context writes it; empty where nobody records it."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return ""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"


def read_traceparent(text: str) -> SpanContext | None:
    """The span that was written so; None for what is none."""
    parts = text.split("-")
    if tuple(map(len, parts)) != _PARTS:
        return None
    try:
        trace_id, span_id, flags = (int(part, 16) for part in parts[1:])
    except ValueError:
        return None
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return context if context.is_valid else None


@contextmanager
def span(name: str, *, call: bool = False, **attributes: Attribute) -> Iterator[Outcome]:
    """A span around the block, a part of the one around it; its outcome is the word that the block sets.

    `call` says that somebody outside is called. An error is named by its kind, since its words may be a person's.
    """
    outcome = Outcome()
    kind = SpanKind.CLIENT if call else SpanKind.INTERNAL
    with (
        _tracer.start_as_current_span(
            name, kind=kind, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as opened,
        _told(opened, outcome),
    ):
        yield outcome


@contextmanager
def step_span(name: str, began: str, **attributes: Attribute) -> Iterator[Outcome]:
    """A span around a step of the queue, in the trace that its record `began` in, linked to the queue's own span."""
    origin, queue = read_traceparent(began), trace.get_current_span().get_span_context()
    context = None if origin is None else trace.set_span_in_context(NonRecordingSpan(origin))
    links = [Link(queue)] if origin is not None and queue.is_valid else []
    outcome = Outcome()
    with (
        _tracer.start_as_current_span(
            name,
            context=context,
            links=links,
            kind=SpanKind.CONSUMER,
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as opened,
        _told(opened, outcome),
    ):
        yield outcome


def is_recording() -> bool:
    """Whether a collector is named, so that what a trace needs is worth being read."""
    return trace.get_current_span().is_recording()


def name_trace(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A log line's processor: the trace that the line belongs to, where there is one."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
    return event


@contextmanager
def _told(opened: Span, outcome: Outcome) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        outcome.word = outcome.raised(error)
        opened.set_status(trace.StatusCode.ERROR)
        raise
    finally:
        opened.set_attribute("herald.outcome", outcome.word)


@contextmanager
def traces_to(endpoint: str | None, part: str) -> Iterator[None]:
    """Send the traces of the block to a collector, where one is named."""
    if endpoint is None:
        yield
        return
    from bot.trace_export import Export  # noqa: PLC0415 - without a collector the SDK is not imported

    export = Export(endpoint, part)
    try:
        yield
    finally:
        export.close()
