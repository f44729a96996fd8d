"""What Herald counts, as Prometheus reads it; each process has its own figures, and none names a workspace or a person.

What is true of the store, and so the same whichever process is asked, is read when somebody asks (`bot.scraping`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY: Final = CollectorRegistry()

_ACKS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Slack waits for three."""
_CALLS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.5, 5.0, 10.0, 30.0, 120.0)
_LIVES: Final = (1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_200.0, 3_600.0, 14_400.0, 86_400.0)
_MARGINS: Final = (0.0, 10.0, 60.0, 300.0, 1_800.0, 3_600.0, 21_600.0, 43_200.0, 86_400.0)
_PAUSES: Final = (1.0, 5.0, 15.0, 30.0, 60.0, 300.0, 3_600.0)
_LAGS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
_BATCHES: Final = (1.0, 5.0, 10.0, 25.0, 50.0, 100.0)


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(f"herald_{name}", text, labels, registry=REGISTRY)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"herald_{name}", text, labels, registry=REGISTRY)


def _histogram(name: str, text: str, *labels: str, buckets: tuple[float, ...]) -> Histogram:
    return Histogram(f"herald_{name}", text, labels, registry=REGISTRY, buckets=buckets)


ACK: Final = _histogram("ack_seconds", "From Slack's request to its answer, by kind.", "kind", buckets=_ACKS)
DOOR: Final = _counter("door", "Requests at Slack's door, by what became of them.", "verdict")
WEBHOOKS: Final = _counter("webhook", "Runware's webhooks, by what became of them.", "verdict")
DUPLICATES: Final = _counter("duplicate_suppressed", "What came twice and took effect once, by kind.", "kind")
REFUSED: Final = _counter("refused", "Requests for videos that were not accepted, by reason.", "reason")

TRANSITIONS: Final = _counter("transitions", "Changes of a record's state.", "record", "state_from", "state_to")
IN_STATE: Final = _histogram(
    "state_seconds", "How long records were in a state that they left.", "record", "state", buckets=_LIVES
)
MARGIN: Final = _histogram("delivery_margin_seconds", "What was left of a result's link when posted.", buckets=_MARGINS)
DELIVERY: Final = _histogram("delivery_seconds", "From a posting's due time to its message.", buckets=_LIVES)
ENDED_BADLY: Final = _counter("renders_failed", "Renders that failed for a reason of ours, by its code.", "code")
UNTOLD: Final = _counter("paid_without_message", "Paid results that ended without their message, by reason.", "reason")
BILLED: Final = _counter("billed_usd", "What settled videos cost, in US dollars.")
RESERVED: Final = _counter("reserved_usd", "What was reserved at acceptances, in US dollars.")
OVERRUN: Final = _counter("overrun_usd", "What videos cost beyond their reservations, in US dollars.")

STEP: Final = _histogram("step_seconds", "The queue's steps, by outcome.", "step", "outcome", buckets=_CALLS)
POLL_BATCH: Final = _histogram("poll_batch_size", "Tasks asked about in one request.", buckets=_BATCHES)
SLACK: Final = _histogram(
    "slack_call_seconds", "Calls of Slack's Web API, their repetitions included.", "method", "outcome", buckets=_CALLS
)
SLACK_RETRIES: Final = _counter("slack_retries", "Calls of Slack's Web API that were repeated within their step.")
SLACK_PAUSE: Final = _histogram("slack_pause_seconds", "How long Slack, or we, wanted to wait.", buckets=_PAUSES)
RUNWARE: Final = _histogram(
    "runware_request_seconds", "Requests to Runware, each try by itself.", "task", "outcome", buckets=_CALLS
)
RUNWARE_REFUSALS: Final = _counter("runware_refusals", "Runware's definite noes, by what they are about.", "category")
SEALS_BROKEN: Final = _counter("seals_broken", "Secrets at rest that opened with none of the keys.")
LOOP_LAG: Final = _histogram("event_loop_lag_seconds", "How late the process's own timer was.", buckets=_LAGS)

RECORDS: Final = _gauge("records", "Records whose life is not over, by state.", "record", "state")
OLDEST: Final = _gauge("oldest_seconds", "How long the oldest record has been in its state.", "record", "state")
OVERDUE: Final = _gauge("posting_overdue_seconds", "How long the posting that waits longest is past its time.")
UNCERTAIN: Final = _gauge("uncertain_seconds", "For how long it is unknown whether a task was accepted, at worst.")
HELD: Final = _gauge("held_usd", "What is reserved for renders under way, in US dollars.")
DEAD: Final = _gauge("dead_letters", "Renders that failed for a reason of ours and that nobody has seen to.")
IN_FLIGHT: Final = _gauge("polls_in_flight", "Tasks that are asked about.")
POLL_OVERDUE: Final = _gauge("poll_overdue_seconds", "How long the task that is due for longest was not asked about.")
QUEUE: Final = _gauge("queue_tasks", "The queue's tasks: due, scheduled for later, or running.", "place")
QUEUE_AGE: Final = _gauge("queue_age_seconds", "How long the oldest due task of the queue waits for a worker.")
PAUSED: Final = _gauge("paused", "Whether new requests are refused: everywhere, or in how many workspaces.", "where")
REDIS_UP: Final = _gauge("redis_up", "Whether Redis answers.")
REDIS_MEMORY: Final = _gauge("redis_memory_share", "How full Redis is, from 0 to 1; 0 without a limit.")
CLOCK_SKEW: Final = _gauge("clock_skew_seconds", "How far Redis's clock is ahead of this process's.")
CATALOGUE_AGE: Final = _gauge(
    "catalogue_age_seconds", "How old what this process offers is; absent while it has none.", "service"
)
"""Of one service alone: what has no label is told from the start, as 0."""
BUILD: Final = _gauge("build_info", "1, with this version.", "version", "part")


@contextmanager
def timed(metric: Histogram, *labels: str) -> Iterator["Outcome"]:
    """Observe how long the block takes, with the outcome that it sets as the last label."""
    outcome, begun = Outcome(), perf_counter()
    try:
        yield outcome
    except BaseException as error:
        outcome.word = "cut" if not isinstance(error, Exception) else outcome.raised(error)
        raise
    finally:
        metric.labels(*labels, outcome.word).observe(perf_counter() - begun)


class Outcome:
    """One word on how something went."""

    def __init__(self) -> None:
        self.word = "ok"

    def raised(self, error: Exception) -> str:
        """The word for an error: what was said before it, else the error's kind."""
        return type(error).__name__ if self.word == "ok" else self.word
