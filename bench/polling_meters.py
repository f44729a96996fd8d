"""What the meters of the polling benchmark say, and the arithmetic on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """The meters at one moment: seconds of processor time, bytes, and what the service was asked."""

    at: float
    worker_cpu: float
    redis_cpu: float
    requests: int


@dataclass(frozen=True)
class Span:
    """What happened between two readings."""

    requests_per_second: float
    worker_percent: float
    redis_percent: float

    @classmethod
    def between(cls, before: Reading, after: Reading) -> "Span":
        """Rates and shares of one core."""
        elapsed = after.at - before.at
        return cls(
            (after.requests - before.requests) / elapsed,
            100 * (after.worker_cpu - before.worker_cpu) / elapsed,
            100 * (after.redis_cpu - before.redis_cpu) / elapsed,
        )


def latencies(ended: Mapping[str, float], known: Mapping[str, float]) -> Sequence[float]:
    """Seconds from each end to the moment when it was known; raises when one never was."""
    if forgotten := [render_id for render_id in ended if render_id not in known]:
        raise RuntimeError(f"the end of {len(forgotten)} of {len(ended)} renders was never known")
    return [known[render_id] - at for render_id, at in ended.items()]


def read_notes(text: str) -> dict[str, float]:
    """When the end of each render was first known, from the worker's lines."""
    known: dict[str, float] = {}
    for line in text.splitlines():
        render_id, _, at = line.partition(" ")
        known.setdefault(render_id, float(at))
    return known


def microseconds_per_question(spent: Mapping[str, float], questions: float) -> float:
    """Processor time of one question about one task."""
    return 1_000_000 * spent["cpu"] / questions
