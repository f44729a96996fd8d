"""What is counted and traced of each call of Slack's Web API: how long it took, how it went, how long to wait."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot import metrics
from bot.errors import PostRefused, PostUncertain, SlackBusy
from bot.tracing import span


@contextmanager
def called(method: str) -> Iterator[None]:
    """Around a call whose errors are ours already."""
    with span(f"slack {method}", call=True) as traced, metrics.timed(metrics.SLACK, method) as outcome:
        try:
            yield
        except PostRefused as refused:
            traced.word, outcome.word = refused.code, "refused"
            raise
        except SlackBusy as busy:
            metrics.SLACK_PAUSE.observe(busy.retry_after.total_seconds())
            traced.word = outcome.word = "busy"
            raise
        except PostUncertain:
            traced.word = outcome.word = "uncertain"
            raise
